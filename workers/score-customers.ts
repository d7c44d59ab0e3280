import { now } from "#app/ground/clock.server.ts";
import { db } from "#app/ground/db.server.ts";
import type { JobPayload } from "#app/jobs.ts";
import { wake } from "#app/ground/queues.server.ts";
import { scoreCustomers } from "#app/segments/score-customers.server.ts";

/** Scores a shop's customers, unless it has uninstalled since this was asked for. */
export async function runScoreCustomers({ shopId }: JobPayload<"score-customers">): Promise<void> {
  const shop = await db.shop.findUnique({ where: { id: shopId } });
  if (!shop || shop.uninstalledAt) return;
  await scoreCustomers(shopId, now());
  await wake("drain-reactions", {});
}
