import { Text } from "@shopify/polaris";
import { useState } from "react";

import type { RedemptionState } from "#app/loyalty/rewards/settlement/settlement.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { usePolling } from "#app/ui/hooks/use-polling.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { Day } from "#app/ui/layout/when.tsx";
import { Table } from "#app/ui/tables/table.tsx";

import { GiveReward } from "./give-reward.tsx";
import { redemptionInWords } from "./redemptions-copy.ts";
import { ShowMoreButton } from "./show-more.tsx";
import { TakeRewardBack, useTakingBack } from "./take-reward-back.tsx";

export type RewardRow = {
  id: string;
  name: string;
  state: RedemptionState;
  points: number;
  code: string | null;
  at: string;
  expiresAt: string | null;
  failure: string | null;
};

type Props = {
  customerId: string;
  rows: RewardRow[];
  /** What can be given. */
  gifts: { id: string; name: string }[];
};

const FIRST_ROWS = 10;
const LOOK_EVERY_MS = 2_000;

const columns = [
  { title: "Reward" },
  { title: "Day", wideOnly: true },
  { title: "State" },
  { title: "Points", number: true },
];

/** The rewards that a person redeemed or was given, latest first. What is unused can be taken back on their request. */
export function CustomerRewards({ customerId, rows, gifts }: Props) {
  const [all, setAll] = useState(false);
  const [taken, setTaken] = useState<string[]>([]);
  const { takeBack, takingBack } = useTakingBack(customerId);
  // Shopify makes a code, and switches it off, within seconds; whoever asked for it sees that.
  usePolling(
    rows.some(({ id, state }) => state === "held" || (state === "withdrawn" && taken.includes(id))),
    LOOK_EVERY_MS,
  );
  return (
    <TitledCard
      title="Rewards"
      aside={gifts.length > 0 && <GiveReward customerId={customerId} rewards={gifts} />}
    >
      {rows.length === 0 ? (
        <Text as="p">No reward yet.</Text>
      ) : (
        <Table caption="Rewards, latest first" columns={columns}>
          {rows.slice(0, all ? rows.length : FIRST_ROWS).map((row) => (
            <Reward
              key={row.id}
              row={row}
              loading={takingBack && taken.at(-1) === row.id}
              onTakeBack={() => {
                setTaken((before) => [...before, row.id]);
                takeBack(row.id);
              }}
            />
          ))}
        </Table>
      )}
      <ShowMoreButton
        of="rewards"
        hasMore={!all && rows.length > FIRST_ROWS}
        loading={false}
        showMore={() => setAll(true)}
      />
    </TitledCard>
  );
}

type RewardProps = { row: RewardRow; loading: boolean; onTakeBack: () => void };

function Reward({ row, loading, onTakeBack }: RewardProps) {
  const formats = useFormats();
  return (
    <tr>
      {/* Names may be long: they wrap. */}
      <td>
        <Text as="p" fontWeight="medium" breakWord>
          <bdi>{row.name}</bdi>
        </Text>
        <Text as="p" tone="subdued" variant="bodySm">
          {row.code && <bdi>{row.code}</bdi>}
        </Text>
        <Text as="p" tone="subdued" variant="bodySm">
          <span className="encore-narrow-only">
            <Day at={row.at} />
          </span>
        </Text>
      </td>
      <td className="encore-wide-only">
        <Day at={row.at} />
      </td>
      <td>
        <Text as="p">{redemptionInWords(row, formats)}</Text>
        {row.state === "issued" && (
          <TakeRewardBack reward={row} loading={loading} onConfirm={onTakeBack} />
        )}
      </td>
      <td className="encore-table__number">
        {row.points > 0 ? formats.number(row.points) : "Given"}
      </td>
    </tr>
  );
}
