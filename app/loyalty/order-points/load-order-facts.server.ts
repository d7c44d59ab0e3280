import type { ShopTx } from "#app/ground/db.server.ts";
import type { EarnRule, RuleSnapshot } from "../program/earning-rule.ts";

import { type DatedOrder } from "./order-as-of.ts";
import type { OrderAward, OwnedOrder } from "./owned-order.ts";
import { type Line, statesOfPaidOrders } from "./order.ts";
import { type LineRate, ratesFromJson } from "./rates.ts";
import { loadOrderSurroundings } from "./load-order-surroundings.server.ts";
import { guestOrder } from "./order-conditions.server.ts";
import {
  earnedBefore,
  giftCardPaid,
  loyaltyPaid,
  type PaidOrder,
  paymentsUnread,
} from "./order-conditions.ts";

/** An order that counts or once did, as it is now, and what it was given so far. */
export type KnownOrder = {
  /** `paymentsUnread`: something that earns nothing may have paid for it, and how much has not been asked for yet. */
  order: Omit<OwnedOrder, "tier" | "tiersVersion" | "refunds"> &
    Pick<DatedOrder, "refunds"> & { paymentsUnread: boolean };
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
  };
/** What is decided by more than the order itself. */
type Conditions = Pick<
  KnownOrder["order"],
  "loyaltyPaidMinor" | "giftCardPaidMinor" | "paymentsUnread" | "earnedBefore"
>;
type RefundRow = Omit<DatedOrder["refunds"][number], "lines"> & { id: bigint; orderId: bigint };
type RefundLineRow = { refundId: bigint; lineId: bigint; quantity: number };

/** The orders among these that count or once did and that belong to somebody, with lines, refunds and award. */
export async function loadOrderFacts(
  tx: ShopTx,
  orderIds: readonly bigint[],
): Promise<KnownOrder[]> {
  const { shopId } = tx;
  const ids = orderIds.map(String);
  const orders = await tx.$queryRaw<OrderRow[]>`
    SELECT o.id, o.name, o.customer_id AS "customerId", o.created_at AS "createdAt", o.processed_at AS "processedAt",
      o.cancelled_at AS "cancelledAt", o.test, o.financial_state AS "financialState", o.taxes_included AS "taxesIncluded",
      (SELECT min(e.occurred_at) FROM event e
        WHERE e.shop_id = o.shop_id AND e.order_id = o.id AND e.type = 'order.paid') AS "paidAt",
      guest.is AS "isGuest", guest.is AND p.verified_at IS NULL AS "awaitsSignIn",
      o.shipping_minor - o.shipping_discount_minor AS "shippingMinor", o.shipping_tax_minor AS "shippingTaxMinor",
      o.paid_with_credit AS "paidWithCredit", o.credits_paid AS "creditsPaid", s.timezone,
      (SELECT jsonb_build_object('giftCards', program.gift_cards, 'orderCap', program.order_cap)
        FROM loyalty_program program WHERE program.shop_id = o.shop_id) AS program,
      a.customer_id AS "awardCustomerId", a.rule_snapshot AS "ruleSnapshot", a.line_rates AS "lineRates", a.posted, a.revision
    FROM "order" o
    JOIN shop s ON s.id = o.shop_id
    JOIN customer c ON c.shop_id = o.shop_id AND c.id = o.customer_id
    CROSS JOIN LATERAL (SELECT ${guestOrder} AS is) guest
    LEFT JOIN loyalty_profile p ON p.shop_id = o.shop_id AND p.customer_id = o.customer_id
    LEFT JOIN order_award a ON a.shop_id = o.shop_id AND a.order_id = o.id
    WHERE o.shop_id = ${shopId}::uuid AND o.id = ANY(${ids}::bigint[])
      AND (a.order_id IS NOT NULL OR o.financial_state = ANY(${statesOfPaidOrders}::text[]))
    ORDER BY o.processed_at, o.id`;
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

/** What each of these orders is of, and what of it went back: lines and refunds by order. */
export async function loadGoods(
  tx: ShopTx,
  orderIds: readonly bigint[],
): Promise<(orderId: bigint) => Pick<DatedOrder, "lines" | "refunds">> {
  const { shopId } = tx;
  const ids = orderIds.map(String);
  const lines = await tx.$queryRaw<(Line & { orderId: bigint })[]>`
    SELECT id, order_id AS "orderId", product_id AS "productId", quantity, current_quantity AS "currentQuantity",
      price_minor AS "priceMinor", discount_minor AS "discountMinor", tax_minor AS "taxMinor", gift_card AS "giftCard"
    FROM order_line
    WHERE shop_id = ${shopId}::uuid AND order_id = ANY(${ids}::bigint[])`;
  const refunds = await tx.$queryRaw<RefundRow[]>`
    SELECT id, order_id AS "orderId", created_at AS "createdAt", amount_minor AS "amountMinor", shipping_minor AS "shippingMinor",
      duties_minor AS "dutiesMinor", adjustment_minor AS "adjustmentMinor"
    FROM refund
    WHERE shop_id = ${shopId}::uuid AND order_id = ANY(${ids}::bigint[])`;
  const refundLines = await tx.$queryRaw<RefundLineRow[]>`
    SELECT refund_id AS "refundId", line_id AS "lineId", quantity
    FROM refund_line
    WHERE shop_id = ${shopId}::uuid AND order_id = ANY(${ids}::bigint[])`;

  const linesOf = Map.groupBy(lines, ({ orderId }) => orderId);
  const refundsOf = Map.groupBy(refunds, ({ orderId }) => orderId);
  const refundLinesOf = Map.groupBy(refundLines, ({ refundId }) => refundId);
  return (orderId) => ({
    lines: linesOf.get(orderId) ?? [],
    refunds: (refundsOf.get(orderId) ?? []).map((refund) => ({
      ...refund,
      lines: refundLinesOf.get(refund.id) ?? [],
    })),
  });
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
    paymentsUnread: paymentsUnread(order, order.cardsEarnWhenBought, known),
    earnedBefore: earnedBefore(order, order.cap, timezone, known),
  }));
}

function awardOf(row: OrderRow): OrderAward | null {
  const { id: orderId, awardCustomerId: customerId, ruleSnapshot, posted, revision } = row;
  if (customerId === null) return null;
  const lineRates = ratesFromJson(row.lineRates);
  return { orderId, customerId, ruleSnapshot, lineRates, posted, revision };
}
