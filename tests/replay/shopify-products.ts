import { ProductInput } from "#tests/stand-in/acts/inputs.ts";

import type { ReplayLine } from "./line.schema.ts";
import { type Numbered, saidOfLine } from "./read-file.ts";
import type { World } from "./world.ts";

/** A product for each name; gift cards and untaxed goods are products of their own. */
export function makeProducts(world: World, lines: readonly Numbered[]): void {
  for (const { entry, number } of lines) {
    try {
      for (const line of linesOf(entry)) makeProduct(world, line);
    } catch (error) {
      throw saidOfLine(error, number);
    }
  }
}

function makeProduct(world: World, line: ReplayLine): void {
  const key = productKey(line);
  if (world.variantIds.has(key)) return;
  const title = productOf(line);
  const product = world.acts.products.create(
    world.shop,
    ProductInput.parse({
      title,
      giftCard: line.giftCard ?? false,
      variants: [{ price: line.price, sku: key, taxable: line.taxable ?? true }],
    }),
  );
  world.variantIds.set(key, product.variants[0]?.id ?? "");
  if (!world.productIds.has(title)) world.productIds.set(title, product.id);
}

const productOf = (line: ReplayLine) => line.product ?? line.id ?? "Goods";
export const productKey = (line: ReplayLine) =>
  [productOf(line), line.giftCard ? "gift card" : "", line.taxable === false ? "untaxed" : ""]
    .filter(Boolean)
    .join(" ");

export function linesOf(entry: Numbered["entry"]): ReplayLine[] {
  if (entry.type === "edit") return entry.add;
  if (entry.type !== "paid" && entry.type !== "placed") return [];
  if (entry.lines) return entry.lines;
  return entry.total === undefined ? [] : [{ price: entry.total, quantity: 1 }];
}
