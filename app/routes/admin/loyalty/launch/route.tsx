import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Badge, Text } from "@shopify/polaris";

import { backfillProgress } from "#app/analytics/home.server.ts";
import { loadLiability } from "#app/analytics/liability.server.ts";
import { loyaltyTotals } from "#app/analytics/loyalty.server.ts";
import { now } from "#app/ground/clock.server.ts";
import type { ProgramRun } from "#app/loyalty/launch/program-run.ts";
import { loadStanding } from "#app/loyalty/launch/program-runs.server.ts";
import { countToTakeBack } from "#app/loyalty/launch/take-everything-back.server.ts";
import { owedFor } from "#app/loyalty/liability/report.ts";
import { listTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { isRunning } from "#app/ui/copy/history-import.ts";
import { usePolling } from "#app/ui/hooks/use-polling.tsx";
import { HistoryImportStatus } from "#app/ui/layout/history-import.tsx";
import { SettlingNotice } from "#app/ui/layout/settling-notice.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

import { LoyaltyPage } from "../loyalty-page.tsx";
import { states } from "./copy.ts";
import { DraftLaunch } from "./draft-launch.tsx";
import { pastValues } from "./form.schema.ts";
import { LaunchedProgram } from "./launched-program.tsx";

const POLL_EVERY_MS = 1_000;
const tones = { draft: "attention", live: "success", paused: "warning" } as const;

export const meta = () => [{ title: "Launch · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const at = now();
  const { program, pausedAt, running, preview, latest } = await loadStanding(shop.id, at);
  const [measured, { tiers }, totals, history, left] = await Promise.all([
    loadLiability(shop),
    listTiers(shop.id),
    loyaltyTotals(shop.id),
    backfillProgress(shop.id),
    countToTakeBack(shop.id),
  ]);
  const owed = owedFor(measured, shop.currency);
  const shown = (run: ProgramRun | null) =>
    run && {
      kind: run.kind,
      chosen: pastValues(run.past, shop.timezone),
      state: run.state,
      customers: run.customers,
      total: run.total,
      startedAt: run.startedAt.toISOString(),
      result: { ...run.result, owedMinor: owed(run.result.points) },
      version: run.programVersion,
      isOutdated: run.programVersion !== program.version,
    };
  const outstanding = totals.available + totals.pending;
  return {
    state: program.state,
    since: (pausedAt ?? program.launchedAt)?.toISOString() ?? null,
    running: running?.kind === "preview" ? null : shown(running),
    preview: shown(preview),
    launch: latest?.kind === "launch" && latest.state === "done" ? shown(latest) : null,
    sum: { members: totals.members, points: outstanding, owedMinor: owed(outstanding) },
    left,
    tierNames: Object.fromEntries(tiers.map(({ id, name }) => [id, name])),
    history,
  };
}

/** Where a merchant sees what launching would do, and launches, pauses or begins anew. */
export default function Launch() {
  const { state, since, running, preview, launch, sum, left, tierNames, history } =
    useLoaderData<typeof loader>();
  const isImporting = isRunning(history);
  usePolling(running !== null || preview?.state === "running" || isImporting, POLL_EVERY_MS);
  return (
    <LoyaltyPage title="Launch">
      {!isImporting && <SettlingNotice />}
      <TitledCard
        title="Your program"
        aside={<Badge tone={tones[state]}>{states[state].name}</Badge>}
      >
        <Text as="p">{states[state].means}</Text>
      </TitledCard>
      {isImporting && (
        <TitledCard title="Order history" about="You can launch once your past orders are here.">
          <HistoryImportStatus job={history} />
        </TitledCard>
      )}
      {!running && state === "draft" && !isImporting && (
        <DraftLaunch preview={preview} tierNames={tierNames} />
      )}
      {!running && state !== "draft" && (
        <LaunchedProgram
          state={state}
          since={since}
          launch={launch}
          sum={sum}
          left={left}
          tierNames={tierNames}
        />
      )}
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
