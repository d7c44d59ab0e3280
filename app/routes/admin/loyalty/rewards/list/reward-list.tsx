import { Button, Card, type IconSource, Link, Text } from "@shopify/polaris";
import {
  CashDollarIcon,
  DeliveryIcon,
  DiscountIcon,
  GiftCardIcon,
  ProductIcon,
  WalletIcon,
} from "@shopify/polaris-icons";

import type { RewardKind } from "#app/loyalty/rewards/reward.ts";
import type { RedeemedCount } from "#app/loyalty/rewards/redemption-counts.server.ts";
import { type Gives, pointsInWords, rewardKindNames, whatItGives } from "#app/ui/copy/rewards.ts";
import { ActionButton } from "#app/ui/forms/action-button.tsx";
import { MoveButtons, reorder } from "#app/ui/forms/move-buttons.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { EmptyNote } from "#app/ui/layout/empty-note.tsx";
import { Picture } from "#app/ui/layout/picture.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

import { useOrder } from "./use-order.tsx";

export type ListedReward = Gives & {
  id: string;
  name: string;
  active: boolean;
  /** Decimal text. */
  cost: string;
  redeemed: RedeemedCount;
};

const kindIcons: Record<RewardKind, IconSource> = {
  amount: CashDollarIcon,
  percentage: DiscountIcon,
  free_shipping: DeliveryIcon,
  free_product: ProductIcon,
  store_credit: WalletIcon,
  gift_card: GiftCardIcon,
};

/** The rewards that shoppers see, in their order, which can be changed. */
export function RewardList({ rewards }: { rewards: ListedReward[] }) {
  const { shown, order } = useOrder(rewards, "/app/loyalty/rewards/order");
  const move = (from: number, to: number) => order(reorder(shown, from, to));
  if (rewards.length === 0)
    return (
      <Card>
        <EmptyNote
          icon={DiscountIcon}
          heading="Points buy nothing yet"
          action={
            <Button variant="primary" url="/app/loyalty/rewards/new">
              Add a reward
            </Button>
          }
        >
          Add what customers can turn their points into. The first one should be near: somebody who
          sees it after one or two orders comes back for it.
        </EmptyNote>
      </Card>
    );
  return (
    <Card>
      <ol className="encore-plain-list" aria-label="Rewards">
        {shown.map((reward, index) => (
          <li key={reward.id} className="encore-row">
            <Reward reward={reward} />
            <MoveButtons name={reward.name} index={index} of={shown.length} onMove={move} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** What nobody can redeem any more. */
export function ArchivedRewards({ rewards }: { rewards: ListedReward[] }) {
  if (rewards.length === 0) return null;
  return (
    <TitledCard
      title="Archived"
      about="Nobody can redeem these any more. Codes that customers have stay good."
    >
      <ul className="encore-plain-list" aria-label="Archived rewards">
        {rewards.map((reward) => (
          <li key={reward.id} className="encore-row">
            <Reward reward={reward} />
            <ActionButton
              method="delete"
              action={`/app/loyalty/rewards/${reward.id}/archiving`}
              accessibilityLabel={`Unarchive: ${reward.name}`}
            >
              Unarchive
            </ActionButton>
          </li>
        ))}
      </ul>
    </TitledCard>
  );
}

function Reward({ reward }: { reward: ListedReward }) {
  const formats = useFormats();
  const { count, used } = reward.redeemed;
  return (
    <div className="encore-row__main encore-pictured">
      <Picture icon={kindIcons[reward.kind]} />
      <div className="encore-pictured__text">
        <Link url={`/app/loyalty/rewards/${reward.id}`}>{reward.name}</Link>
        <Text as="p">
          {pointsInWords(reward.cost, formats)} → {whatItGives(reward, formats)}
        </Text>
        <Text as="p" tone="subdued" variant="bodySm">
          {rewardKindNames[reward.kind]} ·{" "}
          {count === 0
            ? "not redeemed yet"
            : `redeemed ${formats.number(count)} ${count === 1 ? "time" : "times"}, ${formats.number(used)} of them used`}
        </Text>
      </div>
    </div>
  );
}
