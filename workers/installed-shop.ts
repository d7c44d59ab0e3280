import { now } from "#app/ground/clock.server.ts";
import { db } from "#app/ground/db.server.ts";
import { wake } from "#app/ground/queues.server.ts";

/** A job that moves a shop's points, unless it has uninstalled since this was asked for; then what follows from it. */
export function forInstalledShop(
  work: (shopId: string, at: Date) => Promise<void>,
): (payload: { shopId: string }) => Promise<void> {
  return async ({ shopId }) => {
    const shop = await db.shop.findUnique({ where: { id: shopId } });
    if (!shop || shop.uninstalledAt) return;
    await work(shopId, now());
    await wake("drain-reactions", {});
  };
}
