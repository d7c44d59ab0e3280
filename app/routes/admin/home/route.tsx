import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";

import { backfillProgress, homeFigures, recentActivity } from "#app/analytics/home.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { env } from "#app/ground/env.server.ts";
import { waitingChanges } from "#app/loyalty/launch/recalculation.server.ts";
import { loadProgram } from "#app/loyalty/program/program.server.ts";
import { BALANCE_BLOCK, themeEditorUrl } from "#app/storefront/theme/theme-block.ts";
import { isRunning } from "#app/ui/copy/history-import.ts";
import { usePolling } from "#app/ui/hooks/use-polling.tsx";
import { HistoryImportStatus } from "#app/ui/layout/history-import.tsx";
import { SettlingNotice } from "#app/ui/layout/settling-notice.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

import { currentShop } from "../current-shop.server.ts";
import { BalancesNotice } from "./balances-notice.tsx";
import { CurrencyNotice } from "./currency-notice.tsx";
import { HomeFigures } from "./home-figures.tsx";
import { HomeSetup } from "./home-setup.tsx";
import { RecentActivity } from "./recent-activity.tsx";

const ACTIVITIES = 12;
const POLL_EVERY_MS = 2_000;

export const meta = () => [{ title: "Home · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const [figures, activity, history, program, waiting] = await Promise.all([
    homeFigures(shop.id, now()),
    recentActivity(shop.id, ACTIVITIES),
    backfillProgress(shop.id),
    loadProgram(shop.id),
    waitingChanges(shop.id),
  ]);
  return {
    figures,
    activity,
    history,
    waiting,
    ruleReviewed: shop.ruleReviewedAt !== null,
    launched: program.state !== "draft",
    showSetup: shop.setupDismissedAt === null,
    currency: { kept: shop.currency, refused: shop.refusedCurrency },
    themeEditorUrl: themeEditorUrl(shop.domain, env.SHOPIFY_API_KEY, BALANCE_BLOCK),
  };
}

export default function Home() {
  const { figures, activity, history, showSetup, currency, waiting, ...setup } =
    useLoaderData<typeof loader>();
  usePolling(isRunning(history), POLL_EVERY_MS);
  const importUnfinished = history !== null && history.state !== "done";

  return (
    <Page title="Home">
      <BlockStack gap="400">
        {currency.refused && <CurrencyNotice kept={currency.kept} refused={currency.refused} />}
        {showSetup && <HomeSetup history={history} {...setup} />}
        {!showSetup && importUnfinished && (
          <TitledCard title="Order history">
            <HistoryImportStatus job={history} />
          </TitledCard>
        )}
        {!isRunning(history) && <SettlingNotice />}
        {waiting && <BalancesNotice {...waiting} />}
        <HomeFigures figures={figures} />
        <RecentActivity activity={activity} />
      </BlockStack>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
