import { beforeEach, expect, test } from "vitest";

import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";
import { createShop } from "#tests/support/shop.ts";

let shop: string;

beforeEach(async () => {
  shop = (await createShop()).id;
});

const profileOf = (customerId: string) => ({ data: { shopId: shop, customerId } });
const profiles = () => inShop(shop, (tx) => tx.loyaltyProfile.count());

test("models and SQL are one transaction: each sees what the other wrote, and all of it goes when it fails", async () => {
  const seen: unknown[] = [];
  const work = async (tx: ShopTx) => {
    expect(tx.shopId).toBe(shop);
    await tx.loyaltyProfile.create(profileOf(newId()));
    seen.push(...(await tx.$queryRaw<object[]>`SELECT count(*) FROM loyalty_profile`));
    await tx.$executeRaw`INSERT INTO loyalty_profile (shop_id, customer_id) VALUES (${shop}::uuid, ${newId()}::uuid)`;
    seen.push(await tx.loyaltyProfile.count());
  };
  const failing = inShop(shop, async (tx) => {
    await work(tx);
    throw new Error("not after all");
  });
  await expect(failing).rejects.toThrow("not after all");
  expect(await profiles()).toBe(0);

  await inShop(shop, work);
  expect(await profiles()).toBe(2);
  expect(seen).toEqual([{ count: 1n }, 2, { count: 1n }, 2]);
});

test("a method of Prisma's that is a transaction of its own ends with the one it is in", async () => {
  const customerId = newId();
  const where = { shopId_customerId: { shopId: shop, customerId } };
  const failing = inShop(shop, async (tx) => {
    await tx.loyaltyProfile.upsert({ where, create: profileOf(customerId).data, update: {} });
    await tx.loyaltyProfile.update({ where, data: { leaderboard: true } });
    throw new Error("not after all");
  });
  await expect(failing).rejects.toThrow("not after all");
  expect(await profiles()).toBe(0);
});

test("values come as Prisma gives them", async () => {
  const at = new Date("2026-03-29T01:30:00.123Z");
  const [row] = await inShop(
    shop,
    (tx) => tx.$queryRaw<object[]>`
      SELECT ${2n ** 60n}::bigint AS big, ${[1n, 2n]}::bigint[] AS bigs, ${at}::timestamptz AS at, ${[at]}::timestamptz[] AS times,
        '2026-03-29'::date AS day, '2026-03-29 01:30'::timestamp AS local, 1.5::numeric AS exact, 7::int AS small,
        ${JSON.stringify({ a: [1] })}::jsonb AS json, ${null}::text AS nothing, ${["a", "b"]}::text[] AS texts, ${shop}::uuid AS id
      ${Prisma.sql`WHERE ${true}`}`,
  );
  expect(row).toEqual({
    big: 2n ** 60n,
    bigs: [1n, 2n],
    at,
    times: [at],
    day: new Date("2026-03-29T00:00:00Z"),
    local: new Date("2026-03-29T01:30:00Z"),
    exact: new Prisma.Decimal("1.5"),
    small: 7,
    json: { a: [1] },
    nothing: null,
    texts: ["a", "b"],
    id: shop,
  });
});

test("many transactions at once, each asking for several things at once, keep to their shops", async () => {
  const other = (await createShop()).id;
  const shops = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? shop : other));
  const found = await Promise.all(
    shops.map((id) =>
      inShop(id, (tx) =>
        Promise.all([
          tx.$queryRaw<object[]>`SELECT current_setting('app.shop_id') AS shop`,
          tx.shop.findUniqueOrThrow({ where: { id }, select: { id: true } }),
          tx.loyaltyProfile.count(),
        ]),
      ),
    ),
  );
  expect(found).toEqual(shops.map((id) => [[{ shop: id }], { id }, 0]));
});

test("what a transaction that failed has left behind does not come to the next one", async () => {
  const other = (await createShop()).id;
  const late: Promise<unknown>[] = [];
  const failing = inShop(shop, async (tx) => {
    await tx.loyaltyProfile.count();
    late.push(tx.loyaltyProfile.create(profileOf(newId())).catch((error: Error) => error));
    throw new Error("not after all");
  });
  await expect(failing).rejects.toThrow("not after all");
  await inShop(other, (tx) => tx.loyaltyProfile.count());
  expect(await Promise.all(late)).toEqual([expect.any(Error)]);
  expect(await profiles()).toBe(0);
});

test("a transaction that is over answers nothing any more", async () => {
  const kept = await inShop(shop, async (tx) => ({ tx }));
  await expect(kept.tx.$queryRaw`SELECT 1`).rejects.toThrow("The transaction is over");
  expect(() => kept.tx.loyaltyProfile).toThrow("The transaction is over");
});
