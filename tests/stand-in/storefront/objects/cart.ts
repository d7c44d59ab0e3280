import { classOf } from "../../discounts/discount-documents.ts";
import type { ProductDoc, ShopDoc } from "../../store/documents.ts";
import type { CartDetails } from "../cart-details.ts";
import type { PricedVisitCart } from "../priced-cart.ts";
import { liquidPrice } from "./price.ts";
import { productObject, variantObject } from "./product.ts";

/** Shopify's `cart`. */
export function cartObject(
  cart: PricedVisitCart,
  details: CartDetails,
  shop: ShopDoc,
  root: string,
  collectionsOf: (product: ProductDoc) => unknown[] = () => [],
) {
  const price = (minor: number) => liquidPrice(minor, shop.currency);
  const grossMinor = cart.lines.reduce(
    (sum, { variant, quantity }) => sum + variant.priceMinor * quantity,
    0,
  );
  return {
    currency: { iso_code: shop.currency },
    taxes_included: shop.taxesIncluded,
    item_count: cart.lines.reduce((sum, line) => sum + line.quantity, 0),
    total_price: price(cart.subtotalMinor),
    original_total_price: price(grossMinor),
    total_discount: price(grossMinor - cart.subtotalMinor),
    items_subtotal_price: price(grossMinor),
    requires_shipping: cart.lines.some(({ variant }) => variant.requiresShipping),
    attributes: details.attributes,
    note: details.note,
    cart_level_discount_applications: applications(cart, "order", price),
    discount_applications: applications(cart, null, price),
    items: cart.lines.map(({ product, variant, quantity }, i) => ({
      key: `${variant.id}:${product.id}`,
      product: {
        ...productObject(product, shop.currency, root),
        collections: collectionsOf(product),
      },
      variant: variantObject(variant, shop.currency),
      product_id: product.id,
      variant_id: variant.id,
      title: product.title,
      sku: variant.sku,
      gift_card: product.giftCard,
      taxable: variant.taxable,
      quantity,
      url: `${root}products/${product.handle}?variant=${variant.id}`,
      price: price(variant.priceMinor),
      line_price: price(variant.priceMinor * quantity),
      original_line_price: price(variant.priceMinor * quantity),
      final_line_price: price(variant.priceMinor * quantity - (cart.offMinor[i] ?? 0)),
      total_discount: price(cart.offMinor[i] ?? 0),
    })),
  };
}

function applications(
  { applied }: PricedVisitCart,
  only: "order" | null,
  price: (minor: number) => number,
) {
  return applied
    .filter(({ discount }) => only === null || classOf(discount) === only)
    .map(({ discount, code, shares, shippingMinor }) => ({
      type: code ? "discount_code" : "automatic",
      title: code?.code ?? discount.title,
      target_type: classOf(discount) === "shipping" ? "shipping_line" : "line_item",
      total_allocated_amount: price(shares.reduce((sum, part) => sum + part, shippingMinor)),
    }));
}
