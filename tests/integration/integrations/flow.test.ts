import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { newId } from "#app/ground/ids.server.ts";
import { triggerShopifyFlow } from "#app/integrations/shopify-flow/trigger-shopify-flow.server.ts";
import { listUnconfirmedTriggers } from "#app/integrations/shopify-flow/unconfirmed-triggers.server.ts";
import { PartialRetry, Retry } from "#app/ground/retry.ts";
import { CustomerInput } from "#tests/stand-in/acts/inputs.ts";
import type { FAULT_MODES } from "#tests/stand-in/faults.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";

let connected: Connected;
beforeAll(async () => {
  connected = await connect();
});
afterAll(() => connected.close());
afterEach(() => fault("none"));

async function haveTierChange(): Promise<{
  shopId: string;
  domain: string;
  events: StoredEvent[];
  customerId: string;
}> {
  const { shop, atShopify } = await connected.open();
  const { acts } = connected.standIn.context;
  const ada = acts.customers.create(atShopify, CustomerInput.parse({ email: "ada@example.com" }));
  await connected.settle(atShopify);
  const [tierId, at] = [newId(), now()];
  const events = await inShop(shop.id, async (tx) => {
    const found = await tx.customer.findFirstOrThrow({
      where: { shopId: shop.id, shopifyId: BigInt(ada.id) },
    });
    await tx.tier.create({
      data: {
        shopId: shop.id,
        id: tierId,
        name: "Gold",
        position: 90,
        conditions: [],
        updatedAt: at,
      },
    });
    return appendEvents(
      tx,
      shop.id,
      ["app", "backfill"].map((source) => ({
        type: "tier.changed" as const,
        customerId: found.id,
        orderId: null,
        occurredAt: at,
        source: source as "app",
        dedupeKey: `tier.${source}`,
        properties: { fromTierId: null, toTierId: tierId, reason: "earned" },
      })),
      at,
    );
  });
  return { shopId: shop.id, domain: shop.domain, events, customerId: ada.id };
}

async function triggersOf(domain: string): Promise<{ handle: string; payload: unknown }[]> {
  const answer = await fetch(
    `${connected.standIn.url}/control/${domain.split(".")[0]}/flow-triggers`,
  );
  const { triggers } = (await answer.json()) as {
    triggers: { handle: string; payload: unknown }[];
  };
  return triggers;
}

test("a workflow hears of the tier that somebody reached, and not of what an import found", async () => {
  const { shopId, domain, events, customerId } = await haveTierChange();
  await triggerShopifyFlow(shopId, events);
  expect(await triggersOf(domain)).toMatchObject([
    {
      handle: "tier-changed",
      payload: { customer_id: Number(customerId), Tier: "Gold", "Previous tier": "" },
    },
  ]);
});

test("while Shopify is away nothing is told, and all of it when it is back", async () => {
  const { shopId, domain, events } = await haveTierChange();
  fault("internal");
  await expect(triggerShopifyFlow(shopId, events)).rejects.toBeInstanceOf(Retry);
  fault("none");
  await triggerShopifyFlow(shopId, events);
  expect(await triggersOf(domain)).toHaveLength(1);
  expect(await listUnconfirmedTriggers(shopId)).toEqual([]);
});

test("told twice it starts once", async () => {
  const { shopId, domain, events } = await haveTierChange();
  await triggerShopifyFlow(shopId, events);
  await triggerShopifyFlow(shopId, events);
  expect(await triggersOf(domain)).toHaveLength(1);
});

test("what Shopify did not take, because the app has to sign in anew, is told later", async () => {
  const { shopId, domain, events } = await haveTierChange();
  fault("401", "flowTriggerReceive");
  await expect(triggerShopifyFlow(shopId, events)).rejects.toBeInstanceOf(PartialRetry);
  fault("none");
  await triggerShopifyFlow(shopId, events);
  expect(await triggersOf(domain)).toHaveLength(1);
});

test("where Shopify's answer was lost nobody starts a workflow again, and the shop sees which it is", async () => {
  const { shopId, domain, events } = await haveTierChange();
  fault("lost", "flowTriggerReceive");
  await triggerShopifyFlow(shopId, events);
  fault("none");
  await triggerShopifyFlow(shopId, events);
  expect(await triggersOf(domain)).toHaveLength(1);
  expect(await listUnconfirmedTriggers(shopId)).toMatchObject([
    { handle: "tier-changed", customerId: events[0]?.customerId },
  ]);
});

test("when Shopify goes away in the middle, only the call that it did not answer stays unsure", async () => {
  const { shopId, domain, events } = await haveTierChange();
  const [known] = events as [StoredEvent];
  const more = await inShop(shopId, (tx) =>
    appendEvents(
      tx,
      shopId,
      [2, 3, 4, 5].map((number) => ({ ...known, dedupeKey: `tier.${number}` })),
      now(),
    ),
  );
  const all = [known, ...more];
  connected.standIn.context.faults.set({
    mode: "internal",
    count: null,
    ms: 0,
    operation: "flowTriggerReceive",
    after: 2,
  });
  const unasked = new Set(all.slice(3).map(({ id }) => id));
  await expect(triggerShopifyFlow(shopId, all)).rejects.toMatchObject({ eventIds: unasked });
  expect(await listUnconfirmedTriggers(shopId)).toMatchObject([{ eventId: all[2]?.id }]);
  fault("none");
  await triggerShopifyFlow(shopId, all);
  expect(await triggersOf(domain)).toHaveLength(4);
  expect(await listUnconfirmedTriggers(shopId)).toHaveLength(1);
});

test("a call that the process did not survive is not made again either", async () => {
  const { shopId, domain, events } = await haveTierChange();
  const [event] = events as [StoredEvent];
  await inShop(shopId, (tx) =>
    tx.flowStart.create({
      data: { shopId, eventId: event.id, handle: "tier-changed", askedAt: now() },
    }),
  );
  await triggerShopifyFlow(shopId, events);
  expect(await triggersOf(domain)).toEqual([]);
  expect(await listUnconfirmedTriggers(shopId)).toMatchObject([{ handle: "tier-changed" }]);
});

test("what Shopify refuses is not told again, and keeps nothing else from being told", async () => {
  const { shopId, domain, events } = await haveTierChange();
  const [known] = events as [StoredEvent];
  const more = await inShop(shopId, (tx) =>
    appendEvents(tx, shopId, [{ ...known, dedupeKey: "tier.again" }], now()),
  );
  fault("refused", "flowTriggerReceive", 1);
  await triggerShopifyFlow(shopId, [...events, ...more]);
  await triggerShopifyFlow(shopId, [...events, ...more]);
  expect(await triggersOf(domain)).toHaveLength(1);
  expect(await listUnconfirmedTriggers(shopId)).toEqual([]);
});

function fault(
  mode: (typeof FAULT_MODES)[number],
  operation: string | null = null,
  count: number | null = null,
): void {
  connected.standIn.context.faults.set({ mode, count, ms: 0, operation });
}
