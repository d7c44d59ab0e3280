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
  /** Money for those who served, no goods. */
  tip: boolean;
};

export type Refund = {
  createdAt: Date;
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

/** What an order is of, and what of it went back. */
export type Goods = { lines: readonly Line[]; refunds: readonly Refund[] };

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
export function chargedMinor(line: Line, { taxesIncluded }: { taxesIncluded: boolean }): bigint {
  return taxesIncluded ? displayedMinor(line) : displayedMinor(line) + line.taxMinor;
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
export function customAmountMinor(refund: Refund): bigint {
  const { amountMinor, shippingMinor, dutiesMinor, adjustmentMinor, lines } = refund;
  if (adjustmentMinor !== 0n || lines.length > 0) return adjustmentMinor;
  return amountMinor - shippingMinor - dutiesMinor;
}

/** The parts of an order by which it can be shown as it was earlier. */
export type Dated = Goods & {
  cancelledAt: Date | null;
  financialState: string;
  currentTotalMinor: bigint | null;
};

/**
 * An order as it was at a moment, by what is known of it now: what was given back, and whether it was cancelled, by then. Edits have
 * no date of their own; what they added or removed was always so. What Shopify says it comes to, it says of now.
 */
export function orderAsOf<Order extends Dated>(order: Order, moment: Date): Order {
  const cancelledAt =
    order.cancelledAt !== null && order.cancelledAt <= moment ? order.cancelledAt : null;
  const [before, after] = [
    order.refunds.filter(({ createdAt }) => createdAt <= moment),
    order.refunds.filter(({ createdAt }) => createdAt > moment),
  ];
  if (after.length === 0) return { ...order, cancelledAt };

  const isPartOnly =
    order.financialState === "refunded" && after.some((one) => one.amountMinor > 0n);
  return {
    ...order,
    cancelledAt,
    refunds: before,
    currentTotalMinor: null,
    financialState: isPartOnly ? "partially_refunded" : order.financialState,
    lines: order.lines.map((line) => ({
      ...line,
      currentQuantity: Math.min(
        line.quantity,
        line.currentQuantity + refundedQuantity(line, after),
      ),
    })),
  };
}
