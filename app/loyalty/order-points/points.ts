import { divide, shareOf } from "#app/ground/division.ts";
import {
  chargedMinor,
  displayedMinor,
  givenBackMinor,
  type Line,
  remainingQuantity,
} from "#app/orders/counting/goods.ts";
import { returnedMinor } from "#app/orders/counting/remains.ts";

import { chargedShippingMinor, isCounted, keptShippingMinor, type Order } from "./order.ts";
import { type LineRates, productRate, ratesOf } from "./rates.ts";
import { ONCE, type OrderRule } from "../program/earning-rule.ts";

/** The parts of a rule by which money becomes points. */
export type PointsPerMoney = Pick<OrderRule, "pointsPerUnit" | "unitMinor" | "rounding">;

/** What a part of an order still earns for: money that counts, minor units, and the rate that it counts at. */
export type Earning = { minor: bigint; multiplierBps: number };
export type EarningLine = Earning & { lineId: bigint };

const BPS = BigInt(ONCE);
const NOTHING: Earning = { minor: 0n, multiplierBps: ONCE };

/**
 * The whole points that an amount earns, rounded once. `minor` is minor units; zero or less earns nothing.
 * Formula: minor × multiplierBps ÷ 10000 × pointsPerUnit ÷ unitMinor.
 */
export function pointsForSpend(minor: bigint, rule: PointsPerMoney, multiplierBps = ONCE): bigint {
  return pointsForWeighted(minor * BigInt(multiplierBps), rule);
}

/**
 * The points that an order is worth now under the rule it was first awarded by. Computed from the latest facts alone,
 * so neither the order in which they arrived nor how a refund was split matters. Never negative.
 */
export function targetPoints(
  order: Order,
  rule: OrderRule,
  rates: LineRates = ratesOf(order.lines, rule),
): bigint {
  if (rule.active === false || !order.isOwned || !isCounted(order)) return 0n;
  if (rule.earnsFrom !== null && order.createdAt < rule.earnsFrom) return 0n;
  if (order.isGuest && rule.guestPoints === "off") return 0n;
  return underCap(pointsForWeighted(weightedMinor(order, rule, rates), rule), order, rule);
}

/** What makes an order give less than its parts by themselves. */
export type Lessening = "given_back" | "reward" | "gift_card" | "cap";

/** All that makes this order, which counts, give less than what its lines and shipping earn by themselves. */
export function lesseningsOf(order: Order, rule: OrderRule, rates: LineRates): Lessening[] {
  const points = pointsForWeighted(weightedMinor(order, rule, rates), rule);
  const applies: Record<Lessening, boolean> = {
    given_back: takenBack(order, rule) > 0n,
    reward: order.loyaltyPaidMinor > 0n,
    gift_card: paidByCards(order, rule) > 0n,
    cap: underCap(points, order, rule) < points,
  };
  return (Object.keys(applies) as Lessening[]).filter((one) => applies[one]);
}

/** What of its points an order gives, as those before it have left of the cap. */
function underCap(points: bigint, { earnedBefore }: Order, { orderCap }: OrderRule): bigint {
  if (orderCap === null) return points;
  const left = BigInt(orderCap.points) - earnedBefore;
  if (left <= 0n) return 0n;
  return points < left ? points : left;
}

/**
 * The money in an order that earns, each part's times its rate: minor units × basis points. What remains of its eligible
 * lines, and of shipping where that earns, counts at what was paid for it, less its share of amounts given back and of what
 * was paid with something that earns nothing when it is spent. Shipping that does not earn takes nothing away either.
 */
function weightedMinor(order: Order, rule: OrderRule, rates: LineRates): bigint {
  const weighted = [
    ...earningLines(order, rule, rates),
    earningShipping(order, rule) ?? NOTHING,
  ].reduce((sum, { minor, multiplierBps }) => sum + minor * BigInt(multiplierBps), 0n);
  const [chargedShipping, keptShipping] = rule.includeShipping
    ? [chargedShippingMinor(order), keptShippingMinor(order)]
    : [0n, 0n];
  const charged = sumOf(order.lines, (line) => chargedMinor(line, order));
  const remaining = sumOf(order.lines, (line) =>
    shareOf(chargedMinor(line, order), remainingQuantity(line, order.refunds), line.quantity),
  );
  // What is paid with rewards earns nothing, nor what is paid with gift cards that earned when they were bought.
  const paidWithout = order.loyaltyPaidMinor + paidByCards(order, rule);
  return less(weighted, [
    { part: takenBack(order, rule), of: remaining + keptShipping },
    { part: paidWithout, of: charged + chargedShipping },
  ]);
}

/**
 * Amounts given back, where they count: money beyond goods and shipping, but never more than what Shopify's own total is without. A coat
 * of 100 is exchanged for one of 70, and 30 go back as money: no amount.
 */
function takenBack(order: Order, { customRefunds }: OrderRule): bigint {
  if (customRefunds === "ignore") return 0n;
  const told = givenBackMinor(order.refunds);
  const { totalMinor, currentTotalMinor } = order;
  if (told === 0n || currentTotalMinor === null) return told;
  const missing = totalMinor - returnedMinor(order) - currentTotalMinor;
  if (missing <= 0n) return 0n;
  return missing < told ? missing : told;
}

/** How much was paid with gift cards that earned when they were bought. */
function paidByCards(order: Order, { giftCards }: OrderRule): bigint {
  return giftCards === "when_bought" ? order.giftCardPaidMinor : 0n;
}

/** What remains of each line that earns, before amounts given back and rewards are taken off all of them together. */
export function earningLines(order: Order, rule: OrderRule, rates: LineRates): EarningLine[] {
  if (order.financialState === "refunded") return []; // Everything went back, by lines or as an amount.
  return order.lines.flatMap((line) => {
    const rate = rates.get(line.id);
    if (!rate?.eligible || !earns(line, rule)) return [];
    const left = remainingQuantity(line, order.refunds);
    const minor = shareOf(earningMinor(line, order, rule), left, line.quantity);
    return [{ lineId: line.id, minor, multiplierBps: rate.multiplierBps }];
  });
}

/** What shipping still earns for; null where it earns nothing. It is in no collection: only what holds for everything reaches it. */
export function earningShipping(order: Order, rule: OrderRule): Earning | null {
  if (!rule.includeShipping || order.financialState === "refunded") return null;
  const charged = chargedShippingMinor(order);
  if (charged <= 0n) return null;
  const paid = withoutTax(order.shippingMinor, order.shippingTaxMinor, order, rule);
  const minor = divide.half_up(paid * keptShippingMinor(order), charged);
  return { minor, multiplierBps: productRate(null, rule).multiplierBps };
}

function earns(line: Line, rule: OrderRule): boolean {
  if (line.giftCard && rule.giftCards === "when_spent") return false;
  if (line.tip && !rule.includeTips) return false;
  if (isCustomItem(line) && !rule.includeCustomItems) return false;
  return rule.includeDiscounted || line.discountMinor <= 0n;
}

/** Something that the shop has no product for: a service, or what was typed in at the till. */
function isCustomItem({ productId, giftCard, tip }: Line): boolean {
  return productId === null && !giftCard && !tip;
}

/** What a line earns for: its price as displayed, less discounts, less the tax inside it if the shop wants that. */
function earningMinor(line: Line, order: Order, rule: OrderRule): bigint {
  return withoutTax(displayedMinor(line), line.taxMinor, order, rule);
}

/** A displayed price, less the tax inside it if the shop wants that. */
function withoutTax(minor: bigint, taxMinor: bigint, order: Order, rule: OrderRule): bigint {
  return order.taxesIncluded && !rule.includeTax ? minor - taxMinor : minor;
}

/**
 * `weighted` less these parts of it. What is taken off is money, so the rest is rounded to whole minor units, but never up
 * beyond what there was.
 */
function less(weighted: bigint, takenOff: readonly { part: bigint; of: bigint }[]): bigint {
  const parts = takenOff.filter(({ part }) => part > 0n);
  if (parts.length === 0) return weighted;
  if (parts.some(({ part, of }) => part >= of)) return 0n;
  const kept = parts.reduce((product, { part, of }) => product * (of - part), weighted);
  const whole = parts.reduce((product, { of }) => product * of, BPS);
  const rest = divide.half_up(kept, whole) * BPS;
  return rest < weighted ? rest : weighted;
}

function pointsForWeighted(weighted: bigint, rule: PointsPerMoney): bigint {
  if (weighted <= 0n) return 0n;
  return divide[rule.rounding](weighted * BigInt(rule.pointsPerUnit), rule.unitMinor * BPS);
}

function sumOf(lines: readonly Line[], minorOf: (line: Line) => bigint): bigint {
  return lines.reduce((sum, line) => sum + minorOf(line), 0n);
}
