import { Prisma } from "#prisma/generated/client/client.ts";

// What loyalty asks about an order `o` of the customer `c`.

/** Nobody with an account made it: no customer stands in it, and its owner was not known to Shopify then. */
export const guestOrder = Prisma.sql`(
  o.shopify_customer_id IS NULL AND (c.shopify_id IS NULL OR o.created_at < c.created_at))`;

const issuedCredit = Prisma.sql`(
  r.shop_id = o.shop_id AND r.issued_at IS NOT NULL AND r.reward_snapshot->>'kind' = 'store_credit')`;

/** Somebody got a gift card or store credit as a reward, one of these paid for it, and how much they paid is not known yet. */
export const paymentsUnread = Prisma.sql`(
  o.paid_with_credit AND o.credits_paid IS NULL AND EXISTS (
    SELECT FROM redemption r WHERE r.shop_id = o.shop_id AND r.issued_at IS NOT NULL
      AND r.reward_snapshot->>'kind' IN ('store_credit', 'gift_card')))`;

/**
 * How much of it was paid by gift cards that were rewards, whoever used them, and by store credit that was one. Store credit is
 * one purse: what came from rewards is taken to be spent first, by the customer's orders one after the other.
 */
export const loyaltyPaid = Prisma.sql`(CASE WHEN o.credits_paid IS NULL THEN 0 ELSE
  (SELECT COALESCE(sum((card->>'minor')::bigint), 0)
    FROM jsonb_array_elements(o.credits_paid->'giftCards') card
    JOIN reward_issue i ON i.shop_id = o.shop_id AND i.shopify_gid = 'gid://shopify/GiftCard/' || (card->>'id'))
  + LEAST((o.credits_paid->>'storeCredit')::bigint, GREATEST(0,
    (SELECT COALESCE(sum((r.reward_snapshot->>'amountMinor')::bigint), 0)
      FROM redemption r WHERE r.customer_id = o.customer_id AND ${issuedCredit} AND r.issued_at <= o.processed_at)
    - (SELECT COALESCE(sum((earlier.credits_paid->>'storeCredit')::bigint), 0)
      FROM "order" earlier
      WHERE earlier.shop_id = o.shop_id AND earlier.customer_id = o.customer_id AND earlier.credits_paid IS NOT NULL
        AND (earlier.processed_at, earlier.id) < (o.processed_at, o.id))))
  END)::bigint`;
