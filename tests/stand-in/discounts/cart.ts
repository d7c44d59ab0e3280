import type { DiscountDoc, DiscountedItems } from "./discount-documents.ts";

/** What of a line discounts look at. Money is minor units. */
export type CartItem = {
  productId: string | null;
  variantId: string | null;
  collectionIds: string[];
  priceMinor: number;
  quantity: number;
  /** Discounts never touch gift cards. */
  giftCard: boolean;
};

export type PricedCart = {
  items: CartItem[];
  shippingMinor: number;
  /** Who pays, as far as the checkout knows. */
  customerId: string | null;
  /** The segments that they are in. */
  segmentIds: string[];
  now: Date;
};

/** A discount that a code or the shop itself brings to a cart, with what is known of its use. */
export type Candidate = {
  discount: DiscountDoc;
  /** Null: an automatic one. */
  code: { id: string; code: string; uses: number } | null;
  usedByBuyer: boolean;
};

/** Whether an item is one of those that a discount means. */
export function isAmong(item: CartItem, items: DiscountedItems): boolean {
  if (item.giftCard) return false;
  if (items.kind === "all") return true;
  if (items.kind === "collections")
    return item.collectionIds.some((id) => items.collectionIds.includes(id));
  return (
    (item.productId !== null && items.productIds.includes(item.productId)) ||
    (item.variantId !== null && items.variantIds.includes(item.variantId))
  );
}
