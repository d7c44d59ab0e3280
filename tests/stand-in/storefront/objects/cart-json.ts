import { createHash } from "node:crypto";

import { classOf } from "../../discounts/discount-documents.ts";
import { readCartDetails } from "../cart-details.ts";
import type { PricedVisitCart } from "../priced-cart.ts";
import type { Visit } from "../visit.ts";
import { liquidPrice } from "./price.ts";

/** The cart as the Ajax Cart API shows it. Prices are hundredths of the currency. */
export function cartJson(visit: Visit, cart: PricedVisitCart) {
  const { shop, root } = visit;
  const { attributes, note, codes } = readCartDetails(visit);
  const price = (minor: number) => liquidPrice(minor, shop.currency);
  const grossMinor = cart.lines.reduce(
    (sum, { variant, quantity }) => sum + variant.priceMinor * quantity,
    0,
  );
  const refused = new Set(cart.refused.map(({ code }) => code));
  return {
    token: createHash("md5").update(`${shop.id} cart`).digest("hex"),
    note,
    attributes,
    original_total_price: price(grossMinor),
    total_price: price(cart.subtotalMinor),
    total_discount: price(grossMinor - cart.subtotalMinor),
    total_weight: cart.lines.reduce(
      (sum, { variant, quantity }) => sum + variant.weightGrams * quantity,
      0,
    ),
    item_count: cart.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    items: cart.lines.map(({ product, variant, quantity }, i) => {
      const lineMinor = variant.priceMinor * quantity;
      const offMinor = cart.offMinor[i] ?? 0;
      return {
        id: safeId(variant.id),
        key: `${variant.id}:${product.id}`,
        variant_id: safeId(variant.id),
        product_id: safeId(product.id),
        quantity,
        properties: {},
        title:
          variant.title === "Default Title" ? product.title : `${product.title} - ${variant.title}`,
        product_title: product.title,
        variant_title: variant.title === "Default Title" ? null : variant.title,
        product_type: product.productType,
        vendor: product.vendor,
        handle: product.handle,
        sku: variant.sku,
        url: `${root}products/${product.handle}?variant=${variant.id}`,
        price: price(variant.priceMinor),
        original_price: price(variant.priceMinor),
        original_line_price: price(lineMinor),
        line_price: price(lineMinor),
        final_line_price: price(lineMinor - offMinor),
        total_discount: price(offMinor),
        gift_card: product.giftCard,
        taxable: variant.taxable,
        requires_shipping: variant.requiresShipping,
        grams: variant.weightGrams,
      };
    }),
    requires_shipping: cart.lines.some(({ variant }) => variant.requiresShipping),
    currency: shop.currency,
    items_subtotal_price: price(grossMinor),
    cart_level_discount_applications: cart.applied
      .filter(({ discount }) => classOf(discount) === "order")
      .map(({ discount, code, shares }) => ({
        type: code ? "discount_code" : "automatic",
        title: code?.code ?? discount.title,
        total_allocated_amount: price(shares.reduce((sum, part) => sum + part, 0)),
      })),
    discount_codes: codes.map((code) => ({ code, applicable: !refused.has(code) })),
  };
}

/** A number as Shopify gives it; text where a browser would round it, since the ids here may be larger than there. */
function safeId(id: string): number | string {
  return Number.isSafeInteger(Number(id)) ? Number(id) : id;
}
