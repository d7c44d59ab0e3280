import { now } from "#app/ground/clock.server.ts";
import { db } from "#app/ground/db.server.ts";
import { wake } from "#app/ground/queues.server.ts";
import { noteNightlyRun } from "#app/ingest/nightly-runs.server.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

import type { NightlyJob } from "./schedule.ts";

type Work = (shopId: string, at: Date, shop: Shop) => Promise<unknown>;

/** A shop's job, unless the shop has uninstalled since this was asked for; then what follows from it. */
export function forInstalledShop(work: Work): (payload: { shopId: string }) => Promise<void> {
  return async ({ shopId }) => {
    const shop = await db.shop.findUnique({ where: { id: shopId } });
    if (!shop || shop.uninstalledAt) return;
    await work(shopId, now(), shop);
    await wake("drain-reactions", {});
  };
}

/** The same for what each night calls for: once it has come to its end, this night is over for it. */
export function nightly(
  job: NightlyJob,
  work: Work,
): (payload: { shopId: string }) => Promise<void> {
  return forInstalledShop(async (shopId, ranAt, shop) => {
    await work(shopId, ranAt, shop);
    await noteNightlyRun(shopId, job, ranAt);
  });
}
