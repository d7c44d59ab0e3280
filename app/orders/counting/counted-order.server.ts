import { Prisma } from "#prisma/generated/client/client.ts";

/**
 * An order `o` that is or was paid in full. Partly paid is also one that was, and to which an edit has added something
 * that is still to be paid: it does not stop to count for that.
 */
export const paidInFull = Prisma.sql`(
  o.financial_state IN ('paid', 'partially_refunded', 'refunded')
  OR (o.financial_state = 'partially_paid' AND EXISTS (
    SELECT FROM event e WHERE e.shop_id = o.shop_id AND e.order_id = o.id AND e.type = 'order.paid')))`;

/** An order `o` that the customers' aggregates count: paid in full, no test and not cancelled. */
export const countedOrder = Prisma.sql`
  ${paidInFull} AND NOT o.test AND o.cancelled_at IS NULL`;
