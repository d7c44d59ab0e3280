import { db } from "#app/db.server.ts";
import { forgetSessions } from "#app/shopify/session-storage.server.ts";

/**
 * Stops everything for a shop: from now on its deliveries are finished without effect and its reactions are not due.
 * Its data stays for a reinstall, until shop/redact. `sentAt` is when Shopify said so: a word from before the last
 * install says nothing about it.
 */
export async function uninstallShop(shopDomain: string, sentAt: Date, now: Date): Promise<void> {
  const { count } = await db.shop.updateMany({
    where: { domain: shopDomain, uninstalledAt: null, installedAt: { lte: sentAt } },
    data: { uninstalledAt: now },
  });
  if (count > 0) await forgetSessions(shopDomain);
}
