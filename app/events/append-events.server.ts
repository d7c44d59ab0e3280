import { DAY_MS } from "#app/ground/calendar.ts";
import type { ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { sourceByCause } from "./cause.server.ts";
import type { EventDraft, EventType, StoredEvent } from "./event.ts";
import { reactionsTo } from "./registered-reactions.server.ts";

/** Nobody may be there any more to say that what a reaction waits for has come: then it looks itself. */
const LONGEST_WAIT_MS = DAY_MS;

/**
 * Appends what happened, with the reactions that each event calls for. Returns only the events that are new: one
 * whose natural key is known already happened, and nothing follows from it a second time.
 */
export async function appendEvents(
  tx: ShopTx,
  shopId: string,
  drafts: readonly EventDraft[],
  now: Date,
): Promise<StoredEvent[]> {
  if (drafts.length === 0) return [];

  const once = [
    ...new Map(drafts.toReversed().map((draft) => [draft.dedupeKey, draft])).values(),
  ].toReversed();
  const events = once.map((draft): StoredEvent => ({
    ...draft,
    source: sourceByCause(draft.source),
    id: newId(),
    shopId,
  }));
  const called = await Promise.all(events.map((event) => reactionsOf(event, now)));
  const reactions = called.flat();
  const found = Prisma.sql`
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(events.map(row))}::jsonb) AS r(
      id uuid, type text, customer_id uuid, order_id bigint, occurred_at timestamptz, source text, dedupe_key text, properties jsonb)`;
  const stored = await tx.$queryRaw<{ id: string }[]>`
    WITH ${storing(shopId, found, { rows: reactions, by: Prisma.sql`event_id` }, now)}
    SELECT event_id::text AS id FROM stored`;
  const isNew = new Set(stored.map(({ id }) => id));
  return events.filter(({ id }) => isNew.has(id));
}

/**
 * The same for thousands of events that a statement finds itself: what to write behind its other WITH queries. `found` is a
 * query of their type, customer_id, place (1, 2 … within their customer's, in the order in which they happened), dedupe_key and
 * properties. A night that tells 25,000
 * costs the app 0.2 CPU seconds, where drafts cost 0.9. Throws where a reaction chooses among events of these types (`when`):
 * it asks a draft.
 */
export async function appendingEvents(
  shopId: string,
  found: Prisma.Sql,
  types: readonly EventType[],
  now: Date,
): Promise<Prisma.Sql> {
  const reactions = await Promise.all(
    types.map(async (type) =>
      (await reactionsTo(type)).map(({ name, when, after, waitsFor }) => {
        if (when)
          throw new Error(`${name} is to choose among ${type}, of which there are no drafts`);
        return { type, name, after, waits_for: waitsFor };
      }),
    ),
  );
  // Ids as newId makes them: the moment, numbers that ascend within it, and chance.
  const moment = newId().slice(0, "01a22b5d-9a3a-7".length);
  const hex = (number: Prisma.Sql) => Prisma.sql`lpad(to_hex(${number} % 4096), 3, '0')`;
  const drafts = Prisma.sql`
    SELECT (${moment} || ${hex(Prisma.sql`n / 4096`)} || '-8' || ${hex(Prisma.sql`n`)} || substr(gen_random_uuid()::text, 24))::uuid AS id,
      type, customer_id, NULL::bigint AS order_id, ${now}::timestamptz AS occurred_at, 'app' AS source, dedupe_key, properties
    FROM (SELECT *, row_number() OVER (ORDER BY customer_id, place) AS n FROM (${found}) f) numbered`;
  return storing(shopId, drafts, { rows: reactions.flat(), by: Prisma.sql`type` }, now);
}

/** Two WITH queries: `stored`, the event_id and type of the events that are new, and the reactions that are called for by either. */
function storing(
  shopId: string,
  found: Prisma.Sql,
  called: { rows: readonly object[]; by: Prisma.Sql },
  now: Date,
): Prisma.Sql {
  return Prisma.sql`
    stored AS (
      INSERT INTO event (shop_id, id, type, customer_id, order_id, occurred_at, recorded_at, source, dedupe_key, properties)
      SELECT ${shopId}::uuid, r.id, r.type, r.customer_id, r.order_id, r.occurred_at, ${now}::timestamptz, r.source, r.dedupe_key, r.properties
      FROM (${found}) r
      ON CONFLICT (shop_id, dedupe_key) DO NOTHING
      RETURNING id AS event_id, type
    ), reacting AS (
      INSERT INTO reaction (shop_id, event_id, name, after, waits_for, due_at)
      SELECT ${shopId}::uuid, stored.event_id, called.name, called.after, called.waits_for,
        CASE WHEN called.waits_for IS NULL THEN ${now}::timestamptz ELSE ${new Date(now.getTime() + LONGEST_WAIT_MS)} END
      FROM jsonb_to_recordset(${JSON.stringify(called.rows)}::jsonb) AS called(event_id uuid, type text, name text, after text[], waits_for text)
      JOIN stored USING (${called.by})
    )`;
}

function row(event: StoredEvent) {
  return {
    id: event.id,
    type: event.type,
    customer_id: event.customerId,
    order_id: event.orderId?.toString() ?? null,
    occurred_at: event.occurredAt,
    source: event.source,
    dedupe_key: event.dedupeKey,
    properties: event.properties,
  };
}

async function reactionsOf(event: StoredEvent, now: Date) {
  const called = await reactionsTo(event.type);
  return called
    .filter(({ when }) => !when || when(event, now))
    .map(({ name, after, waitsFor }) => ({ event_id: event.id, name, after, waits_for: waitsFor }));
}
