import { inShop } from "#app/ground/db.server.ts";

/** A trigger of Shopify Flow of which it is not known whether its workflows started. */
export type UnconfirmedTrigger = {
  eventId: string;
  handle: string;
  customerId: string;
  askedAt: Date;
};

const MOST = 20;

/** The latest of them. They are never asked for again by themselves: a workflow may give points, or write to somebody. */
export function listUnconfirmedTriggers(shopId: string): Promise<UnconfirmedTrigger[]> {
  return inShop(
    shopId,
    (tx) => tx.$queryRaw<UnconfirmedTrigger[]>`
      SELECT f.event_id AS "eventId", f.handle, e.customer_id AS "customerId", f.asked_at AS "askedAt"
      FROM flow_start f
      JOIN event e ON e.shop_id = f.shop_id AND e.id = f.event_id
      WHERE f.shop_id = ${shopId}::uuid AND f.state = 'unknown'
      ORDER BY f.asked_at DESC
      LIMIT ${MOST}::int`,
  );
}
