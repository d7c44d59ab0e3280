import { setTimeout as sleep } from "node:timers/promises";

import { Session } from "@shopify/shopify-api";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import { drainReactions } from "#app/events/drain-reactions.server.ts";
import type { ReactionHandlers } from "#app/events/reaction-table.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { shopify as library } from "#app/shopify/api.server.ts";
import { shopFacts } from "#app/shopify/documents/shop.ts";
import { loadOfflineSession } from "#app/shopify/offline-session.server.ts";
import { sessionStorage } from "#app/shopify/session-storage.server.ts";
import { ShopifyUnavailable } from "#app/shopify/shopify-errors.ts";
import { log } from "#app/ground/log.server.ts";
import { Retry } from "#app/ground/retry.ts";
import type { Shop } from "#prisma/generated/client/client.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";

const MORE_THAN_ENOUGH = 20;
const MORE_THAN_CONNECTIONS = 20;

let shopify: Connected;
let shop: Shop;

beforeAll(async () => {
  shopify = await connect();
});
afterAll(() => shopify.close());
beforeEach(async () => {
  ({ shop } = await shopify.open());
});
afterEach(() => vi.restoreAllMocks());

test("a fault of Shopify's own is worth another try, though it comes with a 200", async () => {
  const { faults } = shopify.standIn.context;
  faults.set({ mode: "internal", count: 1, ms: 0, operation: null });

  await expect(adminGraphql(shop.domain, shopFacts)).rejects.toBeInstanceOf(ShopifyUnavailable);
  expect(await adminGraphql(shop.domain, shopFacts)).toMatchObject({ shop: { name: "Tea & Co" } });
});

test("a token that cannot be refreshed for the moment is worth another try, too", async () => {
  await db.session.updateMany({ where: { shop: shop.domain }, data: { expires: new Date() } });
  vi.spyOn(library.auth, "refreshToken").mockRejectedValueOnce(new TypeError("fetch failed"));

  await expect(adminGraphql(shop.domain, shopFacts)).rejects.toBeInstanceOf(ShopifyUnavailable);
  expect(await adminGraphql(shop.domain, shopFacts)).toMatchObject({ shop: { name: "Tea & Co" } });
});

test("tokens of more shops than there are connections are refreshed at once", async () => {
  const shops = Array.from(
    { length: MORE_THAN_CONNECTIONS },
    (_, place) => `many-${place}.myshopify.com`,
  );
  const session = (shop: string, refreshToken: string, expires: Date) =>
    new Session({
      id: library.session.getOfflineId(shop),
      shop,
      state: "",
      isOnline: false,
      accessToken: "access",
      refreshToken,
      expires,
    });
  for (const shop of shops) await sessionStorage.storeSession(session(shop, "old", new Date()));
  vi.spyOn(library.auth, "refreshToken").mockImplementation(async ({ shop }) => {
    await sleep(100);
    return { session: session(shop, "new", new Date(Date.now() + 3_600_000)) };
  });

  const refreshed = await Promise.all(shops.map(loadOfflineSession));
  expect(refreshed.map(({ refreshToken }) => refreshToken)).toEqual(shops.map(() => "new"));
  const stored = await sessionStorage.loadSession(library.session.getOfflineId(shops[0] ?? ""));
  expect(stored?.refreshToken).toBe("new");
});

test("what waits for Shopify is never given up; what fails by itself is", async () => {
  vi.spyOn(log, "warn").mockReturnValue();
  vi.spyOn(log, "error").mockReturnValue();

  expect(await stateAfterFailing(new Retry("away"))).toBe("pending");
  expect(await stateAfterFailing(new Error("broken"))).toBe("failed");
});

async function stateAfterFailing(error: Error): Promise<string | undefined> {
  const event = await inShop(shop.id, (tx) =>
    appendEvents(
      tx,
      shop.id,
      [
        {
          type: "program.changed",
          customerId: null,
          orderId: null,
          occurredAt: now(),
          source: "app",
          dedupeKey: error.message,
          properties: { version: 1 },
        },
      ],
      now(),
    ),
  );
  const where = { shopId: shop.id, eventId: event[0]?.id ?? "" };
  await inShop(shop.id, (tx) =>
    tx.reaction.updateMany({ where, data: { attempts: MORE_THAN_ENOUGH } }),
  );
  const handlers = new Proxy({} as ReactionHandlers, {
    get: () => () => Promise.reject(error),
  });
  await drainReactions(handlers, new AbortController().signal);
  return (await inShop(shop.id, (tx) => tx.reaction.findFirst({ where })))?.state;
}
