import { now } from "#app/ground/clock.server.ts";
import { db } from "#app/ground/db.server.ts";
import type { JobPayload } from "#app/jobs.ts";
import { advanceDaily } from "#app/loyalty/achievements/advance-daily.server.ts";
import { checkLedger } from "#app/loyalty/ledger/audit/audit-ledger.server.ts";
import { warnOfExpiry } from "#app/loyalty/ledger/due/warn-of-expiry.server.ts";
import { wake } from "#app/ground/queues.server.ts";

/** The night's work on a shop's points: whether they add up, whose expire soon, and who was a customer for a year. */
export async function runCheckLedger({ shopId }: JobPayload<"check-ledger">): Promise<void> {
  const shop = await db.shop.findUnique({ where: { id: shopId } });
  if (!shop || shop.uninstalledAt) return;
  await warnOfExpiry(shopId, now());
  await checkLedger(shopId, now());
  await advanceDaily(shopId, now());
  await wake("drain-reactions", {});
}
