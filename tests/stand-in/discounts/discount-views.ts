import type { GraphqlContext, Resolve } from "../graphql/context.ts";
import { money } from "../graphql/values.ts";
import type { CustomerDoc } from "../store/documents.ts";
import type { DiscountDoc, DiscountedItems, DiscountEffect } from "./discount-documents.ts";

/** `context` of a discount: who may use it. */
export function audienceView(
  ...[discount, , { store, shop }]: Parameters<Resolve<DiscountDoc>>
): { __typename: string } & Record<string, unknown> {
  const { audience: whose } = discount;
  if (whose.kind === "customers") {
    const customers = whose.customerIds
      .map((id) => store.customers.find(shop.id, id))
      .filter((customer): customer is CustomerDoc => customer !== null);
    return { __typename: "DiscountCustomers", customers };
  }
  if (whose.kind === "segments") {
    const segments = whose.segmentIds.flatMap((id) => store.segments.find(shop.id, id) ?? []);
    return { __typename: "DiscountCustomerSegments", segments };
  }
  return { __typename: "DiscountBuyerSelectionAll", all: "ALL" };
}

/** An amount or a percentage off. */
export function effectView(
  effect: DiscountEffect & { onEachItem?: boolean },
  { shop }: Pick<GraphqlContext, "shop">,
) {
  return effect.kind === "percentage"
    ? { __typename: "DiscountPercentage", percentage: effect.percentage }
    : {
        __typename: "DiscountAmount",
        amount: money(effect.amountMinor, shop.currency),
        appliesOnEachItem: effect.onEachItem ?? false,
      };
}

/** Which goods a discount is about. */
export function itemsView(items: DiscountedItems, { store, shop }: GraphqlContext) {
  if (items.kind === "all") return { __typename: "AllDiscountItems", allItems: true };
  if (items.kind === "collections") {
    const collections = items.collectionIds.flatMap(
      (id) => store.collections.find(shop.id, id) ?? [],
    );
    return { __typename: "DiscountCollections", collections };
  }
  const products = items.productIds.flatMap((id) => store.products.find(shop.id, id) ?? []);
  const productVariants = items.variantIds.flatMap((id) => {
    const product = store.findProductOfVariant(shop.id, id);
    const variant = product?.variants.find((one) => one.id === id);
    return product && variant ? [{ product, variant }] : [];
  });
  return { __typename: "DiscountProducts", products, productVariants };
}
