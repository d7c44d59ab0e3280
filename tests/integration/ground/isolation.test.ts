import { expect, test } from "vitest";

import { db, inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { createShop } from "#tests/support/shop.ts";

test("a shop sees and writes its own rows only, also when a query forgets to say which shop", async () => {
  const [ours, theirs] = [await createShop(), await createShop()];
  await inShop(theirs.id, (tx) => tx.product.create({ data: product(theirs.id) }));

  expect(await inShop(ours.id, (tx) => tx.product.findMany())).toEqual([]);
  expect(await inShop(theirs.id, (tx) => tx.product.count())).toBe(1);
  await expect(
    inShop(ours.id, (tx) => tx.product.create({ data: product(theirs.id) })),
  ).rejects.toThrow(/row-level security/);
});

test("outside a shop's transaction there is no tenant data at all", async () => {
  const shop = await createShop();
  await inShop(shop.id, (tx) => tx.product.create({ data: product(shop.id) }));

  expect(await db.product.count()).toBe(0);
});

test("every table that holds a shop's rows is under forced row-level security", async () => {
  const open = await db.$queryRaw<{ table: string }[]>`
    SELECT c.relname::text AS table
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'shop_id' AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`;

  expect(open).toEqual([]);
});

test("nobody can rewrite the ledger", async () => {
  const shop = await createShop();

  await expect(
    inShop(shop.id, (tx) => tx.$executeRaw`UPDATE ledger_entry SET reason = '{}'`),
  ).rejects.toThrow(/permission denied/);
});

function product(shopId: string) {
  return {
    shopId,
    id: BigInt(`0x${newId().slice(-12)}`),
    title: "Tea",
    sourceUpdatedAt: new Date(),
  };
}
