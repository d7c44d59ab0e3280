import { Prisma } from "#prisma/generated/client/client.ts";

/**
 * An order `o` that is or was paid in full. Partly paid is also one that was, and to which an edit has added something
 * that is still to be paid: it does not stop to count for that.
 */
export const paidInFull = Prisma.sql`(
  o.financial_state IN ('paid', 'partially_refunded', 'refunded')
  OR (o.financial_state = 'partially_paid' AND o.paid_at IS NOT NULL))`;

/**
 * An order `o` that counts, or did until something of it went back: paid in full, no test, and in the currency that the shop's amounts
 * are in. Example: a shop in GBP was turned to USD in Shopify. Its orders in USD count for nothing, as nobody turns their amounts into GBP.
 */
export const onceCountedOrder = Prisma.sql`(${paidInFull} AND NOT o.test AND o.in_shop_currency)`;

/**
 * An order `o` that counts, wherever orders are counted: one of those, neither cancelled nor deleted (which is cancelled, too), of which
 * goods remain.
 */
export const countedOrder = Prisma.sql`(
  ${onceCountedOrder} AND o.cancelled_at IS NULL AND o.goods_remain)`;

/**
 * What was spent on an order `o` that counts, minor units: `remainsOf`, kept as facts arrive. One that was known before that was kept is
 * counted soon; until then it is what was paid less what was given back.
 */
export const spentOnOrder = Prisma.sql`COALESCE(o.spent_minor, o.total_minor - o.refunded_minor)`;
