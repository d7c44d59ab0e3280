import { setTimeout as sleep } from "node:timers/promises";

import { expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import { drainReactions } from "#app/events/drain-reactions.server.ts";
import type { ReactionHandlers } from "#app/events/reaction-table.ts";
import { createShop } from "#tests/support/shop.ts";

const LEASE_MS = 300;

test("a batch that takes longer than a lease is not begun by a second worker meanwhile", async () => {
  const { id: shopId } = await createShop();
  const event = {
    type: "reward.redeemed",
    customerId: null,
    orderId: null,
    occurredAt: now(),
    source: "app",
    dedupeKey: "reward.redeemed.slow",
    properties: { redemptionId: "01900000-0000-7000-8000-000000000001" },
  } as const;
  await inShop(shopId, (tx) => appendEvents(tx, shopId, [event], now()));

  let begun = 0;
  const slowly = async (ofShop: string) => {
    if (ofShop !== shopId) return;
    begun += 1;
    await sleep(4 * LEASE_MS);
  };
  const handlers = new Proxy({} as ReactionHandlers, { get: () => slowly });
  const drain = () => drainReactions(handlers, AbortSignal.timeout(20_000), LEASE_MS);
  const first = drain();
  await sleep(2 * LEASE_MS);
  await Promise.all([first, drain()]);

  expect(begun).toBe(1);
  const [reaction] = await inShop(shopId, (tx) => tx.reaction.findMany({ where: { shopId } }));
  expect(reaction).toMatchObject({ state: "done", attempts: 1, leaseUntil: null });
});
