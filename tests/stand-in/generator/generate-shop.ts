import type { ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import { openChance } from "./chance.ts";
import { makeCollections } from "./make-collections.ts";
import { makeGoods } from "./make-goods.ts";
import { makeHistory } from "./make-history.ts";
import { makePeople } from "./make-people.ts";
import { makeVisits } from "./make-visits.ts";

/**
 * Fills a new shop with a believable history that ends at `now`: a few hundred products, `customers` people whose
 * buying follows BG/NBD (Fader, Hardie and Lee, 2005) over up to eighteen months, guests, discounts, refunds and
 * returns. The same seed makes the same shop. No webhooks are sent.
 */
export function generateShop(
  store: Store,
  shop: ShopDoc,
  { seed, customers, now }: { seed: number; customers: number; now: Date },
): void {
  const chance = openChance(seed);
  store.transaction(() => {
    const goods = makeGoods(store, shop, chance, now);
    makeCollections(store, shop, goods, now);
    const people = makePeople(store, shop, chance, customers, now);
    makeHistory(store, shop, chance, goods, makeVisits(people, chance, now), now);
  });
}
