import { afterAll, beforeAll, expect, test } from "vitest";

import { now } from "#app/clock.server.ts";
import { inShop } from "#app/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { newId } from "#app/id.server.ts";
import { tellFlow } from "#app/integrations/tell-flow.server.ts";
import { SomeLater } from "#app/try-later.ts";
import { CustomerInput } from "#tests/stand-in/acts/inputs.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";

let connected: Connected;
beforeAll(async () => {
  connected = await connect();
});
afterAll(() => connected.close());

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
  await tellFlow(shopId, events);
  expect(await triggersOf(domain)).toMatchObject([
    {
      handle: "tier-changed",
      payload: { customer_id: Number(customerId), Tier: "Gold", "Previous tier": "" },
    },
  ]);
});

test("what Shopify cannot take now is told later", async () => {
  const { shopId, domain, events } = await haveTierChange();
  connected.standIn.context.faults.set({
    mode: "internal",
    count: null,
    ms: 0,
    operation: "flowTriggerReceive",
  });
  await expect(tellFlow(shopId, events)).rejects.toBeInstanceOf(SomeLater);
  connected.standIn.context.faults.set({ mode: "none", count: null, ms: 0, operation: null });
  await tellFlow(shopId, events);
  expect(await triggersOf(domain)).toHaveLength(1);
});
