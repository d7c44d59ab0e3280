import { makeProduct } from "../acts/make-documents.ts";
import type { ProductDoc, ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import { LINES_OF_GOODS, type Kind } from "./catalogue.ts";
import type { Chance } from "./chance.ts";

export type Goods = { product: ProductDoc; kind: Kind };

const DAY_MS = 24 * 60 * 60 * 1000;

/** Puts everything in the catalogue on the shop's shelves, and returns it. */
export function makeGoods(store: Store, shop: ShopDoc, chance: Chance, now: Date): Goods[] {
  const longAgo = new Date(now.getTime() - 600 * DAY_MS);
  return LINES_OF_GOODS.flatMap((line) =>
    line.variations.map((variation, i) => {
      const price = chance.between(line.from, line.to) - (line.kind === "service" ? 0 : 0.1);
      const sku = `${line.stem.slice(0, 3)}-${line.productType.slice(0, 3)}-${i + 1}`
        .toUpperCase()
        .replaceAll(" ", "");
      const product = makeProduct(
        store.ids,
        {
          title: `${line.stem} ${variation}`,
          productType: line.productType,
          vendor: chance.pick(["Encore Goods", "Nordlicht", "Casa Sol", "Papillon", "Oak & Ash"]),
          tags: [line.kind, ...(line.lastsDays ? [`supply-days-${line.lastsDays}`] : [])],
          descriptionHtml: `<p>${line.stem} ${variation}, chosen with care.</p>`,
          variants: [
            {
              sku: `${sku}-${store.ids.count("demo-sku", 1)}`,
              price: price.toFixed(2),
              requiresShipping: line.kind !== "service",
              weightGrams: line.kind === "service" ? 0 : chance.between(1, 20) * 100,
            },
          ],
        },
        shop.currency,
        longAgo,
      );
      if (store.findProductByHandle(shop.id, product.handle)) product.handle += `-${product.id}`;
      store.putProduct(shop.id, product);
      return { product, kind: line.kind };
    }),
  );
}
