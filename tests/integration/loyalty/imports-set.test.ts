import { expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { saveProfile } from "#app/loyalty/earning/actions/save-profile.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import type { EntryDraft } from "#app/loyalty/ledger/ledger-entry.ts";
import { postEntries } from "#app/loyalty/ledger/post-entries.server.ts";
import {
  adjust,
  apply,
  at,
  csv,
  reverse,
  shopWithPeople,
  tried,
} from "#tests/support/loyalty/points-imports.ts";

const set = { mode: "set" } as const;

/** What people have to spend, and owe, in their order. */
async function balancesOf(shopId: string, people: readonly { id: string }[]): Promise<string[]> {
  const accounts = await inShop(shopId, (tx) => tx.ledgerAccount.findMany());
  const known = new Map(accounts.map((account) => [account.customerId, account]));
  return people.map(({ id }) => `${known.get(id)?.available ?? 0}/${known.get(id)?.debt ?? 0}`);
}

const rowsOf = (shopId: string, importId: string) =>
  inShop(shopId, (tx) =>
    tx.pointsImportRow.findMany({ where: { importId }, orderBy: { line: "asc" } }),
  );
const importOf = (shopId: string, id: string) =>
  inShop(shopId, (tx) => tx.pointsImport.findUnique({ where: { shopId_id: { shopId, id } } }));
const give = (shopId: string, drafts: EntryDraft[]) =>
  inShop(shopId, (tx) => postEntries(tx, drafts, at));

test("balances are set by what they differ when the file is applied, and reversed by exactly that", async () => {
  const { shopId, people } = await shopWithPeople(5);
  const [ann, ben, cem, dan] = people.map(({ id }) => id);
  await give(shopId, [adjust(ann, 120n), adjust(ben, 300n), adjust(cem, 70n), adjust(dan, 9n)]);
  const rows = ["500", "100", "70", "0", "40"].map((points, index) => [
    people[index]?.email,
    points,
  ]);
  const id = await tried(shopId, csv(rows), set);
  expect(await importOf(shopId, id)).toMatchObject({ mode: "set", points: 211n });

  await give(shopId, [adjust(ann, 30n), adjust(cem, -20n)]);
  await apply(shopId, id, 2);
  expect(await balancesOf(shopId, people)).toEqual(["500/0", "100/0", "70/0", "0/0", "40/0"]);
  expect((await rowsOf(shopId, id)).map(({ posted }) => posted)).toEqual([
    350n,
    -200n,
    20n,
    -9n,
    40n,
  ]);
  expect(await importOf(shopId, id)).toMatchObject({ state: "applied", points: 201n });

  await give(shopId, [adjust(ann, 5n)]);
  await reverse(shopId, id);
  expect(await balancesOf(shopId, people)).toEqual(["155/0", "300/0", "50/0", "9/0", "0/0"]);
  expect(await importOf(shopId, id)).toMatchObject({ state: "reversed", problems: 0 });
  expect(await verifyLedger(shopId)).toEqual([]);
});

test("whoever owes points has paid them back when their balance is set to some, and owes them still when to none", async () => {
  const { shopId, people } = await shopWithPeople(2);
  await give(
    shopId,
    people.map(({ id }, index) => ({
      kind: "reverse",
      customerId: id,
      points: 30n,
      idempotencyKey: `owed.${index}`,
      occurredAt: at,
      source: "app",
      reason: { code: "import_reversed", points: "30" },
    })),
  );
  const rows = [
    ["person-0@example.com", "500"],
    ["person-1@example.com", "0"],
  ];
  const id = await tried(shopId, csv(rows), set);
  await apply(shopId, id);
  expect(await balancesOf(shopId, people)).toEqual(["500/0", "0/30"]);
  await reverse(shopId, id);
  expect(await balancesOf(shopId, people)).toEqual(["0/30", "0/30"]);
});

test("of somebody who stands twice no balance is set: nobody knows which", async () => {
  const { shopId, people } = await shopWithPeople(2);
  const rows = [
    ["person-0@example.com", "", "500"],
    ["", "1000", "600"],
    ["person-1@example.com", "", "7"],
  ];
  const text = [["email", "customer id", "points"], ...rows].map((one) => one.join(",")).join("\n");
  const id = await tried(shopId, text, set);
  expect((await rowsOf(shopId, id)).map(({ problem }) => problem)).toEqual([
    "repeated",
    "repeated",
    null,
  ]);
  await apply(shopId, id);
  expect(await balancesOf(shopId, people)).toEqual(["0/0", "7/0"]);
});

test.each([1, 500])(
  "two people of a file who became one meanwhile keep what they have (%i at once)",
  async (rowsAtOnce) => {
    const { shopId, people } = await shopWithPeople(3);
    const [ann, bea] = people.map(({ id }) => id);
    await give(shopId, [adjust(ann, 100n), adjust(bea, 50n)]);
    const rows = people.map(({ email }) => [email, "30"]);
    const id = await tried(shopId, csv(rows), set);
    await inShop(shopId, (tx) =>
      tx.customer.updateMany({ where: { id: ann ?? "" }, data: { mergedIntoId: bea ?? "" } }),
    );
    await apply(shopId, id, rowsAtOnce);
    expect((await rowsOf(shopId, id)).map(({ problem }) => problem)).toEqual([
      "merged",
      "merged",
      null,
    ]);
    expect(await balancesOf(shopId, people)).toEqual(["0/0", "150/0", "30/0"]);
    expect(await importOf(shopId, id)).toMatchObject({ problems: 2, points: 30n });
  },
);

test("birthdays are set where nobody told them, stay as somebody told them, and are taken back", async () => {
  const { shopId, people } = await shopWithPeople(4);
  const [ann, ben, cem, dan] = people.map(({ id }) => id ?? "");
  await saveProfile(shopId, ben ?? "", { birthday: { month: 1, day: 2 } }, at);
  await saveProfile(shopId, cem ?? "", { birthday: { month: 3, day: 4 } }, at);
  await saveProfile(shopId, cem ?? "", { birthday: null }, at);
  const rows = people.map(({ email }) => [email, "", "1990-05-31"].join(","));
  const id = await tried(shopId, ["email,points,birthday", ...rows].join("\n"));
  expect((await rowsOf(shopId, id)).map(({ problem }) => problem)).toEqual(Array(4).fill(null));
  await apply(shopId, id);
  expect(await birthdaysOf(shopId, people)).toEqual(["5-31", "1-2", "none", "5-31"]);
  expect(await inShop(shopId, (tx) => tx.ledgerEntry.count())).toBe(0);

  await saveProfile(shopId, dan ?? "", { birthday: { month: 6, day: 1 } }, at);
  await reverse(shopId, id);
  expect(await birthdaysOf(shopId, people)).toEqual(["none", "1-2", "none", "6-1"]);
  await saveProfile(shopId, ann ?? "", { birthday: { month: 7, day: 7 } }, at);
  expect(await birthdaysOf(shopId, people)).toEqual(["7-7", "1-2", "none", "6-1"]);
});

async function birthdaysOf(shopId: string, people: readonly { id: string }[]): Promise<string[]> {
  const profiles = await inShop(shopId, (tx) => tx.loyaltyProfile.findMany());
  const known = new Map(profiles.map((profile) => [profile.customerId, profile]));
  return people.map(({ id }) => {
    const { birthMonth = null, birthDay = null } = known.get(id) ?? {};
    return birthMonth === null ? "none" : `${birthMonth}-${birthDay}`;
  });
}
