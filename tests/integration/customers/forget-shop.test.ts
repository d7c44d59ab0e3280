import { globSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { rooms, tablesOfAShop } from "#app/customers/privacy/rooms.server.ts";
import { forgetShop } from "#app/customers/privacy/forget-shop.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { countDeliveries } from "#app/ingest/deliveries.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { orderPayload } from "#tests/support/payloads.ts";
import { bob, redact, shopWithHistory, take } from "#tests/support/shop-with-history.ts";

test("every table with a shop's rows says how it forgets", async () => {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT c.relname::text AS name
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'shop_id' AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace`;

  expect(tablesOfAShop.toSorted()).toEqual(tables.map(({ name }) => name).toSorted());
});

test("a room speaks for the tables of its own schema, and for no others", () => {
  for (const [room, { tables }] of Object.entries(rooms)) {
    const files = globSync(`prisma/schema/{${room}.prisma,${room}/*.prisma}`);
    const mapped = files.flatMap(
      (file) => readFileSync(file, "utf8").match(/@@map\("\w+"\)/g) ?? [],
    );
    const ofAShop = mapped
      .map((map) => map.slice(7, -2))
      .filter((name) => !name.startsWith("delivery"));
    expect(Object.keys(tables).toSorted(), room).toEqual(ofAShop.toSorted());
  }
});

test("every table that names a customer says what a merge does with its rows", async () => {
  const columns = await db.$queryRaw<{ table: string; column: string }[]>`
    SELECT table_name::text AS "table", column_name::text AS "column" FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name IN ('customer_id', 'advocate_id', 'kept_id', 'origin_id')`;
  const named = new Set(columns.map(({ table }) => table));
  const moved = new Set(
    columns.filter(({ column }) => column === "origin_id").map(({ table }) => table),
  );
  const rules = Object.values(rooms).flatMap(({ tables }) => Object.entries(tables));
  for (const [table, { merge }] of rules) {
    if (moved.has(table)) expect(["moves", "joins"], table).toContain(merge);
    if (table === "customer") continue;
    expect(merge !== "ownerless", table).toBe(named.has(table));
  }
});

test("after an uninstall nothing is done for the shop any more, and its tokens are gone", async () => {
  const shop = await shopWithHistory();
  await storeSession(shop.domain);
  await take(shop.domain, [{ topic: "app/uninstalled", payload: {} }]);

  await take(shop.domain, [
    { topic: "orders/create", payload: orderPayload({ id: 4n, customer: bob }) },
  ]);

  expect(await db.shop.findUnique({ where: { id: shop.id } })).toMatchObject({
    uninstalledAt: expect.any(Date) as Date,
  });
  expect(await db.session.count({ where: { shop: shop.domain } })).toBe(0);
  expect(await inShop(shop.id, (tx) => tx.order.count())).toBe(3);
  expect(await countDeliveries(shop.domain)).toMatchObject({ received: 0, poison: 0 });
  expect(
    await db.$queryRaw`SELECT * FROM due_reaction_lanes(now() + interval '1 year') WHERE shop_id = ${shop.id}::uuid`,
  ).toEqual([]);
});

test("an uninstall from before the last install is old news", async () => {
  const shop = await shopWithHistory();
  await take(shop.domain, [
    { topic: "app/uninstalled", payload: {}, triggeredAt: new Date(Date.now() - 3_600_000) },
  ]);

  expect(await db.shop.findUnique({ where: { id: shop.id } })).toMatchObject({
    uninstalledAt: null,
  });
});

test("shop/redact leaves no row of the shop, and another shop is untouched", async () => {
  const [shop, other] = [await shopWithHistory(), await shopWithHistory()];
  await storeSession(shop.domain);
  await take(shop.domain, [
    { topic: "app/uninstalled", payload: {} },
    { topic: "shop/redact", payload: { shop_id: 1, shop_domain: shop.domain } },
  ]);

  expect(await rowsOf(shop.id)).toEqual({});
  expect(await db.shop.count({ where: { domain: shop.domain } })).toBe(0);
  expect(await db.session.count({ where: { shop: shop.domain } })).toBe(0);
  expect(await db.delivery.count({ where: { shopDomain: shop.domain } })).toBe(0);
  expect(await rowsOf(other.id)).toMatchObject({ order: 3n, customer: 2n });
});

test("a large shop is forgotten in steps, and one that is forgotten gets no new rows", async () => {
  const shop = await shopWithHistory();
  await forgetShop(shop.domain, 1);
  expect(await rowsOf(shop.id)).toEqual({});
  expect(await db.delivery.count({ where: { shopDomain: shop.domain } })).toBe(0);

  const other = await shopWithHistory();
  await take(other.domain, [
    { topic: "app/uninstalled", payload: {} },
    { topic: "shop/redact", payload: { shop_id: 1, shop_domain: other.domain } },
    redact,
  ]);
  expect(await rowsOf(other.id)).toEqual({});
});

async function storeSession(shop: string): Promise<void> {
  await db.session.createMany({
    data: [{ id: newId(), shop, state: "", accessToken: "sealed" }],
  });
}

async function rowsOf(shopId: string): Promise<Record<string, bigint>> {
  const counts: Record<string, bigint> = {};
  await inShop(shopId, async (tx) => {
    for (const table of tablesOfAShop) {
      const [row] = await tx.$queryRawUnsafe<{ count: bigint }[]>(
        `SELECT count(*) FROM "${table}"`,
      );
      if (row && row.count > 0n) counts[table] = row.count;
    }
  });
  return counts;
}
