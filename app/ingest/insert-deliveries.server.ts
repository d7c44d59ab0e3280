import type pg from "pg";

/** One delivery on its way into the table. */
export type DeliveryRow = {
  id: string;
  shopDomain: string;
  topic: string;
  webhookId: string;
  eventId: string | null;
  triggeredAt: Date | null;
  receivedAt: Date;
  /** Sealed. */
  body: Buffer;
  /** Of the body as it arrived. */
  sha256: Buffer;
  state: "received" | "unknown";
  /** Set where nothing is left to be done. */
  finishedAt: Date | null;
};

const SHA256_BYTES = 32;

/**
 * One statement for batches of any size, so that it is parsed once a connection. All bodies travel end to end as one
 * binary parameter and are cut apart here: in an array they would go as text, twice as long.
 */
const INSERT = `
  INSERT INTO delivery (id, shop_domain, topic, webhook_id, event_id, triggered_at, received_at, due_at, body, sha256, state, finished_at)
  SELECT r.id, r.shop_domain, r.topic, r.webhook_id, r.event_id, r.triggered_at, r.received_at, r.received_at,
         substring($8::bytea FROM r.body_start FOR r.body_length),
         substring($9::bytea FROM r.position * ${SHA256_BYTES} + 1 FOR ${SHA256_BYTES}),
         r.state, r.finished_at
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
              $10::int[], $11::int[], $12::int[], $13::text[], $14::timestamptz[])
    AS r(id, shop_domain, topic, webhook_id, event_id, triggered_at, received_at, body_start, body_length, position, state, finished_at)
  ON CONFLICT (shop_domain, webhook_id) DO NOTHING`;

/**
 * Stores deliveries in one statement and one commit; one that is already there (the same webhook id of the same shop) stays as it is.
 * Rejects when the database does not take them.
 */
export async function insertDeliveries(pool: pg.Pool, rows: DeliveryRow[]): Promise<void> {
  const starts: number[] = [];
  let end = 0;
  for (const { body } of rows) {
    starts.push(end + 1); // SQL counts bytes from one.
    end += body.length;
  }
  await pool.query({
    name: "insert-deliveries",
    text: INSERT,
    values: [
      rows.map(({ id }) => id),
      rows.map(({ shopDomain }) => shopDomain),
      rows.map(({ topic }) => topic),
      rows.map(({ webhookId }) => webhookId),
      rows.map(({ eventId }) => eventId),
      rows.map(({ triggeredAt }) => triggeredAt?.toISOString() ?? null),
      rows.map(({ receivedAt }) => receivedAt.toISOString()),
      Buffer.concat(rows.map(({ body }) => body)),
      Buffer.concat(rows.map(({ sha256 }) => sha256)),
      starts,
      rows.map(({ body }) => body.length),
      rows.map((_, index) => index),
      rows.map(({ state }) => state),
      rows.map(({ finishedAt }) => finishedAt?.toISOString() ?? null),
    ],
  });
}
