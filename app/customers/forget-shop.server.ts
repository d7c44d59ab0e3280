import { db, inShop } from "#app/db.server.ts";

import { tablesOfAShop } from "./forget.ts";

/** Deletes everything that is held for a shop: its rows, its deliveries, its sessions, itself. */
export async function forgetShop(shopDomain: string): Promise<void> {
  const shop = await db.shop.findUnique({ where: { domain: shopDomain } });
  if (shop) {
    await inShop(shop.id, async (tx) => {
      // The names are ours, from one list; row-level security holds each statement to this shop.
      for (const table of tablesOfAShop) {
        await tx.$executeRawUnsafe(`DELETE FROM "${table}" WHERE shop_id = $1::uuid`, shop.id);
      }
      await tx.shop.delete({ where: { id: shop.id } });
    });
  }
  await db.session.deleteMany({ where: { shop: shopDomain } });
  await db.delivery.deleteMany({ where: { shopDomain } });
}
