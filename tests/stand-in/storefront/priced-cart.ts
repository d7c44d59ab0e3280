import type { Applied, Refused } from "../discounts/apply-discounts.ts";
import { priceCart } from "../discounts/price-cart.ts";
import { readCartDetails } from "./cart-details.ts";
import type { CartLine } from "./cart-line.ts";
import { readCart, type Visit } from "./visit.ts";

/** A visit's cart with what its codes and the shop's automatic discounts take off. Money is minor units. */
export type PricedVisitCart = {
  lines: CartLine[];
  applied: Applied[];
  refused: Refused[];
  /** Off each line, by all discounts together. */
  offMinor: number[];
  subtotalMinor: number;
  /** Before its discount. */
  shippingMinor: number;
  shippingOffMinor: number;
  totalMinor: number;
};

/** `codes` stand in for those that the cart carries, `email` for a guest's. */
export function pricedCart(
  visit: Visit,
  { codes = readCartDetails(visit).codes, email = null as string | null } = {},
): PricedVisitCart {
  const { shop, customer, context } = visit;
  const lines = readCart(visit);
  const buyer = customer ?? (email ? context.store.findCustomerByEmail(shop.id, email) : null);
  const shippingMinor = shippingOf(visit, lines);
  const { applied, refused } = priceCart(context.store, shop, {
    items: lines.map(({ product, variant, quantity }) => ({
      productId: product.id,
      variantId: variant.id,
      priceMinor: variant.priceMinor,
      quantity,
      giftCard: product.giftCard,
    })),
    shippingMinor,
    customerId: buyer?.id ?? null,
    email: customer?.email ?? email,
    codes,
    now: context.clock.now(),
  });
  const offMinor = lines.map((_line, i) =>
    applied.reduce((sum, { shares }) => sum + (shares[i] ?? 0), 0),
  );
  const subtotalMinor = lines.reduce(
    (sum, { variant, quantity }, i) => sum + variant.priceMinor * quantity - (offMinor[i] ?? 0),
    0,
  );
  const shippingOffMinor = applied.reduce((sum, one) => sum + one.shippingMinor, 0);
  return {
    lines,
    applied,
    refused,
    offMinor,
    subtotalMinor,
    shippingMinor,
    shippingOffMinor,
    totalMinor: subtotalMinor + shippingMinor - shippingOffMinor,
  };
}

/** The shop's one price for sending anything at all. */
function shippingOf({ shop }: Visit, lines: CartLine[]): number {
  const sent = lines.some(({ variant }) => variant.requiresShipping);
  return sent ? (shop.shippingMinor ?? 0) : 0;
}
