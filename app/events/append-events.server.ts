import type { ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

import type { EventDraft, StoredEvent } from "./event.ts";
import { reactionRows } from "./registered-reactions.server.ts";

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
  const stored = await tx.$queryRaw<{ id: string }[]>`
    WITH stored AS (
      INSERT INTO event (shop_id, id, type, customer_id, order_id, occurred_at, recorded_at, source, dedupe_key, properties)
      SELECT ${shopId}::uuid, r.id, r.type, r.customer_id, r.order_id, r.occurred_at, ${now}, r.source, r.dedupe_key, r.properties
      FROM jsonb_to_recordset(${JSON.stringify(events.map(row))}::jsonb) AS r(
        id uuid, type text, customer_id uuid, order_id bigint, occurred_at timestamptz, source text, dedupe_key text, properties jsonb)
      ON CONFLICT (shop_id, dedupe_key) DO NOTHING
      RETURNING id, type, source
    ), reacting AS (
      INSERT INTO reaction (shop_id, event_id, name, after, due_at)
      SELECT ${shopId}::uuid, stored.id, n.name, n.after, ${now}
      FROM stored
      JOIN jsonb_to_recordset(${await reactionRows()}::jsonb) AS n(type text, name text, after text[], news boolean) ON n.type = stored.type
      WHERE NOT (n.news AND stored.source = 'backfill')
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
