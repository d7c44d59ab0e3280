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

test.each([
  ["ledger_entry", "occurred_at"],
  ["lot_use", "points"],
  ["audit_entry", "at"],
  ["tier_change", "at"],
])("nobody can rewrite or delete what stands in %s", async (book, column) => {
  const shop = await createShop();
  for (const statement of [
    `UPDATE ${book} SET ${column} = ${column}`,
    `DELETE FROM ${book}`,
    `TRUNCATE ${book}`,
  ])
    await expect(
      inShop(shop.id, (tx) => tx.$executeRawUnsafe(statement)),
      statement,
    ).rejects.toThrow(/permission denied/);
});

test("the books of a shop are forgotten by one function, and another shop's stay", async () => {
  const [ours, theirs] = [await createShop(), await createShop()];
  for (const { id } of [ours, theirs])
    await inShop(id, (tx) =>
      tx.auditEntry.create({
        data: {
          shopId: id,
          id: newId(),
          at: new Date(),
          actor: "encore",
          action: "a",
          subject: "b",
        },
      }),
    );
  const forget = (book: string) =>
    inShop(ours.id, (tx) => tx.$queryRaw`SELECT forget_rows(${book}, 10) AS rows`);

  expect(await forget("audit_entry")).toEqual([{ rows: 1 }]);
  expect(await inShop(theirs.id, (tx) => tx.auditEntry.count())).toBe(1);
  await expect(forget("customer")).rejects.toThrow(/no table to forget/);
});

test("functions that run as somebody else look at temporary tables last", async () => {
  const functions = await db.$queryRaw<{ name: string; path: string }[]>`
    SELECT p.oid::regprocedure::text AS name,
      (SELECT substr(setting, 13) FROM unnest(p.proconfig) setting WHERE setting LIKE 'search_path=%') AS path
    FROM pg_proc p
    WHERE p.prosecdef AND p.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`;

  expect(functions.length).toBeGreaterThan(5);
  expect(functions.filter(({ path }) => !/, pg_temp$/.test(path ?? ""))).toEqual([]);
});

test("the tokens of sessions are told for one of them, never for all", async () => {
  const shop = await createShop();
  const session = { id: `offline_${shop.domain}`, shop: shop.domain, state: "" };
  await db.session.createMany({ data: [{ ...session, accessToken: "sealed" }] });

  await expect(db.$queryRaw`SELECT access_token FROM session`).rejects.toThrow(/permission denied/);
  await expect(db.$queryRaw`SELECT * FROM session`).rejects.toThrow(/permission denied/);
  expect(await db.$queryRaw`SELECT access_token FROM tokens_of_session(${session.id})`).toEqual([
    { access_token: "sealed" },
  ]);
});

function product(shopId: string) {
  return {
    shopId,
    id: BigInt(`0x${newId().slice(-12)}`),
    title: "Tea",
    sourceUpdatedAt: new Date(),
  };
}
