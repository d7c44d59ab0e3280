import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { drainReactions } from "#app/events/drain-reactions.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { log } from "#app/ground/log.server.ts";
import { installShop } from "#app/ingest/install/install-shop.server.ts";
import { processDeliveries } from "#app/ingest/process-deliveries.server.ts";
import { uninstallShop } from "#app/ingest/install/uninstall-shop.server.ts";
import { combinesWithNothing } from "#app/loyalty/rewards/reward.ts";
import { listRewards, saveReward } from "#app/loyalty/rewards/rewards.server.ts";
import { productTitles } from "#app/orders/titles.server.ts";
import { handlers } from "#app/reactions.server.ts";
import { CustomerInput, ProductInput } from "#tests/stand-in/acts/inputs.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { deliver } from "#tests/support/deliver.ts";
import { customerPayload } from "#tests/support/payloads.ts";
import { createShop } from "#tests/support/shop.ts";

const BY = { actor: "encore", at: now() };

let shopify: Connected;
beforeAll(async () => {
  shopify = await connect();
});
afterAll(() => shopify.close());

describe("what a merchant changes about the shop", () => {
  test("is taken over, its time zone too", async () => {
    const { shop, atShopify } = await shopify.open({ timezone: "Europe/London" });
    const { app } = shopify.standIn.context.acts;
    const changed = app.updateShop(atShopify, { name: "Tea & Sons", timezone: "Asia/Tokyo" });
    await shopify.settle(changed);
    expect(await db.shop.findUnique({ where: { id: shop.id } })).toMatchObject({
      name: "Tea & Sons",
      timezone: "Asia/Tokyo",
      currency: "GBP",
      refusedCurrency: null,
    });
  });

  test("ends in its latest version, in whichever order its versions come, and however much they leave out", async () => {
    const version = (name: string, day: number, more: object = {}) => ({
      topic: "shop/update",
      payload: { name, updated_at: `2026-05-0${day}T10:00:00Z`, ...more },
    });
    const versions = [
      version("Old", 1, { iana_timezone: "Asia/Tokyo" }),
      version("New", 3, { iana_timezone: "America/New_York" }),
      version("Between", 2, { iana_timezone: "Mars/Olympus" }),
    ];
    for (const sent of [versions, versions.toReversed()]) {
      const shop = await createShop();
      for (const one of sent) {
        await deliver(shop.domain, [one, one]);
        await processDeliveries(shop.domain);
      }
      expect(await db.shop.findUnique({ where: { id: shop.id } })).toMatchObject({
        name: "New",
        timezone: "America/New_York",
      });
    }
  });

  test("does not turn its amounts into another currency: the merchant is told, also after a reinstall, until it is changed back", async () => {
    vi.spyOn(log, "error").mockReturnValue();
    const { shop, atShopify } = await shopify.open();
    const { app } = shopify.standIn.context.acts;
    const known = () => db.shop.findUniqueOrThrow({ where: { id: shop.id } });
    const inDollars = app.updateShop(atShopify, { currency: "USD" });
    await shopify.settle(inDollars);
    expect(await known()).toMatchObject({ currency: "GBP", refusedCurrency: "USD" });
    const refusals = () =>
      inShop(shop.id, (tx) => tx.auditEntry.findMany({ where: { action: "currency.refused" } }));
    expect(await refusals()).toMatchObject([
      { before: { currency: "GBP" }, after: { currency: "USD" } },
    ]);

    await uninstallShop(shop.domain, new Date(), new Date());
    await shopify.signIn(shop.domain);
    expect(await installShop(shop.domain)).toMatchObject({
      currency: "GBP",
      refusedCurrency: "USD",
    });
    expect(await refusals()).toHaveLength(1);

    await shopify.settle(app.updateShop(inDollars, { currency: "GBP" }));
    expect(await known()).toMatchObject({ currency: "GBP", refusedCurrency: null });
  });
});

describe("a product that the shop deletes", () => {
  test("is in no reward any more: one that was for it alone is put away, one for others as well goes on", async () => {
    const { shop, atShopify } = await shopify.open();
    const { products } = shopify.standIn.context.acts;
    const mug = products.create(
      atShopify,
      ProductInput.parse({ title: "Mug", variants: [{ sku: "Mug", price: "9.00" }] }),
    );
    const tin = products.create(
      atShopify,
      ProductInput.parse({ title: "Tin", variants: [{ sku: "Tin", price: "5.00" }] }),
    );
    const [mugId, tinId] = [BigInt(mug.id), BigInt(tin.id)];
    await shopify.settle(atShopify);
    const reward = async (name: string, productIds: bigint[]) =>
      saveReward(shop.id, null, { ...rewardFor(name), productIds }, BY);
    await reward("A mug", [mugId]);
    await reward("Off mugs and tins", [mugId, tinId]);
    await reward("Off tins", [tinId]);

    products.remove(atShopify, mug.id);
    await shopify.settle(atShopify);
    await drainReactions(
      { "drop-deleted-products": handlers["drop-deleted-products"] },
      AbortSignal.timeout(20_000),
    );
    const rewards = await listRewards(shop.id, now());
    const named = (name: string) => rewards.find((one) => one.name === name);
    expect(named("A mug")).toMatchObject({ active: false, productIds: [mugId] });
    expect(named("Off mugs and tins")).toMatchObject({ active: true, productIds: [tinId] });
    expect(named("Off tins")).toMatchObject({ active: true, productIds: [tinId], version: 1 });
    expect(await productTitles(shop.id, [mugId, tinId])).toEqual({
      [mug.id]: "Mug (deleted)",
      [tin.id]: "Tin",
    });
  });

  test("stays deleted, and keeps its title, when what was said of it before comes late", async () => {
    const deletion = { topic: "products/delete", payload: { id: 7n } };
    const creation = {
      topic: "products/create",
      payload: { id: 7n, title: "Mug", status: "active", updated_at: "2026-05-01T10:00:00Z" },
    };
    for (const sent of [
      [creation, deletion],
      [deletion, creation, deletion, creation],
    ]) {
      const shop = await createShop();
      for (const one of sent) {
        await deliver(shop.domain, [one]);
        await processDeliveries(shop.domain);
      }
      const [product] = await inShop(shop.id, (tx) => tx.product.findMany());
      expect(product).toMatchObject({ title: "Mug", deletedAt: expect.any(Date) as Date });
    }
    const unknown = await createShop();
    await deliver(unknown.domain, [deletion]);
    await processDeliveries(unknown.domain);
    expect(await productTitles(unknown.id, [7n])).toEqual({});
  });
});

describe("an account that is opened or closed", () => {
  test("is remembered; an opened one is told of once, a closed one takes nothing away", async () => {
    const { shop, atShopify } = await shopify.open();
    const { customers } = shopify.standIn.context.acts;
    const ada = customers.create(atShopify, CustomerInput.parse({ email: "ada@example.com" }));
    await shopify.settle(atShopify);
    const states: (string | null)[] = [];
    const { clock } = shopify.standIn.context;
    for (const state of ["enabled", "disabled", "enabled"]) {
      // What Shopify says of times is exact to the second.
      clock.setOffsetMs(clock.offsetMs() + 2_000);
      customers.update(atShopify, ada.id, CustomerInput.parse({ state }));
      await shopify.settle(atShopify);
      const found = await inShop(shop.id, (tx) => tx.customer.findFirstOrThrow());
      expect(found).toMatchObject({ email: "ada@example.com", redactedAt: null });
      states.push(found.accountState);
    }
    expect(states).toEqual(["enabled", "disabled", "enabled"]);
    expect(await registrations(shop.id)).toBe(1);
  });

  test("ends by its latest version, in any order, also when an order says nothing of it afterwards", async () => {
    const at = (day: number) => new Date(Date.UTC(2026, 4, day)).toISOString();
    const person = (day: number, more: object = {}) => ({
      ...customerPayload({ id: 7n, email: "ada@example.com", updatedAt: at(day) }),
      ...more,
    });
    const sent = [
      { topic: "customers/enable", payload: person(1, { state: "enabled" }) },
      { topic: "customers/disable", payload: person(2, { state: "disabled" }) },
      { topic: "customers/update", payload: person(3) },
    ];
    for (const order of [
      [0, 1, 2],
      [1, 0, 2],
      [2, 1, 0],
      [2, 0, 1, 0, 1, 2],
    ]) {
      const shop = await createShop();
      for (const place of order) {
        await deliver(shop.domain, [sent[place]!]);
        await processDeliveries(shop.domain);
      }
      const [found] = await inShop(shop.id, (tx) => tx.customer.findMany());
      expect(found).toMatchObject({
        accountState: "disabled",
        accountStateAt: new Date(at(2)),
        sourceUpdatedAt: new Date(at(3)),
      });
      expect(await registrations(shop.id)).toBe(1);
    }
  });
});

function registrations(shopId: string): Promise<number> {
  return inShop(shopId, (tx) => tx.event.count({ where: { type: "customer.registered" } }));
}

function rewardFor(name: string) {
  return {
    name,
    kind: "percentage" as const,
    cost: 100n,
    amountMinor: null,
    percentBps: 1_000,
    productIds: [],
    collectionIds: [],
    minimumMinor: null,
    combinesWith: combinesWithNothing,
    validDays: null,
    codes: "personal" as const,
    onLapse: "return" as const,
    limitCount: null,
    limitPeriod: "ever" as const,
    tierIds: [],
  };
}
