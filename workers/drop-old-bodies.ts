import { now } from "#app/ground/clock.server.ts";
import { dropOldAnswers } from "#app/customers/privacy/privacy-requests.server.ts";
import { db } from "#app/ground/db.server.ts";
import { env } from "#app/ground/env.server.ts";
import { deleteOldDeliveries } from "#app/ingest/drop-bodies.server.ts";
import { dropOldRows } from "#app/integrations/drop-old-rows.server.ts";
import { log } from "#app/ground/log.server.ts";
import { dropOldCells } from "#app/loyalty/imports/row-cells.server.ts";
import { dropOldVisits } from "#app/loyalty/referrals/visits/drop-old-visits.server.ts";

/** Deletes what is kept for a time only: deliveries with the personal data in their bodies, answers to data requests and calls, what failed rows of imports said, and visits that can bring nobody any more. */
export async function runDropOldBodies(): Promise<void> {
  const at = now();
  const deleted = await deleteOldDeliveries(env.DELIVERY_RETENTION_DAYS, at);
  if (deleted > 0) log.info({ deleted }, "Old deliveries were deleted");

  for (const { id } of await db.shop.findMany({ select: { id: true } })) {
    await dropOldAnswers(id, at);
    await dropOldRows(id, at);
    await dropOldCells(id, at);
    await dropOldVisits(id, at);
  }
}
