import { makeProduct } from "../acts/make-documents.ts";
import type { ProductDoc, ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import { LINES_OF_GOODS, type Kind } from "./catalogue.ts";
import { openChance, type Chance } from "./chance.ts";
import { makeHistory } from "./make-history.ts";
import { makePeople, type Person } from "./make-people.ts";

export type Goods = { product: ProductDoc; kind: Kind };

/** One visit that ends in an order, in ms. */
export type Visit = { person: Person; at: number };

/** Anonymous buyers beside every hundred people with an account. */
const PASSERS_BY_PER_HUNDRED = 8;

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
    const people = makePeople(store, shop, chance, customers, now);
    const visits = people.flatMap((person) => visitsOf(person, chance, now));
    const passersBy = Math.round((customers * PASSERS_BY_PER_HUNDRED) / 100);
    for (let i = 0; i < passersBy; i++) visits.push(passerBy(chance, i, now));
    visits.sort((a, b) => a.at - b.at);
    makeHistory(store, shop, chance, goods, visits, now);
  });
}

function makeGoods(store: Store, shop: ShopDoc, chance: Chance, now: Date): Goods[] {
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

const DAY_MS = 24 * 60 * 60 * 1000;
const WEEK_MS = 7 * DAY_MS;

/** Buying rates per week are Gamma(r, alpha) over people; after each purchase one leaves for good with a Beta(a, b) chance. */
const BG_NBD = { r: 0.9, alpha: 7, a: 0.8, b: 3 };

function visitsOf(person: Person, chance: Chance, now: Date): Visit[] {
  const perWeek = chance.gamma(BG_NBD.r, BG_NBD.alpha);
  const leaves = chance.beta(BG_NBD.a, BG_NBD.b);
  const visits: Visit[] = [];
  let at = person.bornAt;
  while (at < now.getTime() && visits.length < 120) {
    visits.push({ person, at: Math.round(at) });
    if (chance.happens(leaves)) break;
    at += chance.wait(1 / perWeek) * WEEK_MS;
  }
  return visits;
}

/** Someone without an account: an email of their own, or at the till none at all. */
function passerBy(chance: Chance, i: number, now: Date): Visit {
  const email = chance.happens(0.75) ? `guest.${i + 1}@example.com` : null;
  const at = Math.round(now.getTime() - chance.unit() * 500 * DAY_MS);
  return { at, person: { customers: [], guestEmails: [email], address: null, bornAt: at } };
}
