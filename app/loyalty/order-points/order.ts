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
  /** What went back for shipping, tax included. */
  shippingMinor: bigint;
  /** Duties and other fees that went back. */
  dutiesMinor: bigint;
  /** Beyond lines, shipping and duties; positive is to the customer. */
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
  /** Whether nobody with an account made it: no customer stands in it, and its owner was not known to Shopify then. */
  isGuest: boolean;
  /** What shipping cost as its price was displayed, less discounts. */
  shippingMinor: bigint;
  shippingTaxMinor: bigint;
  /** How much of it was paid with gift cards and store credit that were rewards. */
  loyaltyPaidMinor: bigint;
  /** How much of it was paid with gift cards that somebody had bought. */
  giftCardPaidMinor: bigint;
  /** What the customer's orders that are dated before it, in the period of its cap, give. */
  earnedBefore: bigint;
  lines: readonly Line[];
  refunds: readonly Refund[];
};

/** The financial states, in Shopify's words, of orders that are or have been paid in full; `partially_paid` may be. */
export const statesOfPaidOrders: readonly string[] = [
  "paid",
  "partially_paid",
  "partially_refunded",
  "refunded",
];

/** Whether the order counts at all: paid, and neither cancelled nor a test. Drafts become orders when they are paid. */
export function isPaid(
  order: Pick<Order, "test" | "cancelledAt" | "financialState" | "paidAt">,
): boolean {
  return order.cancelledAt === null && wasPaid(order);
}

/** Whether the order counted before it was cancelled, if it was. */
export function wasPaid(order: Pick<Order, "test" | "financialState" | "paidAt">): boolean {
  if (order.test) return false;
  if (order.financialState === "partially_paid") return order.paidAt !== null; // An edit added something that is still to be paid.
  return statesOfPaidOrders.includes(order.financialState);
}

/**
 * Units of a line that the customer keeps. A refund shows twice: in its own lines and, once the order's next payload is
 * here, in the current quantity, which also shows removals by edits. Each alone is an upper bound, so the lower one is
 * right whichever arrived first, and nothing is taken off twice. (An edited order whose refund is newer than its payload
 * counts the refunded units of removed lines until that payload arrives; Shopify sends it with every refund.)
 */
export function remainingQuantity(
  line: Pick<Line, "id" | "quantity" | "currentQuantity">,
  refunds: readonly Pick<Refund, "lines">[],
): number {
  const left = line.quantity - refundedQuantity(line, refunds);
  return Math.max(0, Math.min(line.currentQuantity, left));
}

/** Units of a line that these refunds name. */
export function refundedQuantity(
  { id }: Pick<Line, "id">,
  refunds: readonly Pick<Refund, "lines">[],
): number {
  return refunds
    .flatMap(({ lines }) => lines)
    .reduce((sum, { lineId, quantity }) => (lineId === id ? sum + quantity : sum), 0);
}

/** What the customer paid for a line, tax included wherever it was added. */
export function chargedMinor(line: Line, order: Order): bigint {
  return order.taxesIncluded ? displayedMinor(line) : displayedMinor(line) + line.taxMinor;
}

/** What the customer paid for shipping, tax included wherever it was added. */
export function chargedShippingMinor(order: Order): bigint {
  return order.taxesIncluded ? order.shippingMinor : order.shippingMinor + order.shippingTaxMinor;
}

/** What of that is left after all refunds; never negative. */
export function keptShippingMinor(order: Order): bigint {
  const back = order.refunds.reduce((sum, { shippingMinor }) => sum + shippingMinor, 0n);
  const charged = chargedShippingMinor(order);
  if (back <= 0n) return charged;
  return back < charged ? charged - back : 0n;
}

/** What a line cost as its price was displayed, less discounts. */
export function displayedMinor(line: Line): bigint {
  return line.priceMinor * BigInt(line.quantity) - line.discountMinor;
}

/**
 * Money given back beyond lines and shipping, summed over all refunds, so that one that gave less than its lines makes up for
 * an earlier one that gave more. Refunds that moved no money (a removal, an exchange) say nothing about amounts.
 */
export function givenBackMinor(refunds: readonly Refund[]): bigint {
  const sum = refunds
    .filter((refund) => refund.amountMinor > 0n)
    .reduce((total, refund) => total + customAmountMinor(refund), 0n);
  return sum > 0n ? sum : 0n;
}

/** The adjustment that Shopify writes for an amount; a refund that names neither lines nor adjustment is all amount. */
function customAmountMinor(refund: Refund): bigint {
  const { amountMinor, shippingMinor, dutiesMinor, adjustmentMinor, lines } = refund;
  if (adjustmentMinor !== 0n || lines.length > 0) return adjustmentMinor;
  return amountMinor - shippingMinor - dutiesMinor;
}
