import { now } from "#app/ground/clock.server.ts";
import { db } from "#app/ground/db.server.ts";
import type { JobPayload } from "#app/jobs.ts";
import { measureLiability } from "#app/loyalty/liability/measure-liability.server.ts";

/** Counts what a shop owes in points, unless it has uninstalled since this was asked for. */
export async function runMeasureLiability({
  shopId,
}: JobPayload<"measure-liability">): Promise<void> {
  const shop = await db.shop.findUnique({ where: { id: shopId } });
  if (!shop || shop.uninstalledAt) return;
  await measureLiability(shop, now());
}
