import { DAY_MS } from "#app/ground/calendar.ts";
import type { ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

import type { EventDraft, StoredEvent } from "./event.ts";
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
  const events = once.map((draft): StoredEvent => ({ ...draft, id: newId(), shopId }));
  const reactions = (await Promise.all(events.map(reactionsOf))).flat();
  const stored = await tx.$queryRaw<{ id: string }[]>`
    WITH stored AS (
      INSERT INTO event (shop_id, id, type, customer_id, order_id, occurred_at, recorded_at, source, dedupe_key, properties)
      SELECT ${shopId}::uuid, r.id, r.type, r.customer_id, r.order_id, r.occurred_at, ${now}, r.source, r.dedupe_key, r.properties
      FROM jsonb_to_recordset(${JSON.stringify(events.map(row))}::jsonb) AS r(
        id uuid, type text, customer_id uuid, order_id bigint, occurred_at timestamptz, source text, dedupe_key text, properties jsonb)
      ON CONFLICT (shop_id, dedupe_key) DO NOTHING
      RETURNING id
    ), reacting AS (
      INSERT INTO reaction (shop_id, event_id, name, after, waits_for, due_at)
      SELECT ${shopId}::uuid, stored.id, called.name, called.after, called.waits_for,
        CASE WHEN called.waits_for IS NULL THEN ${now}::timestamptz ELSE ${new Date(now.getTime() + LONGEST_WAIT_MS)} END
      FROM jsonb_to_recordset(${JSON.stringify(reactions)}::jsonb) AS called(event_id uuid, name text, after text[], waits_for text)
      JOIN stored ON stored.id = called.event_id
    )
    SELECT id::text FROM stored`;
  const isNew = new Set(stored.map(({ id }) => id));
  return events.filter(({ id }) => isNew.has(id));
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

async function reactionsOf(event: StoredEvent) {
  const called = await reactionsTo(event.type);
  return called
    .filter(({ when }) => !when || when(event))
    .map(({ name, after, waitsFor }) => ({ event_id: event.id, name, after, waits_for: waitsFor }));
}
