/** What the stand-in keeps of discounts. Money is whole minor units of the shop's currency. */

/** Which goods a discount is about. */
export type DiscountedItems =
  | { kind: "all" }
  | { kind: "products"; productIds: string[]; variantIds: string[] }
  | { kind: "collections"; collectionIds: string[] };

/** What the customer gets: 0.1 = 10 %. */
export type DiscountValue =
  | { kind: "percentage"; percentage: number }
  | { kind: "amount"; amountMinor: number; onEachItem: boolean }
  | { kind: "on_quantity"; quantity: number; effect: DiscountEffect };

export type DiscountEffect =
  { kind: "percentage"; percentage: number } | { kind: "amount"; amountMinor: number };

export type DiscountAudience =
  | { kind: "all" }
  | { kind: "customers"; customerIds: string[] }
  | { kind: "segments"; segmentIds: string[] };

export type DiscountMinimum =
  { kind: "subtotal"; subtotalMinor: number } | { kind: "quantity"; quantity: number };

/** What must be bought for a "buy x get y". */
export type DiscountPurchase = {
  items: DiscountedItems;
  value: { kind: "quantity"; quantity: number } | { kind: "amount"; amountMinor: number };
};

export type DiscountClass = "order" | "product" | "shipping";

export type DiscountDoc = {
  id: string;
  method: "code" | "automatic";
  kind: "basic" | "free_shipping" | "bxgy";
  title: string;
  createdAt: string;
  updatedAt: string;
  startsAt: string;
  endsAt: string | null;
  /** Uses of each single code; null: as many as there are. */
  usageLimit: number | null;
  usesPerOrderLimit: number | null;
  oncePerCustomer: boolean;
  audience: DiscountAudience;
  combinesWith: Record<DiscountClass, boolean>;
  minimum: DiscountMinimum | null;
  /** Null for free shipping. */
  gets: { items: DiscountedItems; value: DiscountValue } | null;
  /** Only of "buy x get y". */
  buys: DiscountPurchase | null;
  /** Dearer shipping is not free. */
  maximumShippingMinor: number | null;
  tags: string[];
};

/** One code of a discount. A discount may have thousands. */
export type DiscountCodeDoc = { id: string; discountId: string; code: string };

/** Codes on their way in. */
export type CodeBatchDoc = {
  id: string;
  discountId: string;
  createdAt: string;
  /** Real time in ms when Shopify is through with them. */
  dueAt: number;
  done: boolean;
  codes: { code: string; codeId: string | null; problem: string | null }[];
};

/** What a discount takes something off from: lines picked out, the whole order, or its shipping. */
export function classOf(discount: Pick<DiscountDoc, "kind" | "gets">): DiscountClass {
  if (discount.kind === "free_shipping") return "shipping";
  if (discount.kind === "bxgy") return "product";
  const { items, value } = discount.gets ?? {};
  const each = value?.kind === "amount" && value.onEachItem;
  return items?.kind === "all" && !each ? "order" : "product";
}

/** A code as it is compared: Shopify does not mind the case. */
export function codeKey(code: string): string {
  return code.trim().toUpperCase();
}
