import { type Goods } from "#app/orders/counting/goods.ts";

/** An order with all that is known about it. */
export type Order = Goods & {
  /** Whether it belongs to anybody: a customer can be taken off an order. */
  isOwned: boolean;
  createdAt: Date;
  cancelledAt: Date | null;
  test: boolean;
  /** Shopify's words. */
  financialState: string;
  /** When it was first heard to be paid in full, whatever its state is now. */
  paidAt: Date | null;
  /** Whether its amounts are in the currency that the shop's are in. */
  inShopCurrency: boolean;
  taxesIncluded: boolean;
  /** As it was placed and edited. */
  totalMinor: bigint;
  /** What Shopify says that it comes to after all that went back; null where it did not, or not since the last refund. */
  currentTotalMinor: bigint | null;
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
};

/** The financial states, in Shopify's words, of orders that are or have been paid in full; `partially_paid` may be. */
export const statesOfPaidOrders: readonly string[] = [
  "paid",
  "partially_paid",
  "partially_refunded",
  "refunded",
];

type PaidOrder = Pick<Order, "test" | "cancelledAt" | "financialState" | "paidAt">;

/** Whether the order counts at all: paid, neither cancelled nor a test, and in the shop's currency. */
export function isCounted(order: PaidOrder & Pick<Order, "inShopCurrency">): boolean {
  return order.inShopCurrency && isPaid(order);
}

/** Whether the order counted before it was cancelled, if it was. */
export function wasCounted(
  order: Omit<PaidOrder, "cancelledAt"> & Pick<Order, "inShopCurrency">,
): boolean {
  return order.inShopCurrency && wasPaid(order);
}

/** Whether it is paid, and neither cancelled nor a test, in any currency. Drafts become orders when they are paid. */
export function isPaid(order: PaidOrder): boolean {
  return order.cancelledAt === null && wasPaid(order);
}

function wasPaid(order: Omit<PaidOrder, "cancelledAt">): boolean {
  if (order.test) return false;
  if (order.financialState === "partially_paid") return order.paidAt !== null; // An edit added something that is still to be paid.
  return statesOfPaidOrders.includes(order.financialState);
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
