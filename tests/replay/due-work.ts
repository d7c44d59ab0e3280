import { now } from "#app/ground/clock.server.ts";
import { dateLots } from "#app/loyalty/ledger/due/date-lots.server.ts";
import { dueLoyaltyWork } from "#tests/support/loyalty/due-loyalty-work.ts";
import { expirePoints } from "#app/loyalty/ledger/due/expire-points.server.ts";
import { settleReferrals } from "#app/loyalty/referrals/settle-referrals.server.ts";
import { releasePoints } from "#app/loyalty/ledger/due/release-points.server.ts";
import { lapseRewards } from "#app/loyalty/rewards/redemption/lapse-rewards.server.ts";
import { reviewDueTiers } from "#app/loyalty/tiers/review-due-tiers.server.ts";

/** The jobs that the passing of time calls for, as the workers run them. Those that talk to Shopify alone change no balance. */
const work: Record<string, (shopId: string, at: Date) => Promise<unknown>> = {
  "date-lots": dateLots,
  "release-points": releasePoints,
  "expire-points": expirePoints,
  "lapse-rewards": lapseRewards,
  "review-tiers": reviewDueTiers,
  "settle-referrals": settleReferrals,
};
/** More rounds than this mean that a job leaves due what it should have done. */
const MOST_ROUNDS = 50;

/** Does what has fallen due in a shop, until nothing is. `settle` does what follows from it. */
export async function runDueWork(shopId: string, settle: () => Promise<void>): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const due = await dueLoyaltyWork(now());
    const jobs = due.flatMap((one) => (one.shopId === shopId ? (work[one.job] ?? []) : []));
    if (jobs.length === 0) return;
    for (const job of jobs) await job(shopId, now());
    await settle();
  }
  throw new Error("Something stays due however often it is done");
}
