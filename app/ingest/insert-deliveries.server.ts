import type pg from "pg";

export type DeliveryRow = {
  id: string;
  shopDomain: string;
  topic: string;
  webhookId: string;
  eventId: string | null;
  triggeredAt: Date | null;
  receivedAt: Date;
  /** Sealed for `bodyPurpose(shopDomain)`. */
  body: Buffer;
  /** Of the body as it arrived. */
  sha256: Buffer;
};

const COLUMNS =
  "id, shop_domain, topic, webhook_id, event_id, triggered_at, received_at, due_at, body, sha256";
const COLUMN_COUNT = 10;
const ANSWER_WITHIN_MS = 4_000;

/** What a delivery's body is encrypted for: it opens for no other shop. */
export function bodyPurpose(shopDomain: string): string {
  return `${shopDomain}.delivery.body`;
}

/**
 * Stores deliveries in one statement and one commit; one that is already there (the same webhook id of the same shop) stays as it is.
 * Rejects within Shopify's patience when the database does not answer.
 */
export async function insertDeliveries(pool: pg.Pool, rows: DeliveryRow[]): Promise<void> {
  await pool.query({
    // One prepared statement for each size of batch: bodies travel as binary parameters, never as text in SQL.
    name: `insert-deliveries-${rows.length}`,
    text: statementFor(rows.length),
    values: rows.flatMap((row) => [
      row.id,
      row.shopDomain,
      row.topic,
      row.webhookId,
      row.eventId,
      row.triggeredAt,
      row.receivedAt,
      row.receivedAt,
      row.body,
      row.sha256,
    ]),
    // Not in the types of pg: the client gives up waiting, the server may still commit. A delivery that comes again is then a duplicate.
    query_timeout: ANSWER_WITHIN_MS,
  } as pg.QueryConfig);
}

const statements = new Map<number, string>();

function statementFor(rows: number): string {
  const known = statements.get(rows);
  if (known) return known;

  const tuples = Array.from({ length: rows }, (_, row) => {
    const parameters = Array.from(
      { length: COLUMN_COUNT },
      (_, column) => `$${row * COLUMN_COUNT + column + 1}`,
    );
    return `(${parameters.join(",")})`;
  });
  const text = `INSERT INTO delivery (${COLUMNS}) VALUES ${tuples.join(",")} ON CONFLICT (shop_domain, webhook_id) DO NOTHING`;
  statements.set(rows, text);
  return text;
}
