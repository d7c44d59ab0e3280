import { now } from "#app/clock.server.ts";
import { env } from "#app/env.server.ts";
import { deleteOldDeliveries } from "#app/ingest/drop-bodies.server.ts";
import { log } from "#app/log.server.ts";

/** Deletes deliveries, with the personal data in their bodies, after the retention. */
export async function runDropOldBodies(): Promise<void> {
  const deleted = await deleteOldDeliveries(env.DELIVERY_RETENTION_DAYS, now());
  if (deleted > 0) log.info({ deleted }, "Old deliveries were deleted");
}
