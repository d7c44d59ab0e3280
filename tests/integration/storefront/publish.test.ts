import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { newId } from "#app/ground/ids.server.ts";
import { excludeCustomer, includeCustomer } from "#app/loyalty/exclude-customer.server.ts";
import { loadProgram, openProgram, saveProgram } from "#app/loyalty/program/program.server.ts";
import { listTiers, saveTiers } from "#app/loyalty/tiers/tiers.server.ts";
import type { PublishedMember } from "#app/loyalty/view/member.ts";
import { shopify } from "#app/shopify/api.server.ts";
import { sessionStorage } from "#app/shopify/session-storage.server.ts";
import { publishBalance } from "#app/storefront/publish/publish-balance.server.ts";
import { publishProgram } from "#app/storefront/publish/publish-program.server.ts";
import { CustomerInput } from "#tests/stand-in/acts/inputs.ts";
import type { ShopDoc } from "#tests/stand-in/store/documents.ts";
import { startStandIn, type StandIn } from "#tests/stand-in/stand-in.ts";
import { demoEnvironment } from "#tests/support/env.ts";
import { createOrder } from "#tests/support/loyalty/factories.ts";

let standIn: StandIn;
let atShopify: ShopDoc;
let shop: string;

beforeAll(async () => {
  standIn = await startStandIn({
    appUrl: "http://127.0.0.1:9",
    apiKey: demoEnvironment.SHOPIFY_API_KEY,
    apiSecret: demoEnvironment.SHOPIFY_API_SECRET,
    tomlPath: "shopify.app.toml",
    timeScale: 0.00001,
  });
  process.env["STAND_IN_PORT"] = String(standIn.port);
  await import("#tests/stand-in/divert.ts");
});
afterAll(() => standIn.close());

beforeEach(async () => {
  const { acts } = standIn.context;
  shop = newId();
  const domain = `shop-${shop.slice(-12)}.myshopify.com`;
  atShopify = acts.app.install(acts.app.createShop({ domain, currency: "USD", plan: "plus" }));
  await db.shop.create({ data: { id: shop, domain, currency: "USD", installedAt: now() } });
  const { session } = await shopify.auth.tokenExchange({
    shop: domain,
    sessionToken: standIn.context.mintSessionToken(atShopify),
    requestedTokenType: "urn:shopify:params:oauth:token-type:offline-access-token" as never,
    expiring: true,
  });
  await sessionStorage.storeSession(session);
});

/** A customer of the shop here and at Shopify, with points. */
async function member(available: number): Promise<{ id: string; shopifyId: string }> {
  const { id: shopifyId } = standIn.context.acts.customers.create(
    atShopify,
    CustomerInput.parse({ email: `${newId()}@example.com` }),
  );
  return { id: await account(available, { shopifyId: BigInt(shopifyId) }), shopifyId };
}

async function account(
  available: number,
  traits: { shopifyId?: bigint; mergedIntoId?: string } = {},
): Promise<string> {
  const id = newId();
  await inShop(shop, async (tx) => {
    await tx.customer.create({ data: { shopId: shop, id, createdAt: now(), ...traits } });
    await tx.ledgerAccount.create({
      data: { shopId: shop, customerId: id, available, updatedAt: now() },
    });
  });
  return id;
}

function changed(...customerIds: string[]): StoredEvent[] {
  return customerIds.map((customerId) => ({
    id: newId(),
    shopId: shop,
    type: "points.changed",
    customerId,
    orderId: null,
    occurredAt: now(),
    source: "webhook",
    dedupeKey: newId(),
    properties: { entryId: newId(), kind: "earn", available: "0", points: "0", pending: false },
  }));
}

function shown(shopifyId: string): string | undefined {
  const ownerId = `gid://shopify/Customer/${shopifyId}`;
  return standIn.context.store.metafields
    .list(atShopify.id, ownerId)
    .find(({ key }) => key === "points_balance")?.value;
}

test("balances of more customers than fit into one call are written, each once for many events", async () => {
  const members = [];
  for (let points = 1; points <= 30; points++) members.push({ points, ...(await member(points)) });
  const ids = members.map(({ id }) => id);
  await publishBalance(shop, changed(...ids, ...ids));
  expect(members.map(({ shopifyId }) => shown(shopifyId))).toEqual(
    members.map(({ points }) => String(points)),
  );
});

test("who is excluded from the program is shown nothing of it, and all of it again afterwards", async () => {
  const { id, shopifyId } = await member(40);
  const other = await member(7);
  const by = { actor: "staff.7", at: now() };
  const kept = () =>
    Object.fromEntries(
      standIn.context.store.metafields
        .list(atShopify.id, `gid://shopify/Customer/${shopifyId}`)
        .map(({ key, value }) => [key, JSON.parse(value) as unknown]),
    );
  await publishBalance(shop, changed(id, other.id));
  expect(kept()).toMatchObject({ loyalty: { pending: 0, debt: 0 }, points_balance: 40 });
  await excludeCustomer(shop, id, by);
  await publishBalance(shop, changed(id, other.id));
  // No more than that the blocks have nothing to show.
  expect(kept()).toEqual({ loyalty: { excluded: true } });
  expect(shown(other.shopifyId)).toBe("7");
  await includeCustomer(shop, id, by);
  await publishBalance(shop, changed(id));
  expect(shown(shopifyId)).toBe("40");
});

test("the balance is in the app's own namespace, where its blocks read it", async () => {
  const { id, shopifyId } = await member(40);
  await publishBalance(shop, changed(id));
  const metafield = standIn.context.store.metafields
    .list(atShopify.id, `gid://shopify/Customer/${shopifyId}`)
    .find(({ key }) => key === "points_balance");
  expect(metafield).toMatchObject({
    type: "number_integer",
    value: "40",
    namespace: expect.stringMatching(/^app--\d+$/) as string,
  });
});

test("customers that Shopify has deleted do not keep their neighbours from being told", async () => {
  const [first, gone, last] = [await member(1), await member(2), await member(3)];
  standIn.context.acts.customers.remove(atShopify, gone.shopifyId);
  await publishBalance(shop, changed(first.id, gone.id, last.id));
  expect([first, gone, last].map(({ shopifyId }) => shown(shopifyId))).toEqual([
    "1",
    undefined,
    "3",
  ]);
});

test("a guest has no page to show a balance on; after the merge it shows on the member's", async () => {
  const { id: memberId, shopifyId } = await member(70);
  const guest = await account(0, { mergedIntoId: memberId });
  await publishBalance(shop, changed(await account(5)));
  await publishBalance(shop, changed(guest));
  expect(shown(shopifyId)).toBe("70");
});

test("the earning rule is told at install and with each change, as the theme block reads it", async () => {
  const installation = () => standIn.context.store.metafields.list(atShopify.id, ownerOfRule());
  const events = () =>
    inShop(shop, (tx) =>
      tx.event.findMany({ where: { type: "program.changed" } }),
    ) as Promise<unknown>;
  await openProgram(shop);
  await openProgram(shop);
  expect(await events()).toMatchObject([{ properties: { version: 1 } }]);
  await publishProgram(shop, (await events()) as StoredEvent[]);
  expect(JSON.parse(installation()[0]?.value ?? "{}")).toEqual({
    active: true,
    pointsPerUnit: 1,
    unitMinor: 100,
    rounding: "down",
    currency: "USD",
    currencyExponent: 2,
    includeTax: true,
    includeDiscounted: true,
    includeShipping: false,
    capped: false,
    excludedProductIds: [],
    excludedCollectionIds: [],
    excludeGiftCards: true,
    earnsFrom: null,
    multipliers: [],
    campaigns: [],
    tiers: {},
    combination: "added",
    pendingDays: 0,
    guests: "claim",
    pointName: {},
  });

  const later = { earnsFrom: new Date("2100-01-01T00:00:00Z"), pointsPerUnit: 3 };
  await saveProgram(
    shop,
    { ...(await loadProgram(shop)), ...later, excludedProductIds: [9007199254740993n] },
    now(),
  );
  await publishProgram(shop, (await events()) as StoredEvent[]);
  expect(installation()).toMatchObject([
    { namespace: "encore", key: "earn_rule", type: "json" },
    { namespace: "encore", key: "program", type: "json" },
  ]);
  expect(JSON.parse(installation()[0]?.value ?? "{}")).toMatchObject({
    active: true,
    earnsFrom: 4102444800,
    pointsPerUnit: 3,
    excludedProductIds: ["9007199254740993"],
  });
});

test("the program is told beside the rule: what points are called, rewards by cost, no more than shoppers need", async () => {
  await openProgram(shop);
  const gold = newId();
  await inShop(shop, async (tx) => {
    const at = { shopId: shop, updatedAt: now() };
    await tx.loyaltyProgram.update({
      where: { shopId: shop },
      data: { pointName: { en: { one: "star", other: "stars" } } },
    });
    await tx.reward.updateMany({ where: { shopId: shop }, data: { active: false } });
    const reward = { kind: "amount", cost: 500n, amountMinor: 500n, minimumMinor: 3000n };
    await tx.reward.create({ data: { ...at, ...reward, id: newId(), name: "$5 off" } });
    await tx.tierProgram.upsert({
      where: { shopId: shop },
      create: { ...at, window: { kind: "lifetime" } },
      update: { active: true },
    });
    await tx.tier.deleteMany({ where: { shopId: shop } });
    const conditions = [{ basis: "spend", atLeast: "50000" }];
    const perks = [{ kind: "multiplier", multiplierBps: 15000 }];
    await tx.tier.create({
      data: { ...at, id: gold, name: "Gold", position: 0, conditions, perks },
    });
  });
  await publishProgram(shop, changed(newId()));

  const told = standIn.context.store.metafields
    .list(atShopify.id, ownerOfRule())
    .find(({ key }) => key === "program");
  expect(JSON.parse(told?.value ?? "{}")).toMatchObject({
    active: true,
    currency: "USD",
    pointName: { en: { one: "star", other: "stars" } },
    rewards: [{ name: "$5 off", kind: "amount", cost: 500, minimum: 3000, tiers: [] }],
    tiers: [
      {
        id: gold,
        name: "Gold",
        needs: [{ basis: "spend", atLeast: 50000 }],
        perks: [{ kind: "multiplier", bps: 15000, text: null }],
      },
    ],
    referral: null,
  });
});

test("a member is shown what moved, what waits to be used and what goes first, and nobody's birthday", async () => {
  const { id, shopifyId } = await member(120);
  const at = now();
  const later = new Date(at.getTime() + 86_400_000);
  await inShop(shop, async (tx) => {
    const own = { shopId: shop, customerId: id };
    const entry = { ...own, actor: "encore", occurredAt: at, recordedAt: at, outside: "issued" };
    const redemptionId = newId();
    const snapshot = { name: "$5 off", kind: "amount" };
    const redemption = { id: redemptionId, rewardId: newId(), clientKey: "k", points: 80n };
    await tx.redemption.create({
      data: {
        ...own,
        ...redemption,
        state: "issued",
        rewardSnapshot: snapshot,
        code: "ABC",
        heldAt: at,
      },
    });
    const earned = {
      kind: "earn",
      availableDelta: 200n,
      outsideDelta: -200n,
      reason: { code: "x" },
    };
    const held = { kind: "hold", availableDelta: -80n, heldDelta: 80n, outsideDelta: 0n };
    const entryId = newId();
    await tx.ledgerEntry.createMany({
      data: [
        { ...entry, ...earned, id: entryId, seq: 1n, idempotencyKey: "a" },
        {
          ...entry,
          ...held,
          id: newId(),
          seq: 2n,
          idempotencyKey: "b",
          reason: { code: "y" },
          redemptionId,
        },
      ],
    });
    const lot = { ...own, entryId, original: 200n, remaining: 120n, earnedAt: at };
    await tx.lot.create({ data: { ...lot, id: newId(), expiresAt: later } });
    await tx.loyaltyProfile.create({ data: { ...own, birthMonth: 2, birthDay: 29 } });
  });
  const goldId = await haveGold({ orders: 2n });
  const line = { id: 1n, priceMinor: 5_000 };
  await createOrder(shop, { id: 1n, customerId: id, lines: [line], createdAt: at });
  await publishBalance(shop, changed(id));

  const told = standIn.context.store.metafields
    .list(atShopify.id, `gid://shopify/Customer/${shopifyId}`)
    .find(({ key }) => key === "loyalty");
  expect(told?.namespace).toMatch(/^app--\d+$/);
  expect(JSON.parse(told?.value ?? "{}")).toEqual({
    pending: 0,
    debt: 0,
    returning: 0,
    tier: null,
    next: { id: goldId, needs: [{ basis: "orders", have: 1, atLeast: 2 }] },
    expiring: { points: 120, at: later.toISOString() },
    codes: [
      {
        id: expect.any(String) as string,
        reward: "$5 off",
        kind: "amount",
        code: "ABC",
        until: null,
        points: 80,
      },
    ],
    history: [
      { what: "redeemed", points: -80, at: at.toISOString(), order: null, note: "$5 off" },
      { what: "earned", points: 200, at: at.toISOString(), order: null, note: null },
    ],
    badges: [],
    progress: expect.any(Array) as object[],
    done: [],
    limited: [],
    challenges: [],
    streak: 0,
    referral: null,
    birthday: true,
    leaderboard: false,
  });
});

test("a member is shown how far it is to a badge, what they have done and what they may have no more", async () => {
  const { id, shopifyId } = await member(500);
  const at = now();
  const [five, signup, daily, reward, elsewhere] = [newId(), newId(), newId(), newId(), newId()];
  await inShop(shop, async (tx) => {
    const own = { shopId: shop, customerId: id };
    await tx.achievement.create({
      data: {
        shopId: shop,
        id: five,
        name: "Five",
        kind: "orders",
        threshold: 5n,
        badge: "*",
        updatedAt: at,
      },
    });
    const action = { shopId: shop, points: 5n, active: true, updatedAt: at };
    await tx.earningAction.createMany({
      data: [
        { ...action, id: signup, kind: "signup", name: "Joined" },
        {
          ...action,
          id: daily,
          kind: "social_share",
          name: "Share",
          limitCount: 1,
          limitPeriod: "day",
        },
        { ...action, id: elsewhere, kind: "survey", name: "Survey", limitCount: 2 },
      ],
    });
    const award = { ...own, points: 5n, at };
    await tx.actionAward.createMany({
      data: [signup, daily, elsewhere].map((actionId) => ({
        ...award,
        id: newId(),
        actionId,
        sourceKey: actionId,
      })),
    });
    await tx.reward.create({
      data: {
        shopId: shop,
        id: reward,
        name: "Once",
        kind: "amount",
        cost: 80n,
        amountMinor: 500n,
        limitCount: 1,
        updatedAt: at,
      },
    });
    await tx.redemption.create({
      data: {
        ...own,
        id: newId(),
        rewardId: reward,
        clientKey: "k",
        points: 80n,
        state: "captured",
        rewardSnapshot: { name: "Once", kind: "amount" },
        heldAt: at,
      },
    });
  });
  for (const order of [1n, 2n]) {
    const line = { id: order, priceMinor: 5_000 };
    await createOrder(shop, { id: order, customerId: id, lines: [line], createdAt: at });
  }
  await publishBalance(shop, changed(id));

  const told = standIn.context.store.metafields
    .list(atShopify.id, `gid://shopify/Customer/${shopifyId}`)
    .find(({ key }) => key === "loyalty");
  const { progress, done, limited } = JSON.parse(told?.value ?? "{}") as PublishedMember;
  expect(progress).toContainEqual({ id: five, have: 2, of: 5 });
  expect(done).toHaveLength(2);
  expect(done).toContainEqual({ id: signup, again: null });
  const tomorrow = done.find((one) => one.id === daily)?.again ?? 0;
  expect(tomorrow - at.getTime() / 1000).toBeGreaterThan(0);
  expect(tomorrow - at.getTime() / 1000).toBeLessThanOrEqual(86_400);
  expect(limited).toEqual([{ id: reward, again: null }]);
});

/** The only tier, for who has ordered so often. Returns its id. */
async function haveGold({ orders }: { orders: bigint }): Promise<string> {
  const conditions = [{ basis: "orders" as const, atLeast: orders }];
  const gold = { id: null, name: "Gold", conditions, perks: [], entryReward: null };
  const terms = { active: true, window: { kind: "lifetime" as const }, graceDays: 0 };
  await saveTiers(shop, { ...terms, onRefund: "drop", tiers: [gold] }, now());
  const { tiers } = await listTiers(shop);
  return tiers[0]?.id ?? "";
}

function ownerOfRule(): string {
  return `gid://shopify/AppInstallation/${atShopify.id}`;
}
