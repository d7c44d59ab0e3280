import type { ProductDoc, VariantDoc } from "../../store/documents.ts";
import { liquidPrice } from "./price.ts";

/** Shopify's `product`. `variantId` is the variant that the address asks for. */
export function productObject(
  product: ProductDoc,
  currency: string,
  root: string,
  variantId?: string | null,
) {
  const variants = product.variants.map((variant) => variantObject(variant, currency));
  const prices = variants.map((variant) => variant.price);
  const first = variants[0] ?? null;
  const selected = variants.find((variant) => variant.id === variantId) ?? null;
  return {
    id: product.id,
    handle: product.handle,
    title: product.title,
    description: product.descriptionHtml,
    vendor: product.vendor,
    type: product.productType,
    tags: product.tags,
    url: `${root}products/${product.handle}`,
    available: true,
    "gift_card?": product.giftCard,
    variants,
    first_available_variant: first,
    selected_variant: selected,
    selected_or_first_available_variant: selected ?? first,
    price: Math.min(...prices),
    price_min: Math.min(...prices),
    price_max: Math.max(...prices),
    price_varies: new Set(prices).size > 1,
  };
}

export function variantObject(variant: VariantDoc, currency: string) {
  return {
    id: variant.id,
    title: variant.title,
    sku: variant.sku,
    price: liquidPrice(variant.priceMinor, currency),
    taxable: variant.taxable,
    available: true,
  };
}
