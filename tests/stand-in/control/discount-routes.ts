import { CollectionInput } from "../acts/inputs.ts";
import { settleCodeBatches } from "../discounts/code-batches.ts";
import { statusOf } from "../discounts/discount-status.ts";
import type { RequestContext } from "../handler.ts";
import type { ShopDoc } from "../store/documents.ts";
import { get, post, type Route } from "./route.ts";

const CODES_SHOWN = 100;

/** Collections, and what the app has made of discounts. */
export const discountRoutes: Route[] = [
  get(/^collections$/, ({ context, shop }) => ({
    collections: context.store.collections.list(shop.id, [], "title"),
  })),
  post(/^collections$/, ({ context, shop, input }) => ({
    collection: context.acts.collections.create(shop, CollectionInput.parse(input)),
  })),
  get(/^discounts$/, ({ context, shop }) => {
    settleCodeBatches(context, shop);
    const discounts = context.store.discounts.list(shop.id);
    return { discounts: discounts.map(({ id }) => discountView(context, shop, id)) };
  }),
  get(/^discounts\/(\d+)$/, ({ context, shop, id }) => {
    settleCodeBatches(context, shop);
    return { discount: discountView(context, shop, id) };
  }),
];

/** A discount with its first hundred codes and how often each was used. */
function discountView({ store, clock }: RequestContext, shop: ShopDoc, id: string) {
  const discount = store.discounts.find(shop.id, id);
  if (!discount) return null;
  const own = [{ sql: "discount_id = ?", params: [BigInt(id)] }];
  const codes = store.discounts.codes.list(shop.id, own, "id", CODES_SHOWN).map((code) => ({
    ...code,
    uses: store.discounts.countUses(shop.id, { codeId: code.id }),
  }));
  return {
    ...discount,
    status: statusOf(discount, clock.now()),
    uses: store.discounts.countUses(shop.id, { discountId: id }),
    codesCount: store.discounts.codes.count(shop.id, own),
    codes,
  };
}
