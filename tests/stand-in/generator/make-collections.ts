import type { ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { Goods } from "./make-goods.ts";

/** What the made-up shop puts together, by the types of its products. */
const COLLECTIONS = [
  {
    handle: "coffee-and-tea",
    title: "Coffee and tea",
    text: "Beans, leaves and what goes with them.",
    productTypes: ["Coffee", "Tea"],
  },
  {
    handle: "skin-and-hair",
    title: "Skin and hair",
    text: "Made for every day.",
    productTypes: ["Skincare", "Hair care", "Soap"],
  },
  {
    handle: "home",
    title: "Home",
    text: "Things that stay.",
    productTypes: ["Kitchen", "Home", "Candles"],
  },
];

/** Puts the shop's goods into its collections. */
export function makeCollections(store: Store, shop: ShopDoc, goods: Goods[], now: Date): void {
  for (const { handle, title, text, productTypes } of COLLECTIONS) {
    store.collections.put(shop.id, {
      id: store.ids.next("Collection"),
      handle,
      title,
      descriptionHtml: `<p>${text}</p>`,
      productIds: goods
        .filter(({ product }) => productTypes.includes(product.productType))
        .map(({ product }) => product.id),
      updatedAt: now.toISOString(),
    });
  }
}
