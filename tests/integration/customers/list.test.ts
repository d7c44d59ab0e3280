import fc from "fast-check";
import { expect, test } from "vitest";

import { type CustomersQuery, listCustomers } from "#app/customers/list/customers.server.ts";
import { identifierHash } from "#app/customers/identity/identifier-hash.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { addCustomers } from "#tests/support/people.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";
import { createShop } from "#tests/support/shop.ts";

type Sorting = Pick<CustomersQuery, "sort" | "direction">;

const sortings = (["last_order", "spent", "orders", "created", "points"] as const).flatMap((sort) =>
  (["asc", "desc"] as const).map((direction): Sorting => ({ sort, direction })),
);

/** What each order sorts by; null for people who have no such value. */
const keys: Record<Sorting["sort"], (row: Row) => number | null> = {
  last_order: (row) => (row.lastOrderAt ? Date.parse(row.lastOrderAt) : null),
  spent: (row) => row.spentMinor,
  orders: (row) => row.ordersCount,
  created: () => 0, // Not in the row; that nobody is skipped is tested for it too.
  points: (row) => row.points,
};

type Row = Awaited<ReturnType<typeof listCustomers>>["rows"][number];

const person = fc.record({
  ordersCount: fc.integer({ min: 0, max: 3 }),
  spentMinor: fc.integer({ min: -1, max: 4 }).map(BigInt),
  lastOrderAt: fc.option(fc.integer({ min: 0, max: 4 }).map(hour)),
  createdAt: fc.integer({ min: 0, max: 4 }).map(hour),
  score: fc.option(
    fc.record({
      segment: fc.constantFrom("loyal", "lost"),
      stage: fc.constantFrom("active", "lapsed"),
    }),
  ),
  points: fc.option(fc.integer({ min: 0, max: 3 }).map(BigInt)),
});

test.each(sortings)(
  "pages by $sort $direction show everyone once, in order, forwards and backwards",
  async (sorting) => {
    await assertRandomly(
      fc.asyncProperty(
        fc.array(person, { maxLength: 14 }),
        fc.integer({ min: 1, max: 5 }),
        async (people, limit) => {
          const { shopId, ids } = await shopWith(people);

          const forwards = await allPages(shopId, { ...sorting, limit }, "after");
          const rows = forwards.flat();
          expect(rows.map(({ id }) => id).sort()).toEqual(ids.toSorted());
          expectSorted(rows, sorting);

          const lastPage = await listCustomers(shopId, { ...sorting, limit: 100 });
          expect(lastPage).toMatchObject({
            next: null,
            previous: null,
            total: { count: ids.length, exact: true },
          });
          expect(await backFromTheEnd(shopId, { ...sorting, limit })).toEqual(
            rows.map(({ id }) => id),
          );
        },
      ),
      8,
    );
  },
);

test.each(sortings)("filters by $sort $direction show exactly those who match", async (sorting) => {
  const people = fc.sample(person, { numRuns: 60, seed: 3 });
  const { shopId, ids } = await shopWith(people);
  const filters = [
    { segment: "loyal" },
    { stage: "lapsed" },
    { segment: "lost", stage: "active" },
    { segment: "nobody" },
  ];

  for (const filter of filters) {
    const rows = (await allPages(shopId, { ...sorting, ...filter, limit: 7 }, "after")).flat();
    const matching = ids.filter((_, index) =>
      Object.entries(filter).every(
        ([key, value]) => people[index]?.score?.[key as "segment" | "stage"] === value,
      ),
    );
    expect(rows.map(({ id }) => id).sort()).toEqual(matching.toSorted());
    expectSorted(rows, sorting);
  }
});

test("people are found by the start of any part of their name or of their email", async () => {
  const shop = await createShop();
  await addCustomers(shop.id, [
    { firstName: "José", lastName: "Smith-Jones", email: "jose@example.com" },
    { firstName: "Ann Marie", lastName: "O’Neil", email: "Marie.O@example.org" },
    { firstName: null, lastName: null, email: "50%_off@example.com" },
    { firstName: "Noor", lastName: null, email: "noor.van-den-berg+tea@example.com" },
  ]);
  const found = async (search: string) => {
    const { rows, total } = await listCustomers(shop.id, {
      search,
      sort: "created",
      direction: "asc",
      limit: 10,
    });
    expect(total).toEqual({ count: rows.length, exact: true });
    return rows.map(({ email }) => email).sort();
  };

  expect(await found("jose")).toEqual(["jose@example.com"]);
  expect(await found("JONES jo")).toEqual(["jose@example.com"]);
  expect(await found("marie")).toEqual(["Marie.O@example.org"]);
  expect(await found("neil")).toEqual(["Marie.O@example.org"]);
  expect(await found("marie.o@ex")).toEqual(["Marie.O@example.org"]);
  expect(await found("m")).toEqual(["Marie.O@example.org"]);
  expect(await found("50%_")).toEqual(["50%_off@example.com"]);
  expect(await found("5_%")).toEqual([]);
  expect(await found("mith")).toEqual([]);
  expect(await found("noor.van-den-berg+tea@example.com")).toEqual([
    "noor.van-den-berg+tea@example.com",
  ]);
  expect(await found("  ")).toHaveLength(4);
});

test("somebody is found by a phone, an order, a code, an id or an email they had, and the row says which", async () => {
  const shop = await createShop({ country: "DE" });
  const [ann = "", merged = "", , other = ""] = await addCustomers(shop.id, [
    { firstName: "Ann", email: "ann@example.com", phone: "+491701234567", shopifyId: 501n },
    { firstName: "Guest" },
    { firstName: "Ben", shopifyId: 1001n, email: "1001nights@example.com" },
    { firstName: "Cem" },
  ]);
  await inShop(shop.id, async (tx) => {
    await tx.customer.update({
      where: { shopId_id: { shopId: shop.id, id: merged } },
      data: { mergedIntoId: ann },
    });
    await tx.order.createMany({
      data: [
        { ...anOrder(shop), id: 9001n, name: "#1001", customerId: ann },
        { ...anOrder(shop), id: 9002n, name: "#1002", customerId: other },
      ],
    });
    const owner = { shopId: shop.id, customerId: merged, createdAt: hour(1) };
    await tx.referralCode.create({ data: { ...owner, code: "ABCD-EFGH-JKMN" } });
    await tx.redemption.create({ data: { ...aRedemption(shop), customerId: ann } });
    await tx.identifier.create({
      data: {
        ...{ shopId: shop.id, kind: "email", customerId: merged },
        valueHash: Buffer.from(identifierHash(shop.id, "email", "old@example.com"), "hex"),
        ...{ firstSeenAt: hour(1), lastSeenAt: hour(1) },
      },
    });
  });
  const found = async (search: string) => {
    const page = await listCustomers(shop.id, {
      search,
      ...{ sort: "created", direction: "asc", limit: 10 },
    });
    expect(page.total).toEqual({ count: page.rows.length, exact: true });
    return page.rows.map(({ name, matched }) => [name, matched && matched.value]).sort();
  };

  for (const phone of ["+49 170 1234567", "0170 1234567", "(0170) 123-4567", "0049 1701234567"])
    expect(await found(phone)).toEqual([["Ann", "+491701234567"]]);
  expect(await found("#1001")).toEqual([["Ann", "#1001"]]);
  // A number may be several things, and the beginning of an email too.
  expect(await found("1001")).toEqual([
    ["Ann", "#1001"],
    ["Ben", "1001"],
  ]);
  expect(await found("1002")).toEqual([["Cem", "#1002"]]);
  expect(await found("enc-bcdf-ghjk-mnpq")).toEqual([["Ann", "ENC-BCDF-GHJK-MNPQ"]]);
  expect(await found("encbcdfghjkmnpq")).toEqual([["Ann", "ENC-BCDF-GHJK-MNPQ"]]);
  expect(await found("abcdefghjkmn")).toEqual([["Ann", "ABCD-EFGH-JKMN"]]);
  expect(await found("501")).toEqual([["Ann", "501"]]);
  expect(await found("gid://shopify/Customer/501")).toEqual([["Ann", "501"]]);
  expect(await found("gid://shopify/Order/9002")).toEqual([["Cem", "#1002"]]);
  expect(await found("Old@example.com")).toEqual([["Ann", "old@example.com"]]);
  expect(await found("ann@example.com")).toEqual([["Ann", null]]);
  expect(await found("#1003")).toEqual([]);
});

test("where a name is too frequent for its index, who is found by something else is meant", async () => {
  const shop = await createShop();
  await inShop(shop.id, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO customer (shop_id, id, first_name, created_at, orders_count, phone)
      SELECT ${shop.id}::uuid, gen_random_uuid(), '12345', now(), n, CASE n WHEN 7 THEN '12345' END FROM generate_series(1, 10500) n`;
  });
  const page = await listCustomers(shop.id, {
    search: "12345",
    ...{ sort: "orders", direction: "desc", limit: 10 },
  });
  expect(page.rows.map(({ ordersCount }) => ordersCount)).toEqual([7]);
});

test("a search finds nobody of another shop, nor who was merged or forgotten", async () => {
  const [ours, theirs] = [await createShop(), await createShop()];
  const [kept = "", merged = ""] = await addCustomers(ours.id, [
    { firstName: "Ada" },
    { firstName: "Ada" },
    { firstName: "Ada", redactedAt: new Date() },
  ]);
  await addCustomers(theirs.id, [{ firstName: "Ada" }]);
  await inShop(ours.id, (tx) =>
    tx.customer.update({
      where: { shopId_id: { shopId: ours.id, id: merged } },
      data: { mergedIntoId: kept },
    }),
  );

  for (const search of ["ada", undefined]) {
    const { rows } = await listCustomers(ours.id, {
      search,
      sort: "created",
      direction: "asc",
      limit: 10,
    });
    expect(rows.map(({ id }) => id)).toEqual([kept]);
  }
});

test("past ten thousand, people are counted by estimate, and a search that finds too many still sorts", async () => {
  const shop = await createShop();
  await inShop(shop.id, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO customer (shop_id, id, first_name, created_at, orders_count)
      SELECT ${shop.id}::uuid, gen_random_uuid(), 'Ada', now(), n FROM generate_series(1, 10500) n`;
  });

  const all = await listCustomers(shop.id, { sort: "orders", direction: "desc", limit: 2 });
  expect(all.total.exact).toBe(false);
  expect(all.total.count).toBeGreaterThanOrEqual(10_000);
  const adas = await listCustomers(shop.id, {
    search: "ada",
    sort: "orders",
    direction: "desc",
    limit: 2,
  });
  expect(adas.rows.map(({ ordersCount }) => ordersCount)).toEqual([10_500, 10_499]);
  expect(adas.total.exact).toBe(false);
});

test("a cursor that is none, or of another order, begins at the beginning", async () => {
  const { shopId } = await shopWith(fc.sample(person, { numRuns: 5, seed: 1 }));
  const first = await listCustomers(shopId, { sort: "spent", direction: "asc", limit: 2 });

  for (const after of [
    "rubbish",
    (await listCustomers(shopId, { sort: "orders", direction: "asc", limit: 2 })).next ?? "",
  ]) {
    expect(
      await listCustomers(shopId, { sort: "spent", direction: "asc", limit: 2, after }),
    ).toEqual(first);
  }
});

function anOrder(shop: { id: string }) {
  return {
    shopId: shop.id,
    ...{ totalMinor: 0n, subtotalMinor: 0n, taxMinor: 0n, shippingMinor: 0n, discountMinor: 0n },
    ...{ sourceUpdatedAt: hour(1), createdAt: hour(1), processedAt: hour(1) },
    ...{ financialState: "paid", currency: "GBP", presentmentCurrency: "GBP" },
  };
}

function aRedemption(shop: { id: string }) {
  return {
    shopId: shop.id,
    ...{ id: newId(), rewardId: newId(), clientKey: "one", code: "ENC-BCDF-GHJK-MNPQ" },
    ...{ state: "issued", points: 0n, rewardSnapshot: {}, heldAt: hour(1) },
  };
}

type Person = typeof person extends fc.Arbitrary<infer Made> ? Made : never;

async function shopWith(people: Person[]): Promise<{ shopId: string; ids: string[] }> {
  const shop = await createShop();
  const ids = await addCustomers(
    shop.id,
    people.map(({ points: _, ...traits }) => traits),
  );
  const accounts = people.flatMap(({ points }, index) =>
    points === null
      ? []
      : [
          {
            shopId: shop.id,
            customerId: ids[index] ?? "",
            available: points,
            updatedAt: new Date(),
          },
        ],
  );
  await inShop(shop.id, (tx) => tx.ledgerAccount.createMany({ data: accounts }));
  return { shopId: shop.id, ids };
}

async function allPages(
  shopId: string,
  query: CustomersQuery,
  side: "after" | "before",
  from?: string,
): Promise<Row[][]> {
  const pages: Row[][] = [];
  for (let cursor = from; ;) {
    const page = await listCustomers(shopId, { ...query, [side]: cursor });
    pages.push(page.rows);
    expect(page.rows.length).toBeLessThanOrEqual(query.limit);
    cursor = (side === "after" ? page.next : page.previous) ?? undefined;
    if (!cursor) return pages;
  }
}

/** Ids in order, as seen by going to the last page and back again by `previous`. */
async function backFromTheEnd(shopId: string, query: CustomersQuery): Promise<string[]> {
  let page = await listCustomers(shopId, query);
  while (page.next) page = await listCustomers(shopId, { ...query, after: page.next });
  const seen = [page.rows];
  if (page.previous) seen.push(...(await allPages(shopId, query, "before", page.previous)));
  return seen
    .toReversed()
    .flat()
    .map(({ id }) => id);
}

function expectSorted(rows: Row[], { sort, direction }: Sorting): void {
  const values = rows.map(keys[sort]);
  const present = values.filter((value) => value !== null);
  const sorted = present.toSorted((a, b) => (direction === "asc" ? a - b : b - a));
  // Who never ordered comes last either way.
  expect(values).toEqual([...sorted, ...values.filter((value) => value === null)]);
}

function hour(number: number): Date {
  return new Date(Date.UTC(2026, 0, 1, number));
}
