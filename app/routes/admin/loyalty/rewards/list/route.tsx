import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { now } from "#app/ground/clock.server.ts";
import { countRedemptions } from "#app/loyalty/rewards/redemption-counts.server.ts";
import { listRewards } from "#app/loyalty/rewards/rewards.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { LoyaltyPage } from "#app/routes/admin/loyalty/loyalty-page.tsx";

import { ArchivedRewards, RewardList } from "./reward-list.tsx";

export const meta = () => [{ title: "Rewards · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const [rewards, redeemed] = await Promise.all([
    listRewards(shop.id, now()),
    countRedemptions(shop.id),
  ]);
  return {
    rewards: rewards.map(({ id, name, kind, active, cost, amountMinor, percentBps }) => ({
      id,
      name,
      kind,
      active,
      cost: String(cost),
      amountMinor: amountMinor?.toString() ?? null,
      percentBps,
      redeemed: redeemed.get(id) ?? { count: 0, used: 0 },
    })),
  };
}

export default function Rewards() {
  const { rewards } = useLoaderData<typeof loader>();
  return (
    <LoyaltyPage
      title="Rewards"
      subtitle="What customers turn their points into. They see them in this order."
      primaryAction={{ content: "Add a reward", url: "/app/loyalty/rewards/new" }}
    >
      <RewardList rewards={rewards.filter(({ active }) => active)} />
      <ArchivedRewards rewards={rewards.filter(({ active }) => !active)} />
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
