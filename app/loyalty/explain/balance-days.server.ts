import { inShop } from "#app/ground/db.server.ts";

/** So many days on which something moved are told: the latest. */
const MOST_DAYS = 400;

/**
 * The points that a person had to spend at the end of each day on which they changed, by when things happened, in the shop's time
 * zone; the oldest day first. Reads entries of this one person only, by their index.
 */
export function balanceDays(
  { id: shopId, timezone }: { id: string; timezone: string },
  customerId: string,
): Promise<{ day: string; available: number }[]> {
  return inShop(
    shopId,
    (tx) => tx.$queryRaw`
    SELECT * FROM (
      SELECT to_char(day, 'YYYY-MM-DD') AS day, sum(points) OVER (ORDER BY day)::float8 AS available
      FROM (
        SELECT (occurred_at AT TIME ZONE ${timezone})::date AS day, sum(available_delta) AS points
        FROM ledger_entry
        WHERE shop_id = ${shopId}::uuid AND customer_id = ${customerId}::uuid AND available_delta <> 0
        GROUP BY 1
      ) moved
      ORDER BY day DESC
      LIMIT ${MOST_DAYS}::int
    ) latest
    ORDER BY day`,
  );
}
