import { Prisma } from "#prisma/generated/client/client.ts";

// What loyalty asks about an order `o` of the customer `c`, with its award `a` if it has one.

/** Nobody with an account made it: no customer stands in it, and its owner was not known to Shopify then. */
export const guestOrder = Prisma.sql`(
  o.shopify_customer_id IS NULL AND (c.shopify_id IS NULL OR o.created_at < c.created_at))`;

/** When the period of its cap, `cap.period`, began by the clock of the shop `s`; null without a cap. */
export const capPeriodStart = Prisma.sql`(
  date_trunc(cap.period, o.processed_at AT TIME ZONE s.timezone) AT TIME ZONE s.timezone)`;

/** What the orders before it, in the period of its cap, give. */
export const earnedBefore = Prisma.sql`(
  SELECT COALESCE(sum(given.posted), 0)::bigint
  FROM (SELECT CASE WHEN a.order_id IS NULL
    THEN (SELECT p.order_cap FROM loyalty_program p WHERE p.shop_id = o.shop_id)
    ELSE a.rule_snapshot->'orderCap' END->>'period' AS period) cap
  JOIN shop s ON s.id = o.shop_id
  JOIN "order" earlier ON cap.period IS NOT NULL AND earlier.shop_id = o.shop_id AND earlier.customer_id = o.customer_id
    AND earlier.processed_at >= ${capPeriodStart} AND (earlier.processed_at, earlier.id) < (o.processed_at, o.id)
  JOIN order_award given ON given.shop_id = o.shop_id AND given.order_id = earlier.id)`;

const issuedCredit = Prisma.sql`(
  r.shop_id = o.shop_id AND r.issued_at IS NOT NULL AND r.reward_snapshot->>'kind' = 'store_credit')`;

/** Whether the rule that it was first awarded by, or would be now, says so of gift cards. */
const cardsEarnWhenBought = Prisma.sql`(
  CASE WHEN a.order_id IS NULL
    THEN (SELECT p.gift_cards FROM loyalty_program p WHERE p.shop_id = o.shop_id)
    ELSE a.rule_snapshot->>'giftCards' END IS NOT DISTINCT FROM 'when_bought')`;

/**
 * A gift card or store credit paid for it, how much they paid is not known yet, and it matters: somebody got one as a reward, or
 * gift cards earned when they were bought.
 */
export const paymentsUnread = Prisma.sql`(
  o.paid_with_credit AND o.credits_paid IS NULL AND (${cardsEarnWhenBought} OR EXISTS (
    SELECT FROM redemption r WHERE r.shop_id = o.shop_id AND r.issued_at IS NOT NULL
      AND r.reward_snapshot->>'kind' IN ('store_credit', 'gift_card'))))`;

const issuedCard = Prisma.sql`(
  i.shop_id = o.shop_id AND i.shopify_gid = 'gid://shopify/GiftCard/' || (card->>'id'))`;

/** How much of it was paid by gift cards that were no rewards. */
export const giftCardPaid = Prisma.sql`(
  SELECT COALESCE(sum((card->>'minor')::bigint), 0)::bigint
  FROM jsonb_array_elements(o.credits_paid->'giftCards') card
  WHERE NOT EXISTS (SELECT FROM reward_issue i WHERE ${issuedCard}))`;

/**
 * How much of it was paid by gift cards that were rewards, whoever used them, and by store credit that was one. Store credit is
 * one purse: what came from rewards is taken to be spent first, by the customer's orders one after the other.
 */
export const loyaltyPaid = Prisma.sql`(CASE WHEN o.credits_paid IS NULL THEN 0 ELSE
  (SELECT COALESCE(sum((card->>'minor')::bigint), 0)
    FROM jsonb_array_elements(o.credits_paid->'giftCards') card
    JOIN reward_issue i ON ${issuedCard})
  + LEAST((o.credits_paid->>'storeCredit')::bigint, GREATEST(0,
    (SELECT COALESCE(sum((r.reward_snapshot->>'amountMinor')::bigint), 0)
      FROM redemption r WHERE r.customer_id = o.customer_id AND ${issuedCredit} AND r.issued_at <= o.processed_at)
    - (SELECT COALESCE(sum((earlier.credits_paid->>'storeCredit')::bigint), 0)
      FROM "order" earlier
      WHERE earlier.shop_id = o.shop_id AND earlier.customer_id = o.customer_id AND earlier.credits_paid IS NOT NULL
        AND (earlier.processed_at, earlier.id) < (o.processed_at, o.id))))
  END)::bigint`;
