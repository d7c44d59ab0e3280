import { expect, test } from "vitest";

import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventSource } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { createShop } from "#tests/support/shop.ts";

/** The reactions that points which moved call for. */
async function calledBy(source: EventSource, orderId: bigint | null): Promise<string[]> {
  const shop = (await createShop()).id;
  const event = {
    type: "points.changed",
    customerId: newId(),
    orderId,
    occurredAt: now(),
    source,
    dedupeKey: "points.changed",
    properties: { entryId: newId(), kind: "earn", available: "5", points: "5", pending: false },
  } as const;
  await inShop(shop, (tx) => appendEvents(tx, shop, [event], now()));
  const rows = await inShop(shop, (tx) => tx.reaction.findMany({ where: { shopId: shop } }));
  return rows.map(({ name }) => name).toSorted();
}

test("points of an imported order are shown with all that the import brought; those that a merge moved, at once", async () => {
  expect(await calledBy("backfill", 1n)).toEqual([]);
  // Two records of the import are one person: their points move whenever the accounts are free.
  expect(await calledBy("backfill", null)).toEqual([
    "publish-balance",
    "update-tiers-and-achievements",
  ]);
  expect(await calledBy("webhook", 1n)).toEqual(["notify-integrations", "publish-balance"]);
  expect(await calledBy("app", 1n)).toEqual([
    "notify-integrations",
    "publish-balance",
    "update-tiers-and-achievements",
  ]);
});
