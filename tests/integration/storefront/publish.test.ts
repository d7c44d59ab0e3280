import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { now } from "#app/clock.server.ts";
import { db, inShop } from "#app/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { newId } from "#app/id.server.ts";
import { loadProgram, openProgram, saveProgram } from "#app/loyalty/program.server.ts";
import { shopify } from "#app/shopify/api.server.ts";
import { sessionStorage } from "#app/shopify/session-storage.server.ts";
import { publishBalance } from "#app/storefront/publish-balance.server.ts";
import { publishProgram } from "#app/storefront/publish-program.server.ts";
import { CustomerInput } from "#tests/stand-in/acts/inputs.ts";
import type { ShopDoc } from "#tests/stand-in/store/documents.ts";
import { startStandIn, type StandIn } from "#tests/stand-in/stand-in.ts";
import { demoEnvironment } from "#tests/support/env.ts";

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
    properties: { entryId: newId(), kind: "earn", available: "0" },
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

test("the balance is in the app's own namespace, where its blocks read it", async () => {
  const { id, shopifyId } = await member(40);
  await publishBalance(shop, changed(id));
  const [metafield] = standIn.context.store.metafields.list(
    atShopify.id,
    `gid://shopify/Customer/${shopifyId}`,
  );
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
    excludedProductIds: [],
    excludeGiftCards: true,
    earnsFrom: null,
  });

  const later = { earnsFrom: new Date("2100-01-01T00:00:00Z"), pointsPerUnit: 3 };
  await saveProgram(
    shop,
    { ...(await loadProgram(shop)), ...later, excludedProductIds: [9007199254740993n] },
    now(),
  );
  await publishProgram(shop, (await events()) as StoredEvent[]);
  expect(installation()).toMatchObject([{ namespace: "encore", key: "earn_rule", type: "json" }]);
  expect(JSON.parse(installation()[0]?.value ?? "{}")).toMatchObject({
    active: true,
    earnsFrom: 4102444800,
    pointsPerUnit: 3,
    excludedProductIds: ["9007199254740993"],
  });
});

function ownerOfRule(): string {
  return `gid://shopify/AppInstallation/${atShopify.id}`;
}
