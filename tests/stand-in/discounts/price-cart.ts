import { isInSegment } from "../segments/segment.ts";
import type { ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import { applyDiscounts, type Applied, type Refused } from "./apply-discounts.ts";
import type { Candidate, CartItem, PricedCart } from "./cart.ts";
import { settleCodeBatches } from "./code-batches.ts";
import { codeKey, type DiscountDoc } from "./discount-documents.ts";

export type CartFacts = Omit<PricedCart, "items" | "segmentIds"> & {
  items: Omit<CartItem, "collectionIds">[];
  /** As the shopper typed them. */
  codes: string[];
  /** The buyer's email, to know who used a discount before. */
  email: string | null;
};

/** What the shop's discounts take off a cart, and which codes do not work. */
export function priceCart(
  store: Store,
  shop: ShopDoc,
  { codes, email, items, ...cart }: CartFacts,
): { applied: Applied[]; refused: Refused[] } {
  settleCodeBatches({ store }, shop);
  const wanted = [...new Map(codes.map((code) => [codeKey(code), code])).values()];
  const found = wanted.map((code) => ({ code, candidate: candidateOf(store, shop, code, email) }));
  const unknown = found.flatMap(({ code, candidate }) =>
    candidate ? [] : [{ code, reason: "unknown" as const }],
  );
  const automatic = store.discounts
    .list(shop.id, [{ sql: "method = 'automatic'", params: [] }])
    .map((discount) => ({ discount, code: null, usedByBuyer: false }));
  const candidates = [...found.flatMap(({ candidate }) => candidate ?? []), ...automatic];
  if (candidates.length === 0) return { applied: [], refused: unknown };
  const priced = applyDiscounts(
    {
      ...cart,
      segmentIds: segmentIds(store, shop, cart.customerId),
      items: items.map((item) => ({ ...item, collectionIds: collectionIds(store, shop, item) })),
    },
    candidates,
  );
  return { applied: priced.applied, refused: [...unknown, ...priced.refused] };
}

function segmentIds(store: Store, shop: ShopDoc, customerId: string | null): string[] {
  const tags = customerId === null ? [] : (store.customers.find(shop.id, customerId)?.tags ?? []);
  return store.segments
    .list(shop.id)
    .filter((segment) => isInSegment(segment, tags))
    .map(({ id }) => id);
}

function collectionIds(store: Store, shop: ShopDoc, { productId }: { productId: string | null }) {
  return productId === null ? [] : store.collectionsOf(shop.id, productId).map(({ id }) => id);
}

function candidateOf(
  store: Store,
  shop: ShopDoc,
  text: string,
  email: string | null,
): Candidate | null {
  const code = store.discounts.findCode(shop.id, text);
  const discount: DiscountDoc | null = code && store.discounts.find(shop.id, code.discountId);
  if (!code || !discount) return null;
  const uses = store.discounts.countUses(shop.id, { codeId: code.id });
  const buyer = email?.trim().toLowerCase() ?? "";
  return {
    discount,
    code: { id: code.id, code: code.code, uses },
    usedByBuyer: buyer !== "" && store.discounts.isUsedBy(shop.id, discount.id, buyer),
  };
}
