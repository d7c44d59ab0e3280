import type { LineFacts } from "./facts.ts";

/**
 * The lines of an order of which so much was a tip, with the tip marked. Not every payload says which line it is (GraphQL never does):
 * then it is the one without a product that costs as much.
 */
export function withTip(lines: readonly LineFacts[], tipMinor: bigint): LineFacts[] {
  if (tipMinor <= 0n || lines.some(({ tip }) => tip)) return [...lines];
  const found = lines.find(
    ({ productId, giftCard, quantity, priceMinor }) =>
      productId === null && !giftCard && priceMinor * BigInt(quantity) === tipMinor,
  );
  return lines.map((line) => (line === found ? { ...line, tip: true } : line));
}
