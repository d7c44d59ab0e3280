import { now } from "#app/ground/clock.server.ts";
import { db } from "#app/ground/db.server.ts";
import type { JobPayload } from "#app/jobs.ts";
import { workOnSimulation } from "#app/loyalty/simulation/work-on-simulation.server.ts";

/** Takes a shop's simulation of a rule to its end, unless it has uninstalled since. */
export async function runSimulateRule({ shopId }: JobPayload<"simulate-rule">): Promise<void> {
  const shop = await db.shop.findUnique({ where: { id: shopId } });
  if (!shop || shop.uninstalledAt) return;
  await workOnSimulation(shop, now);
}
