import { db } from "#app/ground/db.server.ts";

/**
 * Stops everything for a shop: from now on its deliveries are finished without effect and its reactions are not due.
 * Its data stays for a reinstall, until shop/redact. `sentAt` is when Shopify said so: a word from before the last
 * install says nothing about it.
 */
export async function uninstallShop(shopDomain: string, sentAt: Date, now: Date): Promise<void> {
  await db.$transaction(async (tx) => {
    const { count } = await tx.shop.updateMany({
      where: { domain: shopDomain, uninstalledAt: null, installedAt: { lte: sentAt } },
      data: { uninstalledAt: now },
    });
    // Together: once the shop counts as uninstalled, nobody would come back for its tokens.
    if (count > 0) await tx.session.deleteMany({ where: { shop: shopDomain } });
  });
}
