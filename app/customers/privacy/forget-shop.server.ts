import { db, inShop } from "#app/ground/db.server.ts";

import { tablesOfAShop } from "./rooms.server.ts";

/** Of these the app itself may delete nothing: `forget_rows` does. */
const BOOKS = new Set(["ledger_entry", "lot_use", "audit_entry", "tier_change"]);

/** Few enough for one transaction, however many a shop has. */
const ROWS_AT_ONCE = 20_000;

/**
 * Deletes everything that is held for a shop: its rows, itself, its sessions, and last its deliveries, of which one asked
 * for this: should it break off, that one has it done again for what is left.
 */
export async function forgetShop(shopDomain: string, rowsAtOnce = ROWS_AT_ONCE): Promise<void> {
  const shop = await db.shop.findUnique({ where: { domain: shopDomain } });
  if (shop) {
    for (const table of tablesOfAShop) {
      await untilNoneIsLeft(rowsAtOnce, () => deleteSome(shop.id, table, rowsAtOnce));
    }
    await db.shop.deleteMany({ where: { id: shop.id } });
  }
  await db.session.deleteMany({ where: { shop: shopDomain } });
  await untilNoneIsLeft(
    rowsAtOnce,
    () => db.$executeRaw`
      DELETE FROM delivery WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM delivery WHERE shop_domain = ${shopDomain} LIMIT ${rowsAtOnce}))`,
  );
}

async function deleteSome(shopId: string, table: string, most: number): Promise<number> {
  if (BOOKS.has(table)) {
    const [forgotten] = await inShop(
      shopId,
      (tx) => tx.$queryRaw<{ rows: number }[]>`SELECT forget_rows(${table}, ${most}::int) AS rows`,
    );
    return forgotten?.rows ?? 0;
  }
  // The names are ours, from one list; row-level security holds each statement to this shop.
  const statement = `
    DELETE FROM "${table}" WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM "${table}" WHERE shop_id = $1::uuid LIMIT $2::int))`;
  return inShop(shopId, (tx) => tx.$executeRawUnsafe(statement, shopId, most));
}

async function untilNoneIsLeft(most: number, deleteSome: () => Promise<number>): Promise<void> {
  while ((await deleteSome()) === most);
}
