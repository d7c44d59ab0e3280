import type { EarnRule, Rounding } from "./rule.ts";

/** A line of an order, as it is known now. Money is minor units of the shop's currency, for the whole quantity. */
export type Line = {
  id: bigint;
  productId: bigint | null;
  /** Units ever ordered, those that were refunded or removed since included. */
  quantity: number;
  /** Units left after refunds and removals, as of the order's own latest payload. */
  currentQuantity: number;
  /** One unit, before discounts. */
  priceMinor: bigint;
  discountMinor: bigint;
  taxMinor: bigint;
  giftCard: boolean;
};

export type Refund = {
  /** Money that went back; 0 when none did (a removal, an exchange). */
  amountMinor: bigint;
  shippingMinor: bigint;
  /** Beyond lines and shipping; positive is to the customer. Shipping is not part of it. */
  adjustmentMinor: bigint;
  lines: readonly { lineId: bigint; quantity: number }[];
};

/** An order with all that is known about it. */
export type Order = {
  createdAt: Date;
  cancelledAt: Date | null;
  test: boolean;
  /** Shopify's words. */
  financialState: string;
  /** When it was first heard to be paid in full, whatever its state is now. */
  paidAt: Date | null;
  taxesIncluded: boolean;
  lines: readonly Line[];
  refunds: readonly Refund[];
};

/**
 * The whole points that an amount earns, rounded once. `minor` is minor units; zero or less earns nothing.
 * Formula: minor × pointsPerUnit ÷ unitMinor.
 */
export function pointsForSpend(
  minor: bigint,
  rule: Pick<EarnRule, "pointsPerUnit" | "unitMinor" | "rounding">,
): bigint {
  if (minor <= 0n) return 0n;
  return divide[rule.rounding](minor * BigInt(rule.pointsPerUnit), rule.unitMinor);
}

/**
 * The points that an order is worth now under the rule it was first awarded by. Computed from the latest facts alone,
 * so neither the order in which they arrived nor how a refund was split matters. Never negative.
 */
export function targetPoints(order: Order, rule: EarnRule): bigint {
  if (!rule.active || !isPaid(order)) return 0n;
  if (rule.earnsFrom !== null && order.createdAt < rule.earnsFrom) return 0n;
  return pointsForSpend(eligibleMinor(order, rule), rule);
}

/** The financial states, in Shopify's words, of orders that are or have been paid in full; `partially_paid` may be. */
export const statesOfPaidOrders: readonly string[] = [
  "paid",
  "partially_paid",
  "partially_refunded",
  "refunded",
];

/** Whether the order counts at all: paid, and neither cancelled nor a test. Drafts become orders when they are paid. */
export function isPaid(order: Order): boolean {
  if (order.test || order.cancelledAt !== null) return false;
  if (order.financialState === "partially_paid") return order.paidAt !== null; // An edit added something that is still to be paid.
  return statesOfPaidOrders.includes(order.financialState);
}

/**
 * The money in an order that earns, minor units: what remains of its eligible lines at what was paid for them, less their
 * share of amounts given back. Shipping is no line, so it neither earns nor takes away.
 */
export function eligibleMinor(order: Order, rule: EarnRule): bigint {
  if (order.financialState === "refunded") return 0n; // Everything went back, by lines or as an amount.

  let eligible = 0n;
  let remaining = 0n;
  for (const line of order.lines) {
    const left = remainingQuantity(line, order.refunds);
    remaining += shareOf(chargedMinor(line, order), left, line.quantity);
    if (earns(line, rule))
      eligible += shareOf(earningMinor(line, order, rule), left, line.quantity);
  }
  return rule.customRefunds === "ignore"
    ? eligible
    : prorated(eligible, remaining, givenBackMinor(order.refunds));
}

/**
 * Units of a line that the customer keeps. A refund shows twice: in its own lines and, once the order's next payload is
 * here, in the current quantity, which also shows removals by edits. Each alone is an upper bound, so the lower one is
 * right whichever arrived first, and nothing is taken off twice. (An edited order whose refund is newer than its payload
 * counts the refunded units of removed lines until that payload arrives; Shopify sends it with every refund.)
 */
export function remainingQuantity(line: Line, refunds: readonly Refund[]): number {
  const refunded = refunds
    .flatMap((refund) => refund.lines)
    .reduce((sum, { lineId, quantity }) => (lineId === line.id ? sum + quantity : sum), 0);
  return Math.max(0, Math.min(line.currentQuantity, line.quantity - refunded));
}

function earns(line: Line, rule: EarnRule): boolean {
  if (line.giftCard) return false; // It earns when it is spent.
  if (!rule.includeDiscounted && line.discountMinor > 0n) return false;
  return line.productId === null || !rule.excludedProductIds.includes(line.productId);
}

/** What a line earns for: its price as displayed, less discounts, less the tax inside it if the shop wants that. */
function earningMinor(line: Line, order: Order, rule: EarnRule): bigint {
  const paid = displayedMinor(line);
  return order.taxesIncluded && !rule.includeTax ? paid - line.taxMinor : paid;
}

/** What the customer paid for a line, tax included wherever it was added. */
function chargedMinor(line: Line, order: Order): bigint {
  return order.taxesIncluded ? displayedMinor(line) : displayedMinor(line) + line.taxMinor;
}

function displayedMinor(line: Line): bigint {
  return line.priceMinor * BigInt(line.quantity) - line.discountMinor;
}

/**
 * Money given back beyond lines and shipping, summed over all refunds, so that one that gave less than its lines makes up for
 * an earlier one that gave more. Refunds that moved no money (a removal, an exchange) say nothing about amounts.
 */
function givenBackMinor(refunds: readonly Refund[]): bigint {
  const sum = refunds
    .filter((refund) => refund.amountMinor > 0n)
    .reduce((total, refund) => total + customAmountMinor(refund), 0n);
  return sum > 0n ? sum : 0n;
}

/** The adjustment that Shopify writes for an amount; a refund that names neither lines nor adjustment is all amount. */
function customAmountMinor({ amountMinor, shippingMinor, adjustmentMinor, lines }: Refund): bigint {
  if (adjustmentMinor !== 0n || lines.length > 0) return adjustmentMinor;
  return amountMinor - shippingMinor;
}

/** `eligible` less its share of what was given back on all that remains. */
function prorated(eligible: bigint, remaining: bigint, givenBack: bigint): bigint {
  if (givenBack === 0n) return eligible;
  if (givenBack >= remaining) return 0n;
  return divide.half_up(eligible * (remaining - givenBack), remaining);
}

function shareOf(minor: bigint, units: number, ofUnits: number): bigint {
  if (units === ofUnits) return minor > 0n ? minor : 0n;
  if (units === 0 || minor <= 0n) return 0n;
  return divide.half_up(minor * BigInt(units), BigInt(ofUnits));
}

/** Whole division of numbers that are not negative. */
const divide: Record<Rounding, (dividend: bigint, divisor: bigint) => bigint> = {
  down: (dividend, divisor) => dividend / divisor,
  half_up: (dividend, divisor) => (2n * dividend + divisor) / (2n * divisor),
  up: (dividend, divisor) => (dividend + divisor - 1n) / divisor,
};
