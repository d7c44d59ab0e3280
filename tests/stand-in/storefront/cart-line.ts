import type { ProductDoc, VariantDoc } from "../store/documents.ts";

/** One line of a visitor's cart. */
export type CartLine = { product: ProductDoc; variant: VariantDoc; quantity: number };
