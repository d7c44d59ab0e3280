import { expect, test } from "vitest";

import { auditLog } from "#app/audit/audit-log.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { claimOnFirstSignIn } from "#app/loyalty/earning/orders/claim-points.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { type Has, memberSnapshot } from "#tests/support/loyalty/member-snapshot.ts";
import { type Name, names, PeopleShop } from "#tests/support/loyalty/merge-scenario.ts";

type All = Record<Name, Has>;

async function everybody(shop: PeopleShop): Promise<All> {
  const all = names.map(async (name) => [name, await memberSnapshot(shop.id, shop.of(name))]);
  return Object.fromEntries((await Promise.all(all)) as [Name, Has][]) as All;
}

test("two people whom an email made one are two again, each with their friends, tier, profile, and what they earned and reached", async () => {
  const shop = await PeopleShop.open();
  await shop.buys("Gil", 260);
  await shop.bringsFriend("Gil");
  await shop.bringsFriend("Kim");
  await shop.reviews("Gil");
  await shop.reviews("Gil");
  await shop.tellsBirthday("Gil", 7);
  await shop.drain();
  const before = await everybody(shop);
  expect(before.Gil).toMatchObject({ tier: "Gold", birthday: 7, waysEarnedBy: 2, reviews: 2 });
  expect(before.Gil.brought).toHaveLength(1);
  expect(before.Gil.reached).toContain("First review");
  expect(before.Kim).toMatchObject({ tier: null, birthday: null, waysEarnedBy: 0 });

  await shop.joins("Gil", "Kim");
  await shop.drain();
  const joined = await everybody(shop);
  expect(joined.Kim).toMatchObject({ tier: "Gold", birthday: 7, waysEarnedBy: 2, reviews: 2 });
  expect(joined.Kim.brought).toHaveLength(2);
  expect(joined.Kim.points).toBe(before.Kim.points + before.Gil.points);

  expect(await shop.parts("Gil")).toMatchObject({ outcome: "unmerged" });
  await shop.drain();
  expect(await everybody(shop)).toEqual(before);
  await shop.hearAllAgain();
  expect(await everybody(shop)).toEqual(before);
  expect(await verifyLedger(shop.id)).toEqual([]);

  const { rows } = await auditLog(shop.id, { actions: ["customers.unmerged"], limit: 5 });
  expect(rows).toMatchObject([
    { actor: "staff.1", customer: { id: shop.of("Kim") }, other: { id: shop.of("Gil") } },
  ]);
});

test("what came after the merge stays with who stayed, but for orders and friends, who follow whose they are", async () => {
  const shop = await PeopleShop.open();
  await shop.joins("Gil", "Kim");
  await shop.drain();
  await shop.reviews("Gil");
  await shop.tellsBirthday("Gil", 9);
  await shop.bringsFriend("Gil");
  await shop.buys("Gil", 80);
  await shop.drain();
  await shop.parts("Gil");
  await shop.drain();
  const { Kim, Gil } = await everybody(shop);
  expect(Kim).toMatchObject({ birthday: 9, waysEarnedBy: 1, tier: null, brought: [], points: 75 });
  expect(Gil).toMatchObject({ birthday: null, waysEarnedBy: 0, tier: "Silver", points: 130 + 200 });
  expect(Gil.brought).toHaveLength(1);
  expect(await verifyLedger(shop.id)).toEqual([]);
});

test("a tier that only both together had reached goes with the merge, and with it what entering it gave", async () => {
  const shop = await PeopleShop.open();
  await shop.buys("Gil", 110);
  await shop.buys("Kim", 110);
  await shop.drain();
  const before = await everybody(shop);
  await shop.joins("Gil", "Kim");
  await shop.drain();
  expect((await everybody(shop)).Kim).toMatchObject({ tier: "Gold", points: 320 + 30 });
  await shop.parts("Gil");
  await shop.drain();
  expect(await everybody(shop)).toEqual(before);
  const [last] = await inShop(shop.id, (tx) =>
    tx.tierChange.findMany({ where: { customerId: shop.of("Kim") }, orderBy: { id: "desc" } }),
  );
  expect(last).toMatchObject({ reason: "records_parted" });
});

test("what both were given for one tier, one person has once, each has again, and a refund takes back whose order it was", async () => {
  const shop = await PeopleShop.open();
  const order = await shop.buys("Gil", 260);
  await shop.buys("Kim", 260);
  await shop.drain();
  const before = await everybody(shop);
  await shop.joins("Gil", "Kim");
  await shop.drain();
  // As it would be had the merge been heard of before the orders.
  expect((await everybody(shop)).Kim.points).toBe(2 * before.Kim.points - 30);
  await shop.parts("Gil");
  await shop.drain();
  const parted = await everybody(shop);
  // What they had reached together, for all to see, stays.
  expect(parted).toEqual({ ...before, Kim: { ...before.Kim, reached: parted.Kim.reached } });
  await shop.sendsBack(order, 260);
  await shop.drain();
  const { Kim, Gil } = await everybody(shop);
  expect(Kim).toEqual(parted.Kim);
  expect(Gil).toMatchObject({ tier: null, points: 50 });
});

test("a guest who became Lee, who became Kim, is a guest again; Lee stays Kim's", async () => {
  const shop = await PeopleShop.open();
  await shop.buys("Gil", 260);
  await shop.bringsFriend("Gil");
  await shop.tellsBirthday("Gil", 7);
  await shop.drain();
  const before = await everybody(shop);
  await shop.joins("Gil", "Lee");
  await shop.drain();
  await shop.mergeInShopify();
  await shop.drain();
  expect((await everybody(shop)).Kim).toMatchObject({ birthday: 7, tier: "Gold" });
  await shop.parts("Gil");
  await shop.drain();
  const after = await everybody(shop);
  expect(after.Gil).toEqual(before.Gil);
  expect(after.Kim).toMatchObject({ birthday: null, tier: "Silver", points: 100, brought: [] });
  expect(after.Lee).toMatchObject({ points: 0, qualifying: 0 });
  expect(await verifyLedger(shop.id)).toEqual([]);
});

test("parted before anything was done about the merge, and joined and parted again: the same", async () => {
  const shop = await PeopleShop.open();
  await shop.buys("Gil", 260);
  await shop.bringsFriend("Gil");
  await shop.reviews("Gil");
  await shop.drain();
  const before = await everybody(shop);
  await shop.joins("Gil", "Kim");
  await shop.parts("Gil");
  await shop.drain();
  expect(await everybody(shop)).toEqual(before);
  await shop.joins("Gil", "Kim");
  await shop.drain();
  await shop.parts("Gil");
  await shop.joins("Gil", "Lee");
  await shop.drain();
  await shop.parts("Gil");
  await shop.hearAllAgain();
  expect(await everybody(shop)).toEqual(before);
  expect(await verifyLedger(shop.id)).toEqual([]);
});

test("who signed in themselves while they were one has signed in also when they are two again; who did not has not", async () => {
  const shop = await PeopleShop.open();
  const at = new Date("2026-11-10T10:00:00Z");
  const later = new Date("2026-11-20T10:00:00Z");
  for (const guest of ["Gil", "Hal"] as const)
    await claimOnFirstSignIn(shop.id, shop.of(guest), at);
  await shop.joins("Gil", "Kim");
  await shop.joins("Hal", "Lee");
  await shop.drain();
  expect(await signedIn(shop, "Kim", "Lee")).toEqual([at, at]);
  await claimOnFirstSignIn(shop.id, shop.of("Kim"), later);
  await claimOnFirstSignIn(shop.id, shop.of("Kim"), new Date("2026-11-21T10:00:00Z"));
  await shop.parts("Gil");
  await shop.parts("Hal");
  await shop.drain();
  expect(await signedIn(shop, "Kim", "Lee", "Gil", "Hal")).toEqual([later, null, at, at]);
});

async function signedIn(shop: PeopleShop, ...people: Name[]): Promise<(Date | null)[]> {
  const profiles = await inShop(shop.id, (tx) => tx.loyaltyProfile.findMany());
  const days = new Map(profiles.map(({ customerId, verifiedAt }) => [customerId, verifiedAt]));
  return people.map((name) => days.get(shop.of(name)) ?? null);
}

test("nothing moves on a frozen account, and nothing is lost: when it goes on, each has what is theirs", async () => {
  const shop = await PeopleShop.open();
  await shop.buys("Gil", 260);
  await shop.bringsFriend("Gil");
  await shop.tellsBirthday("Gil", 7);
  await shop.drain();
  const before = await everybody(shop);
  await freeze(shop, "Gil", new Date());
  await shop.joins("Gil", "Kim");
  await shop.drain();
  expect((await everybody(shop)).Kim).toMatchObject({ birthday: null, brought: [] });
  await freeze(shop, "Gil", null);
  await shop.hearAllAgain();
  expect((await everybody(shop)).Kim).toMatchObject({ birthday: 7, tier: "Gold" });

  await freeze(shop, "Kim", new Date());
  await shop.parts("Gil");
  await shop.drain();
  expect((await everybody(shop)).Kim).toMatchObject({ birthday: 7 });
  await freeze(shop, "Kim", null);
  await shop.hearAllAgain();
  expect(await everybody(shop)).toEqual(before);
  expect(await verifyLedger(shop.id)).toEqual([]);
});

async function freeze(shop: PeopleShop, name: Name, frozenAt: Date | null): Promise<void> {
  const where = { shopId: shop.id, customerId: shop.of(name) };
  await inShop(shop.id, (tx) => tx.ledgerAccount.updateMany({ where, data: { frozenAt } }));
}
