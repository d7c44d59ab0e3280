import type { OwnedOrder } from "#app/loyalty/order-points/owned-order.ts";
import type { Order } from "#app/loyalty/order-points/order.ts";
import { targetPoints } from "#app/loyalty/order-points/points.ts";
import { ratesOf } from "#app/loyalty/order-points/rates.ts";
import { defaultRule, type OrderRule } from "#app/loyalty/program/earning-rule.ts";
import type { Line, Refund } from "#app/orders/counting/goods.ts";

// Orders and refunds for the loyalty cases, as ingest would leave them. Money is minor units.

export const usd: OrderRule = defaultRule("USD");
export const NOV_1 = new Date("2026-11-01T10:00:00Z");
const NOV_9 = new Date("2026-11-09T10:00:00Z");

let nextId = 1n;

/** A line of one thing at this price, at full price and without tax, unless traits say otherwise. */
export function line(price: number, traits: Partial<Line> = {}): Line {
  const quantity = traits.quantity ?? 1;
  return {
    id: nextId++,
    productId: null,
    quantity,
    currentQuantity: quantity,
    priceMinor: BigInt(price),
    discountMinor: 0n,
    taxMinor: 0n,
    giftCard: false,
    tip: false,
    ...traits,
  };
}

/** A member's paid order of these lines. */
export function order(lines: Line[], traits: Partial<Order> = {}): Order {
  return {
    isOwned: true,
    inShopCurrency: true,
    createdAt: NOV_1,
    cancelledAt: null,
    test: false,
    financialState: "paid",
    paidAt: new Date("2026-11-01T10:05:00Z"),
    taxesIncluded: false,
    totalMinor: 0n,
    currentTotalMinor: null,
    isGuest: false,
    shippingMinor: 0n,
    shippingTaxMinor: 0n,
    loyaltyPaidMinor: 0n,
    giftCardPaidMinor: 0n,
    earnedBefore: 0n,
    lines,
    refunds: [],
    ...traits,
  };
}

/** The same as an order of somebody, to be awarded. */
export function ownedOrder(lines: Line[], traits: Partial<OwnedOrder> = {}): OwnedOrder {
  return {
    ...order(lines),
    id: 991n,
    name: "#1001",
    customerId: "ann",
    processedAt: NOV_1,
    countsAt: traits.paidAt ?? new Date("2026-11-01T10:05:00Z"),
    tier: null,
    tiersVersion: null,
    awaitsSignIn: false,
    ...traits,
  };
}

/** A refund of so many of each line. */
export function refundOf(...lines: [Line, number][]): Refund {
  const parts = lines.map(([{ id }, quantity]) => ({ lineId: id, quantity }));
  return { ...amountBack(0), amountMinor: 1n, lines: parts };
}

/** A refund of an amount that belongs to no line. */
export function amountBack(minor: number): Refund {
  return {
    createdAt: NOV_9,
    amountMinor: BigInt(minor),
    shippingMinor: 0n,
    dutiesMinor: 0n,
    adjustmentMinor: BigInt(minor),
    lines: [],
  };
}

/** What each refund in turn changes, as the order's line rates were at first. */
export function steps(bought: Order, refunds: Refund[], rule: OrderRule): bigint[] {
  const rates = ratesOf(bought.lines, rule);
  const targets = refunds.map((_, index) =>
    targetPoints({ ...bought, refunds: refunds.slice(0, index + 1) }, rule, rates),
  );
  return targets.map(
    (target, index) => target - (targets[index - 1] ?? targetPoints(bought, rule, rates)),
  );
}
