import type { ShopTx } from "#app/ground/db.server.ts";
import { loadGoods } from "#app/orders/counting/load-goods.server.ts";
import type { EarnRule, RuleSnapshot } from "../program/earning-rule.ts";

import type { OrderAward, OwnedOrder } from "./owned-order.ts";
import { statesOfPaidOrders } from "./order.ts";
import { type LineRate, ratesFromJson } from "./rates.ts";
import { loadOrderSurroundings } from "./load-order-surroundings.server.ts";
import { countsAt, guestOrder } from "./order-conditions.server.ts";
import {
  earnedBefore,
  giftCardPaid,
  loyaltyPaid,
  type PaidOrder,
  paymentsUnread,
} from "./order-conditions.ts";

/** An order that counts or once did, as it is now, and what it was given so far. */
export type KnownOrder = {
  /** `paymentsUnread`: when it was paid, or how much of it by something that earns nothing, has not been asked for yet. */
  order: Omit<OwnedOrder, "tier" | "tiersVersion"> & { paymentsUnread: boolean };
  award: OrderAward | null;
};

type OrderRow = Omit<KnownOrder["order"], "lines" | "refunds" | keyof Conditions> & {
  awardCustomerId: string | null;
  ruleSnapshot: RuleSnapshot;
  lineRates: Record<string, LineRate>;
  posted: bigint;
  revision: number;
} & Pick<PaidOrder, "paidWithCredit" | "creditsPaid"> & {
    program: Pick<EarnRule, "giftCards" | "orderCap"> | null;
    timezone: string;
    paidAtSure: boolean;
  };
/** What is decided by more than the order itself. */
type Conditions = Pick<
  KnownOrder["order"],
  "loyaltyPaidMinor" | "giftCardPaidMinor" | "paymentsUnread" | "earnedBefore"
>;

/**
 * The orders among these that count or once did, with lines, refunds and award. One that belongs to nobody any more is still that of
 * whom it was awarded to, for what has to be taken back; one that never was anybody's is left out.
 */
export async function loadOrderFacts(
  tx: ShopTx,
  orderIds: readonly bigint[],
): Promise<KnownOrder[]> {
  const { shopId } = tx;
  const ids = orderIds.map(String);
  const orders = await tx.$queryRaw<OrderRow[]>`
    SELECT o.id, o.name, c.id AS "customerId", o.customer_id IS NOT NULL AS "isOwned", o.created_at AS "createdAt",
      o.processed_at AS "processedAt", o.paid_at AS "paidAt", o.paid_at_sure AS "paidAtSure", ${countsAt} AS "countsAt",
      o.cancelled_at AS "cancelledAt", o.test, o.financial_state AS "financialState", o.in_shop_currency AS "inShopCurrency", o.taxes_included AS "taxesIncluded",
      o.total_minor AS "totalMinor",
      CASE WHEN NOT EXISTS (
        SELECT FROM refund r WHERE r.shop_id = o.shop_id AND r.order_id = o.id AND r.created_at > o.source_updated_at)
      THEN o.current_total_minor END AS "currentTotalMinor",
      guest.is AS "isGuest", guest.is AND p.verified_at IS NULL AS "awaitsSignIn",
      o.shipping_minor - o.shipping_discount_minor AS "shippingMinor", o.shipping_tax_minor AS "shippingTaxMinor",
      o.paid_with_credit AS "paidWithCredit", o.credits_paid AS "creditsPaid", s.timezone,
      (SELECT jsonb_build_object('giftCards', program.gift_cards, 'orderCap', program.order_cap)
        FROM loyalty_program program WHERE program.shop_id = o.shop_id) AS program,
      a.customer_id AS "awardCustomerId", a.rule_snapshot AS "ruleSnapshot", a.line_rates AS "lineRates", a.posted, a.revision
    FROM "order" o
    JOIN shop s ON s.id = o.shop_id
    LEFT JOIN order_award a ON a.shop_id = o.shop_id AND a.order_id = o.id
    JOIN customer c ON c.shop_id = o.shop_id AND c.id = COALESCE(o.customer_id, a.customer_id)
    CROSS JOIN LATERAL (SELECT ${guestOrder} AS is) guest
    LEFT JOIN loyalty_profile p ON p.shop_id = o.shop_id AND p.customer_id = c.id
    WHERE o.shop_id = ${shopId}::uuid AND o.id = ANY(${ids}::bigint[])
      AND (a.order_id IS NOT NULL OR o.financial_state = ANY(${statesOfPaidOrders}::text[]))
    ORDER BY ${countsAt}, o.id`;
  const goods = await loadGoods(tx, orderIds);
  const conditions = await loadConditions(tx, orders);
  return orders.map((row, index) => ({
    order: {
      ...row,
      ...(conditions[index] as Conditions),
      ...goods(row.id),
    },
    award: awardOf(row),
  }));
}

/** What each order's payments and its customer's other orders make of it, in their order. */
async function loadConditions(tx: ShopTx, rows: readonly OrderRow[]): Promise<Conditions[]> {
  const [first] = rows;
  if (!first) return [];
  const { timezone } = first;
  // By the rule that it was first awarded by, or would be now.
  const asked = rows.map((row) => {
    const rule = row.awardCustomerId === null ? row.program : row.ruleSnapshot;
    const cardsEarnWhenBought = rule?.giftCards === "when_bought";
    return { ...row, cap: rule?.orderCap ?? null, cardsEarnWhenBought };
  });
  const known = await loadOrderSurroundings(tx, asked, timezone);
  return asked.map((order) => ({
    loyaltyPaidMinor: loyaltyPaid(order, known),
    giftCardPaidMinor: giftCardPaid(order, known),
    paymentsUnread: !order.paidAtSure || paymentsUnread(order, order.cardsEarnWhenBought, known),
    earnedBefore: earnedBefore(order, order.cap, timezone, known),
  }));
}

function awardOf(row: OrderRow): OrderAward | null {
  const { id: orderId, awardCustomerId: customerId, ruleSnapshot, posted, revision } = row;
  if (customerId === null) return null;
  const lineRates = ratesFromJson(row.lineRates);
  return { orderId, customerId, ruleSnapshot, lineRates, posted, revision };
}
