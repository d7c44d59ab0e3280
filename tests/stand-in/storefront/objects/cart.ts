import { productObject, variantObject } from "./product.ts";
import { liquidPrice } from "./price.ts";
import type { ProductDoc, ShopDoc, VariantDoc } from "../../store/documents.ts";

export type CartLine = { product: ProductDoc; variant: VariantDoc; quantity: number };

/** Shopify's `cart`. */
export function cartObject(lines: CartLine[], shop: ShopDoc, root: string) {
  const price = (minor: number) => liquidPrice(minor, shop.currency);
  const totalMinor = lines.reduce(
    (sum, { variant, quantity }) => sum + variant.priceMinor * quantity,
    0,
  );
  return {
    currency: { iso_code: shop.currency },
    taxes_included: shop.taxesIncluded,
    item_count: lines.reduce((sum, line) => sum + line.quantity, 0),
    total_price: price(totalMinor),
    items_subtotal_price: price(totalMinor),
    items: lines.map(({ product, variant, quantity }) => ({
      product: productObject(product, shop.currency, root),
      variant: variantObject(variant, shop.currency),
      quantity,
      url: `${root}products/${product.handle}?variant=${variant.id}`,
      price: price(variant.priceMinor),
      line_price: price(variant.priceMinor * quantity),
    })),
  };
}
