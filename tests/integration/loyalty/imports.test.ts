import { expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { applyImport, discardImport, reverseImport } from "#app/loyalty/imports/imports.server.ts";
import { workOnImports } from "#app/loyalty/imports/work-on-imports.server.ts";
import { postEntries } from "#app/loyalty/ledger/post-entries.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import {
  adjust,
  apply,
  at,
  clock,
  csv,
  reverse,
  shopWithPeople,
  tried,
} from "#tests/support/loyalty/points-imports.ts";

const accountsOf = (shopId: string) =>
  inShop(shopId, (tx) =>
    tx.ledgerAccount.findMany({
      where: { shopId },
      select: { customerId: true, available: true, debt: true, qualifying: true },
      orderBy: { customerId: "asc" },
    }),
  );
const importOf = (shopId: string, id: string) =>
  inShop(shopId, (tx) => tx.pointsImport.findUnique({ where: { shopId_id: { shopId, id } } }));
const problemsOf = (shopId: string) =>
  inShop(shopId, async (tx) =>
    (await tx.pointsImportRow.findMany({ orderBy: { line: "asc" } })).map(({ problem }) => problem),
  );

test("case 43: a wrong file of +500 for ten people is taken back as one, and the totals are as before", async () => {
  const { shopId, people } = await shopWithPeople(10);
  const [ada, ben] = people.map(({ id }) => id);
  await inShop(shopId, (tx) => postEntries(tx, [adjust(ada, 200n), adjust(ben, 30n)], at));
  const before = await accountsOf(shopId);
  const lots = await inShop(shopId, (tx) => tx.lot.findMany({ orderBy: { id: "asc" } }));

  const id = await tried(shopId, csv(people.map(({ email }) => [email, "500"])));
  expect(await accountsOf(shopId)).toEqual(before);
  await apply(shopId, id, 3);
  expect((await accountsOf(shopId)).map(({ available }) => available)).toHaveLength(10);
  expect(await totalOf(shopId)).toBe(5_230n);

  await reverse(shopId, id);
  expect(await importOf(shopId, id)).toMatchObject({ state: "reversed", problems: 0 });
  expect((await accountsOf(shopId)).filter(({ available }) => available > 0n)).toEqual(before);
  const after = await inShop(shopId, (tx) => tx.lot.findMany({ orderBy: { id: "asc" } }));
  expect(after.filter(({ remaining }) => remaining > 0n)).toEqual(lots);
  expect(await verifyLedger(shopId)).toEqual([]);
});

test("what was spent before the file is taken back is owed", async () => {
  const { shopId, people } = await shopWithPeople(1);
  const [ada] = people.map(({ id }) => id);
  const id = await tried(shopId, csv([["1000", "500"]], "customer id"));
  await apply(shopId, id);
  await inShop(shopId, (tx) => postEntries(tx, [adjust(ada, -400n)], at));
  await reverse(shopId, id);

  expect(await accountsOf(shopId)).toMatchObject([{ available: 0n, debt: 400n, qualifying: 0n }]);
  expect(await verifyLedger(shopId)).toEqual([]);
});

test("a dry run says what stands in the way of each row, and makes nobody", async () => {
  const { shopId, people } = await shopWithPeople(2);
  const [ada, ben] = people;
  await inShop(shopId, (tx) => postEntries(tx, [adjust(ada?.id, 100n)], at));
  const id = await tried(
    shopId,
    csv([
      [ada?.email, "-60"],
      [ada?.email, "-60"],
      ["stranger@example.com", "10"],
      ["not an address", "10"],
      [ben?.email, "a lot"],
      [ben?.email, "25"],
    ]),
  );

  expect(await problemsOf(shopId)).toEqual([
    null,
    "short",
    "unknown_customer",
    "not_an_email",
    "not_whole_points",
    null,
  ]);
  expect(await importOf(shopId, id)).toMatchObject({ rows: 6, problems: 4, points: -35n });
  expect(await inShop(shopId, (tx) => tx.customer.count())).toBe(2);
  const kept = await inShop(shopId, (tx) => tx.pointsImportRow.findMany());
  expect(
    JSON.stringify(kept, (_, v: unknown) => (typeof v === "bigint" ? `${v}` : v)),
  ).not.toContain("@example.com");

  await apply(shopId, id);
  expect(await totalOf(shopId)).toBe(65n);
});

test("a worker that dies in the middle goes on where it was, and nothing is given twice", async () => {
  const { shopId, people } = await shopWithPeople(5);
  const id = await tried(shopId, csv(people.map(({ email }) => [email, "10"])));
  await applyImport(shopId, id, "staff.1", at);
  let looks = 0;
  const dies = () => {
    if (++looks === 3) throw new Error("killed");
    return at;
  };
  await expect(workOnImports(shopId, dies, 2)).rejects.toThrow("killed");
  expect(await importOf(shopId, id)).toMatchObject({ state: "applying", linesDone: 5 });

  await Promise.all([workOnImports(shopId, clock, 2), workOnImports(shopId, clock, 2)]);
  expect(await importOf(shopId, id)).toMatchObject({ state: "applied", linesDone: 5 });
  expect(await totalOf(shopId)).toBe(50n);
});

test("points that are no longer there when a file is applied are not taken, and it is said", async () => {
  const { shopId, people } = await shopWithPeople(1);
  const [ada] = people;
  await inShop(shopId, (tx) => postEntries(tx, [adjust(ada?.id, 100n)], at));
  const id = await tried(shopId, csv([[ada?.email, "-80"]]));
  await inShop(shopId, (tx) => postEntries(tx, [adjust(ada?.id, -50n)], at));
  await apply(shopId, id);

  expect(await problemsOf(shopId)).toEqual(["short"]);
  expect(await importOf(shopId, id)).toMatchObject({ state: "applied", problems: 1 });
  await reverse(shopId, id);
  expect(await totalOf(shopId)).toBe(50n);
});

test("each step is taken once, and only from where it begins", async () => {
  const { shopId, people } = await shopWithPeople(1);
  const id = await tried(shopId, csv([[people[0]?.email, "10"]]));
  expect(await reverseImport(shopId, id, "staff.1", at)).toEqual({ done: false });
  const clicks = await Promise.all([1, 2].map(() => applyImport(shopId, id, "staff.1", at)));
  expect(clicks.filter(({ done }) => done)).toHaveLength(1);
  expect(await discardImport(shopId, id, "staff.1", at)).toEqual({ done: false });

  const other = await tried(shopId, csv([[people[0]?.email, "10"]]));
  expect(await discardImport(shopId, other, "staff.1", at)).toEqual({ done: true });
  expect(await importOf(shopId, other)).toBeNull();
  expect(await problemsOf(shopId)).toHaveLength(1);
});

async function totalOf(shopId: string): Promise<bigint> {
  return (await accountsOf(shopId)).reduce((sum, { available }) => sum + available, 0n);
}
