import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Layout } from "@shopify/polaris";

import { now } from "#app/ground/clock.server.ts";
import { phaseOf } from "#app/loyalty/achievements/achievement.ts";
import { listAchievements } from "#app/loyalty/achievements/achievements.server.ts";
import { listChallenges } from "#app/loyalty/achievements/challenges.server.ts";
import { countProgress } from "#app/loyalty/achievements/count-progress.server.ts";
import { leaderboardOf, showsLeaderboard } from "#app/loyalty/achievements/leaderboard.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { LoyaltyPage } from "#app/routes/admin/loyalty/loyalty-page.tsx";

import { AchievementList } from "./achievement-list.tsx";
import { ChallengeList } from "./challenge-list.tsx";
import { Leaderboard } from "./leaderboard-card.tsx";
import { Streaks } from "./streaks.tsx";

const HERE = "/app/loyalty/achievements";

export const meta = () => [{ title: "Achievements · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const at = now();
  const [achievements, challenges, counted, shown, places] = await Promise.all([
    listAchievements(shop.id),
    listChallenges(shop.id),
    countProgress(shop.id, at),
    showsLeaderboard(shop.id),
    leaderboardOf(shop.id, at),
  ]);
  return {
    achievements: achievements.map(({ id, name, kind, badge, threshold, points, active }) => ({
      ...{ id, name, kind, badge, active },
      threshold: Number(threshold),
      points: Number(points),
      reached: counted.reached.get(id) ?? 0,
    })),
    challenges: challenges.map(({ id, name, goal, points, startsAt, endsAt, active }) => ({
      ...{ id, name, active },
      phase: phaseOf({ startsAt, endsAt }, at),
      kind: goal.kind,
      target: Number(goal.target),
      points: Number(points),
      startsAt: startsAt.toISOString(),
      lastAt: new Date(endsAt.getTime() - 1).toISOString(),
      ...(counted.challenges.get(id) ?? { joined: 0, completed: 0 }),
    })),
    streaks: counted.streaks,
    leaderboard: {
      shown,
      places: places.map(({ name, points }) => ({ name, points: Number(points) })),
    },
  };
}

export default function Achievements() {
  const { achievements, challenges, streaks, leaderboard } = useLoaderData<typeof loader>();
  return (
    <LoyaltyPage
      title="Achievements"
      subtitle="Badges for what customers have done, and something to do within some days. Shoppers see both on your storefront."
      primaryAction={{ content: "Add an achievement", url: `${HERE}/new` }}
      secondaryActions={[{ content: "Add a challenge", url: `${HERE}/challenges/new` }]}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <AchievementList achievements={achievements} />
            <ChallengeList challenges={challenges} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <Leaderboard {...leaderboard} />
            <Streaks streaks={streaks} />
          </BlockStack>
        </Layout.Section>
      </Layout>
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
