import { now } from "#app/ground/clock.server.ts";
import { db } from "#app/ground/db.server.ts";
import type { JobPayload } from "#app/jobs.ts";
import { workOnImports } from "#app/loyalty/imports/work-on-imports.server.ts";
import { wake } from "#app/ground/queues.server.ts";

/** Takes a shop's files of points to their end, unless it has uninstalled since. */
export async function runImportPoints({ shopId }: JobPayload<"import-points">): Promise<void> {
  const shop = await db.shop.findUnique({ where: { id: shopId } });
  if (!shop || shop.uninstalledAt) return;
  await workOnImports(shopId, now);
  await wake("drain-reactions", {});
}
