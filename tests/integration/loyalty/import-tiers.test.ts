import { expect, test } from "vitest";

import { csvLines } from "#app/ground/csv.ts";
import { causedBy } from "#app/events/cause.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { findImport } from "#app/loyalty/imports/imports-list.server.ts";
import { reviewDueTiers } from "#app/loyalty/tiers/review-due-tiers.server.ts";
import { listTiers, saveTiers } from "#app/loyalty/tiers/tiers.server.ts";
import {
  apply,
  at,
  reverse,
  shopWithPeople,
  tried,
} from "#tests/support/loyalty/points-imports.ts";

/** New, Loyal, VIP and Ambassador; coming into VIP gives 100 points. */
async function shopWithTiers(count: number) {
  const shop = await shopWithPeople(count);
  const { terms, tiers } = await listTiers(shop.shopId);
  const settings = tiers.map((tier) => ({
    ...tier,
    entryReward: tier.name === "VIP" ? { points: 100n } : null,
  }));
  await saveTiers(shop.shopId, { ...terms, tiers: settings }, new Date("2020-01-01"));
  await reviewDueTiers(shop.shopId, at);
  return shop;
}

async function tiersOf(shopId: string, people: { id: string }[]): Promise<(string | null)[]> {
  const { tiers } = await listTiers(shopId);
  const held = await inShop(shopId, (tx) => tx.tierMembership.findMany());
  return people.map(({ id }) => {
    const tierId = held.find(({ customerId }) => customerId === id)?.tierId;
    return tiers.find((tier) => tier.id === tierId)?.name ?? null;
  });
}

const file = (...rows: string[][]) =>
  csvLines([["email", "points", "tier", "tier until"], ...rows]);

test("rows give a tier by its name, until a day; a name or a day that cannot be leaves the row out", async () => {
  const { shopId, people } = await shopWithTiers(5);
  const id = await tried(
    shopId,
    file(
      ["person-0@example.com", "", " vip ", ""],
      ["person-1@example.com", "50", "Loyal", "2027-05-31"],
      ["person-2@example.com", "50", "Platinum", ""],
      ["person-3@example.com", "", "VIP", "31/05/2027"],
      ["person-4@example.com", "", "VIP", "2020-05-31"],
    ),
  );
  const found = await findImport(shopId, id, { problems: false, after: 0, limit: 9 });
  expect(found?.rows.map(({ problem }) => problem)).toEqual([
    null,
    null,
    "unknown_tier",
    "not_a_date",
    "tier_over",
  ]);
  expect(found?.trial).toMatchObject({ people: 2, tiers: 2, unreadColumns: [] });
  await causedBy("recalculation", () => apply(shopId, id));
  expect(await tiersOf(shopId, people)).toEqual(["VIP", "Loyal", null, null, null]);

  // It brings over what was so before: nobody is welcomed, and nobody is told.
  const [accounts, events] = await inShop(shopId, async (tx) => [
    await tx.ledgerAccount.findMany({ where: { available: { gt: 0 } } }),
    await tx.event.findMany({ where: { type: "tier.changed" } }),
  ]);
  expect(accounts.map(({ available }) => available)).toEqual([50n]);
  expect(events.map(({ source }) => source)).toEqual(["recalculation", "recalculation"]);

  await reviewDueTiers(shopId, new Date("2027-06-02"));
  expect(await tiersOf(shopId, people)).toEqual(["VIP", null, null, null, null]);
});

test("reversed, its tiers are taken away again, and no other", async () => {
  const { shopId, people } = await shopWithTiers(2);
  const first = await tried(shopId, file(["person-0@example.com", "10", "VIP", ""]));
  await apply(shopId, first);
  const second = await tried(shopId, file(["person-1@example.com", "10", "VIP", ""]));
  await apply(shopId, second);
  await reverse(shopId, second);
  expect(await tiersOf(shopId, people)).toEqual(["VIP", null]);
});

test("of two rows about one person the first is heard, and the same file again changes nothing", async () => {
  const { shopId, people } = await shopWithTiers(1);
  const rows = [
    ["person-0@example.com", "", "VIP", ""],
    ["person-0@example.com", "", "Loyal", ""],
  ];
  await apply(shopId, await tried(shopId, file(...rows)));
  await apply(shopId, await tried(shopId, file(...rows)));
  expect(await tiersOf(shopId, people)).toEqual(["VIP"]);
  expect(await inShop(shopId, (tx) => tx.manualTier.count())).toBe(1);
});
