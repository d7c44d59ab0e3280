import { Prisma } from "#prisma/generated/client/client.ts";

// What loyalty asks about an order `o` of the customer `c`, with its award `a` if it has one.

/** Nobody with an account made it: no customer stands in it, and its owner was not known to Shopify then. */
export const guestOrder = Prisma.sql`(
  o.shopify_customer_id IS NULL AND (c.shopify_id IS NULL OR o.created_at < c.created_at))`;

/** The date that it counts by: when it was paid. */
export const countsAt = Prisma.sql`COALESCE(o.paid_at, o.processed_at)`;

/** When the period of its cap, `cap.period`, began by the clock of the shop `s`; null without a cap. */
export const capPeriodStart = Prisma.sql`(
  date_trunc(cap.period, ${countsAt} AT TIME ZONE s.timezone) AT TIME ZONE s.timezone)`;
