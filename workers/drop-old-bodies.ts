import { now } from "#app/clock.server.ts";
import { dropOldAnswers } from "#app/customers/privacy-requests.server.ts";
import { db } from "#app/db.server.ts";
import { env } from "#app/env.server.ts";
import { deleteOldDeliveries } from "#app/ingest/drop-bodies.server.ts";
import { log } from "#app/log.server.ts";

/** Deletes what is kept for a time only: deliveries with the personal data in their bodies, and answers to data requests. */
export async function runDropOldBodies(): Promise<void> {
  const at = now();
  const deleted = await deleteOldDeliveries(env.DELIVERY_RETENTION_DAYS, at);
  if (deleted > 0) log.info({ deleted }, "Old deliveries were deleted");

  for (const { id } of await db.shop.findMany({ select: { id: true } })) {
    await dropOldAnswers(id, at);
  }
}
