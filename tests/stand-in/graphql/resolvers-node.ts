import { APP_ID } from "../acts/app-acts.ts";
import { requireAccess } from "./access.ts";
import type { GraphqlContext } from "./context.ts";
import { readGid } from "./values.ts";

/** How each kind of thing is found by its own id. */
const FINDERS: Record<string, (id: string, context: GraphqlContext) => object | null> = {
  Order: (id, { store, shop }) => store.orders.find(shop.id, id),
  Customer: (id, { store, shop }) => store.customers.find(shop.id, id),
  Product: (id, { store, shop }) => store.products.find(shop.id, id),
  ProductVariant(id, { store, shop }) {
    const product = store.findProductOfVariant(shop.id, id);
    const variant = product?.variants.find((one) => one.id === id);
    return product && variant ? { product, variant } : null;
  },
  Refund(id, { store, shop }) {
    const order = store.findOrderOf(shop.id, "Refund", id);
    return order && { order, refund: order.refunds.find((refund) => refund.id === id) };
  },
  Fulfillment(id, { store, shop }) {
    const order = store.findOrderOf(shop.id, "Fulfillment", id);
    return order && { order, fulfillment: order.fulfillments.find((one) => one.id === id) };
  },
  Return(id, { store, shop }) {
    const order = store.findOrderOf(shop.id, "Return", id);
    return order && { order, returned: order.returns.find((returned) => returned.id === id) };
  },
  Collection: (id, { store, shop }) => store.collections.find(shop.id, id),
  DiscountCodeNode: (id, context) => discountOf(id, context, "code"),
  DiscountAutomaticNode: (id, context) => discountOf(id, context, "automatic"),
  DiscountNode: (id, context) => discountOf(id, context),
  StoreCreditAccount: (id, { store, shop }) => store.storeCreditAccounts.find(shop.id, id),
  Segment: (id, { store, shop }) => store.segments.find(shop.id, id),
  GiftCard: (id, { store, shop }) => store.giftCards.find(shop.id, id),
  Metafield: (id, { store, shop }) => store.metafields.findById(shop.id, id),
  BulkOperation: (id, { store, shop }) => store.bulkOperations.find(shop.id, id),
  Shop: (id, { shop }) => (id === shop.id ? shop : null),
  AppInstallation: (id, { shop }) => (id === shop.id ? shop : null),
  OnlineStoreTheme: (id, { shop }) => (id === shop.id ? shop : null),
  App: (id, { shop }) => (id === APP_ID ? shop : null),
};

function discountOf(id: string, { store, shop }: GraphqlContext, method?: "code" | "automatic") {
  const discount = store.discounts.find(shop.id, id);
  return discount && (!method || discount.method === method) ? { discount } : null;
}

/** What a GID names in this shop, ready for its resolvers, or null. */
export function findNode(gid: unknown, context: GraphqlContext): object | null {
  const parsed = readGid(gid);
  if (!parsed) return null;
  const found = FINDERS[parsed.type]?.(parsed.id, context) ?? null;
  return found && { ...found, __typename: parsed.type };
}

/** The same, checked for access as `node` and `nodes` need. */
export function answerNode(
  gid: unknown,
  context: GraphqlContext,
  fieldName: string,
): object | null {
  requireAccess(readGid(gid)?.type ?? "", context, { fieldName });
  return findNode(gid, context);
}
