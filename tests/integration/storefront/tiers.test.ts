import { afterAll, beforeAll, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import type { Perk } from "#app/loyalty/tiers/perks.ts";
import { reviewDueTiers } from "#app/loyalty/tiers/review-due-tiers.server.ts";
import { listTiers, saveTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { publishAllTiers } from "#app/storefront/publish/publish-tiers.server.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { openRewardShop, type RewardShop } from "#tests/support/loyalty/reward-shop.ts";

let shopify: Connected;

beforeAll(async () => {
  shopify = await connect();
});
afterAll(() => shopify.close());

/** A first tier for everybody who has ordered, and one from 150 spent with these perks. */
async function haveTiers(stage: RewardShop, name: string, perks: Perk[]): Promise<void> {
  const { tiers, terms } = await listTiers(stage.shop.id);
  const [first, second] = tiers;
  const saved = await saveTiers(
    stage.shop.id,
    {
      ...terms,
      tiers: [
        {
          id: first?.id ?? null,
          name: "New",
          conditions: [{ basis: "orders", atLeast: 1n }],
          perks: [],
          entryReward: null,
        },
        {
          id: second?.id ?? null,
          name,
          conditions: [{ basis: "spend", atLeast: 15_000n }],
          perks,
          entryReward: null,
        },
      ],
    },
    now(),
  );
  expect(saved).toEqual({ outcome: "saved" });
  await reviewDueTiers(stage.shop.id, now());
  await stage.drain();
  await publishAllTiers(stage.shop.id); // As the job does that the reaction asks for.
}

function ofAnn({ store, atShopify, annAtShopify }: RewardShop) {
  const tier = store.metafields
    .list(atShopify.id, `gid://shopify/Customer/${annAtShopify}`)
    .find(({ key }) => key === "tier");
  return { tags: store.customers.find(atShopify.id, annAtShopify)?.tags, tier: tier?.value };
}

test("the tier is at Shopify as a tag and a metafield, also after it was renamed, lost and switched off", async () => {
  const stage = await openRewardShop(shopify, 0);
  await haveTiers(stage, "Very good", []);
  const order = await stage.buys([]);
  expect(ofAnn(stage)).toEqual({ tags: ["encore-tier: New"], tier: "New" });
  await stage.buys([]);
  expect(ofAnn(stage)).toEqual({ tags: ["encore-tier: Very good"], tier: "Very good" });

  await haveTiers(stage, "Rosa's, best", []);
  expect(ofAnn(stage)).toEqual({ tags: ["encore-tier: Rosa s best"], tier: "Rosa's, best" });
  await stage.sendsBack(order, ["SIXTY", "FORTY"]);
  expect(ofAnn(stage)).toEqual({ tags: ["encore-tier: New"], tier: "New" });

  const { terms, tiers } = await listTiers(stage.shop.id);
  await saveTiers(stage.shop.id, { ...terms, active: false, tiers }, now());
  await reviewDueTiers(stage.shop.id, now());
  await stage.drain();
  expect(ofAnn(stage)).toEqual({ tags: [], tier: undefined });
});

test("a tier's discount and free shipping apply by themselves, for its members alone, and go with the perk", async () => {
  const stage = await openRewardShop(shopify, 0);
  await haveTiers(stage, "VIP", [
    { kind: "discount", percentBps: 1_000, minimumMinor: "5000" },
    { kind: "free_shipping", minimumMinor: null },
  ]);
  expect(stage.discounts().map(({ title, method }) => [title, method])).toEqual([
    ["VIP", "automatic"],
    ["VIP", "automatic"],
  ]);
  const ids = stage.discounts().map(({ id }) => id);
  const taken = async () => {
    const { discountApplications } = await stage.buys([]);
    return discountApplications.length;
  };
  expect(await taken()).toBe(0);
  expect(await taken()).toBe(0);
  expect(await taken()).toBeGreaterThan(0); // 200 spent: the third order is a member's.

  await haveTiers(stage, "VIP", [{ kind: "discount", percentBps: 2_000, minimumMinor: null }]);
  expect(stage.discounts()).toHaveLength(1);
  expect(ids).toContain(stage.discounts()[0]?.id); // Changed, not made again.
  await haveTiers(stage, "VIP", []);
  expect(stage.discounts()).toEqual([]);
  expect(stage.store.segments.count(stage.atShopify.id)).toBe(0);
});

test.each(["segmentCreate", "discountAutomaticBasicCreate", "discountAutomaticFreeShippingCreate"])(
  "what Shopify made of a tier, by a call (%s) whose answer was lost, is found and not made again",
  async (operation) => {
    const stage = await openRewardShop(shopify, 0);
    const { segments } = stage.store;
    for (const name of ["Another", "VIP"])
      segments.put(stage.atShopify.id, { ...aSegment, id: stage.store.ids.next("Segment"), name });
    shopify.standIn.context.faults.set({ mode: "lost", count: 1, ms: 0, operation });
    await haveTiers(stage, "VIP", [
      { kind: "discount", percentBps: 1_000, minimumMinor: null },
      { kind: "free_shipping", minimumMinor: null },
    ]);
    await stage.tryAgain();
    const kinds = stage.discounts().map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(["basic", "free_shipping"]);
    const names = segments.list(stage.atShopify.id).map(({ name }) => name);
    expect(names.toSorted()).toEqual(["Another", "Encore, VIP", "VIP"]);
  },
);

/** One that the shop made for itself. */
const aSegment = {
  query: "customer_tags CONTAINS 'vip'",
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
};
