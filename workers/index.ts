import { setTimeout as pause } from "node:timers/promises";

import { workOnBulkRuns } from "#app/bulk/work-on-bulk-runs.server.ts";
import { causedBy } from "#app/events/cause.server.ts";
import { registerReactions } from "#app/events/registered-reactions.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { log } from "#app/ground/log.server.ts";
import { closeQueues, startWorker } from "#app/ground/queues.server.ts";
import { startWatchdog } from "#app/ground/watchdog.server.ts";
import { importHistory } from "#app/ingest/backfill/import-history.server.ts";
import { compareDays } from "#app/ingest/reconciliation/compare-days.server.ts";
import { reconcileOrders } from "#app/ingest/reconciliation/reconcile.server.ts";
import { sendWebhooks } from "#app/integrations/webhooks/send-webhooks.server.ts";
import { isJobName, jobs, type JobName, type JobPayload } from "#app/jobs.ts";
import { advanceDaily } from "#app/loyalty/achievements/advance-daily.server.ts";
import { awardBirthdays } from "#app/loyalty/earning/actions/award-birthdays.server.ts";
import { workOnImports } from "#app/loyalty/imports/work-on-imports.server.ts";
import { workOnRuns } from "#app/loyalty/launch/work-on-runs.server.ts";
import { auditLedger } from "#app/loyalty/ledger/audit/audit-ledger.server.ts";
import { dateLots } from "#app/loyalty/ledger/due/date-lots.server.ts";
import { expirePoints } from "#app/loyalty/ledger/due/expire-points.server.ts";
import { reactions } from "#app/reactions.server.ts";
import { releasePoints } from "#app/loyalty/ledger/due/release-points.server.ts";
import { warnOfExpiry } from "#app/loyalty/ledger/due/warn-of-expiry.server.ts";
import { measureLiability } from "#app/loyalty/liability/measure-liability.server.ts";
import { settleReferrals } from "#app/loyalty/referrals/settle-referrals.server.ts";
import { lapseRewards } from "#app/loyalty/rewards/redemption/lapse-rewards.server.ts";
import { workOnSimulation } from "#app/loyalty/simulation/work-on-simulation.server.ts";
import { reviewDueTiers } from "#app/loyalty/tiers/review-due-tiers.server.ts";
import { readCollections } from "#app/orders/collections.server.ts";
import { countOrders } from "#app/orders/writing/count-orders.server.ts";
import { scoreCustomers } from "#app/segments/score-customers.server.ts";
import { publishAllTiers } from "#app/storefront/publish/publish-tiers.server.ts";

import { coalesce } from "./coalesce.ts";
import { startDrains } from "./drains.ts";
import { runDropOldBodies } from "./drop-old-bodies.ts";
import { forInstalledShop, nightly } from "./installed-shop.ts";
import { LOOK_EVERY_MS, SWEEP_EVERY_MS } from "./schedule.ts";
import { sweep } from "./sweep.ts";
import { untilCutOff } from "./until-cut-off.ts";

const JOBS_AT_ONCE = 3;
/** What is under way when the process is asked to end has so long to come to its own end. An import has batches of half of it. */
const CUT_OFF_AFTER_MS = 1_000;
/** It ends after so long in any case: what it had locked is free with its connections. */
const STOP_AFTER_MS = 2_000;

// The worker process. Run as many as needed: each shop's work of one kind is done by one of them at a time.
startWatchdog();
registerReactions(() => reactions);
const stopping = new AbortController();
const cutOff = new AbortController();
const drains = startDrains(stopping.signal);
const sweeper = coalesce(
  () => sweep(),
  (error) => log.error({ err: error }, "What is due could not be looked for"),
);

const processors: { [Name in JobName]: (payload: JobPayload<Name>) => Promise<void> } = {
  "drain-deliveries": drains.deliveries.wake,
  "drain-reactions": drains.reactions.wake,
  "import-history": ({ shopId }) => importHistory(shopId),
  "reconcile-orders": forInstalledShop(reconcileOrders),
  "compare-days": nightly("compare-days", compareDays),
  "count-orders": forInstalledShop((shopId) => countOrders(shopId)),
  // Balances of another programme are no news either.
  "import-points": forInstalledShop((shopId) =>
    causedBy("recalculation", () => workOnImports(shopId, now)),
  ),
  "run-bulk": forInstalledShop((shopId) => workOnBulkRuns(shopId, now)),
  "run-program": forInstalledShop((shopId) => workOnRuns(shopId, now)),
  "simulate-rule": forInstalledShop((_, __, shop) => workOnSimulation(shop, now)),
  "send-webhooks": ({ shopId }) => sendWebhooks(shopId),
  "score-customers": nightly("score-customers", scoreCustomers),
  "measure-liability": nightly("measure-liability", (_, at, shop) => measureLiability(shop, at)),
  "warn-of-expiry": nightly("warn-of-expiry", warnOfExpiry),
  "audit-ledger": nightly("audit-ledger", auditLedger),
  "advance-achievements": nightly("advance-achievements", advanceDaily),
  "date-lots": forInstalledShop(dateLots),
  "release-points": forInstalledShop(releasePoints),
  "settle-referrals": forInstalledShop(settleReferrals),
  "lapse-rewards": forInstalledShop((shopId, at) => lapseRewards(shopId, at)),
  "read-collections": forInstalledShop(readCollections),
  "award-birthdays": forInstalledShop(awardBirthdays),
  "expire-points": forInstalledShop(expirePoints),
  "review-tiers": forInstalledShop(reviewDueTiers),
  "publish-tiers": forInstalledShop(publishAllTiers),
  "drop-old-bodies": runDropOldBodies,
};

const timers = [
  setInterval(() => void drains.deliveries.wake(), LOOK_EVERY_MS),
  setInterval(() => void drains.reactions.wake(), LOOK_EVERY_MS),
  setInterval(() => void sweeper.wake(), SWEEP_EVERY_MS),
];
const workers = [startWorker("wake", 2, runJob), startWorker("work", JOBS_AT_ONCE, runJob)];
void drains.deliveries.wake();
void drains.reactions.wake();
void sweeper.wake();
log.info("The workers are running");

process.once("SIGTERM", () => void stop());
process.once("SIGINT", () => void stop());

async function runJob({ name, data }: { name: string; data: unknown }): Promise<void> {
  if (!isJobName(name))
    return log.warn(
      { job: name },
      "Nothing is known about this job; an older release may have asked for it",
    );
  await runNamed(name, data);
}

function runNamed<Name extends JobName>(name: Name, data: unknown): Promise<void> {
  const payload = jobs[name].payload.parse(data) as JobPayload<Name>;
  return untilCutOff(cutOff.signal, () => processors[name](payload));
}

/**
 * Takes nothing new, finishes the batches that take no longer than two seconds and the jobs that take no longer than one, gives the
 * other jobs back, and ends. Whatever work does, it may do twice: a worker that is killed gives nothing back, and nothing is lost.
 */
async function stop(): Promise<void> {
  stopping.abort();
  for (const timer of timers) clearInterval(timer);
  setTimeout(() => cutOff.abort(), CUT_OFF_AFTER_MS);
  const drained = [drains.deliveries, drains.reactions, sweeper].map((loop) => loop.idle());
  const closed = workers.map((worker) => worker.close());
  const ended = Promise.all([...drained, ...closed])
    .then(closeQueues)
    .catch((error: unknown) => log.warn({ err: error }, "Not all of the workers could be closed"));
  // The database is not taken leave of: that would wait for what was cut off.
  await Promise.race([ended, pause(STOP_AFTER_MS)]);
  log.info("The workers have stopped");
  process.exit(0);
}
