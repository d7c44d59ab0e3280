import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { wake } from "#app/ground/queues.server.ts";

import { topicOf } from "./outgoing-topics.ts";

/** Notes for each endpoint of the shop that wants to hear of these events that it is to be told. Running twice notes nothing twice. */
export async function queueWebhooks(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  if (events.length === 0) return;
  const at = now();
  const count = await inShop(
    shopId,
    (tx) => tx.$executeRaw`
      INSERT INTO webhook_send (shop_id, endpoint_id, event_id, due_at)
      SELECT ${shopId}::uuid, endpoint.id, event.id, ${at}
      FROM webhook_endpoint endpoint
      JOIN unnest(${events.map(({ id }) => id)}::uuid[], ${events.map(({ type }) => topicOf(type))}::text[]) AS event(id, topic)
        ON event.topic = ANY(endpoint.topics)
      WHERE endpoint.shop_id = ${shopId}::uuid AND endpoint.disabled_at IS NULL
      ON CONFLICT DO NOTHING`,
  );
  if (count > 0) await wake("send-webhooks", { shopId });
}
