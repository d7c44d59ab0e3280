import { expect, test } from "vitest";

import { appendEvents, appendingEvents } from "#app/events/append-events.server.ts";
import type { EventDraft } from "#app/events/event.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";
import { createShop } from "#tests/support/shop.ts";

const now = new Date("2026-06-01T02:00:00.123Z");
const ann = newId();

test("events that a statement finds are those of drafts, with the same reactions, and once", async () => {
  const shops = [await createShop(), await createShop()] as const;
  // One that reactions follow at once and after another, one whose reactions wait for something, and one of which nothing follows.
  const drafts = (["customer.merged", "customer.imported", "segment.left"] as const).map(
    (type) => ({
      type,
      customerId: ann,
      orderId: null,
      occurredAt: now,
      source: "app",
      dedupeKey: `${type}.${ann}`,
      properties: { said: `by ${type}` },
    }),
  ) as unknown as EventDraft[];

  await inShop(shops[0].id, (tx) => appendEvents(tx, shops[0].id, drafts, now));
  const appendFound = () => append(shops[1].id, drafts);
  expect(await appendFound()).toBe(3);
  expect(await appendFound()).toBe(0);

  const [ofDrafts, found] = [await stored(shops[0].id), await stored(shops[1].id)];
  expect(found).toEqual(ofDrafts);
  expect(found.map(({ type }) => type)).toEqual(drafts.map(({ type }) => type));
  expect(found.map(({ reactions }) => reactions.length > 0)).toEqual([true, true, false]);
});

test("a reaction that chooses among events cannot follow from those that a statement finds", async () => {
  await expect(
    appendingEvents(newId(), Prisma.sql`SELECT`, ["segment.left", "tier.changed"], now),
  ).rejects.toThrow(/is to choose among tier.changed/);
});

/** Returns how many were new. */
async function append(shopId: string, drafts: EventDraft[]): Promise<number> {
  const rows = JSON.stringify(
    drafts.map(({ type, dedupeKey, properties }, place) => ({
      type,
      dedupeKey,
      properties,
      place,
    })),
  );
  const found = Prisma.sql`
    SELECT r.type, ${ann}::uuid AS customer_id, r.place, r."dedupeKey" AS dedupe_key, r.properties
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(type text, "dedupeKey" text, properties jsonb, place int)
    ORDER BY r."dedupeKey"`;
  const types = drafts.map(({ type }) => type);
  const events = await appendingEvents(shopId, found, types, now);
  const [row] = await inShop(
    shopId,
    (tx) =>
      tx.$queryRaw<{ count: number }[]>`WITH ${events} SELECT count(*)::int AS count FROM stored`,
  );
  return row?.count ?? NaN;
}

/** Everything of the events, in order, and of their reactions; but for what they are called by. */
async function stored(shopId: string) {
  const { events, reactions } = await inShop(shopId, async (tx) => ({
    events: await tx.event.findMany({ orderBy: { id: "asc" }, omit: { shopId: true } }),
    reactions: await tx.reaction.findMany({ orderBy: { name: "asc" }, omit: { shopId: true } }),
  }));
  return events.map(({ id, ...event }) => ({
    ...event,
    reactions: reactions
      .filter(({ eventId }) => eventId === id)
      .map(({ eventId: _, ...reaction }) => reaction),
  }));
}
