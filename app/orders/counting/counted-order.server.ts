import { Prisma } from "#prisma/generated/client/client.ts";

/**
 * An order `o` that is or was paid in full. Partly paid is also one that was, and to which an edit has added something
 * that is still to be paid: it does not stop to count for that.
 */
export const paidInFull = Prisma.sql`(
  o.financial_state IN ('paid', 'partially_refunded', 'refunded')
  OR (o.financial_state = 'partially_paid' AND o.paid_at IS NOT NULL))`;

/**
 * An order `o` that counts, wherever orders are counted: paid in full, no test, neither cancelled nor deleted (which is cancelled, too),
 * and goods of it remain.
 */
export const countedOrder = Prisma.sql`(
  ${paidInFull} AND NOT o.test AND o.cancelled_at IS NULL AND o.goods_remain)`;

/**
 * What was spent on an order `o` that counts, minor units: `remainsOf`, kept as facts arrive. One that was known before that was kept is
 * counted soon; until then it is what was paid less what was given back.
 */
export const spentOnOrder = Prisma.sql`COALESCE(o.spent_minor, o.total_minor - o.refunded_minor)`;
