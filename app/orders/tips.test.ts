import { expect, test } from "vitest";

import type { LineFacts } from "./facts.ts";
import { withTip } from "./tips.ts";

function item(id: bigint, traits: Partial<LineFacts>): LineFacts {
  return {
    id,
    productId: null,
    variantId: null,
    sku: null,
    title: "",
    productType: null,
    quantity: 1,
    currentQuantity: 1,
    priceMinor: 1_000n,
    discountMinor: 0n,
    taxMinor: 0n,
    taxable: false,
    giftCard: false,
    tip: false,
    ...traits,
  };
}

const tea = item(1n, { productId: 7n });
const repair = item(2n, { priceMinor: 2_500n });
const ten = item(3n, {});
const known = item(4n, { tip: true });

test.each<[string, LineFacts[], bigint, bigint[]]>([
  ["which the payload names", [tea, ten, known], 1_000n, [4n]],
  ["without a product, that costs as much", [tea, repair, ten], 1_000n, [3n]],
  ["which no line is", [tea, repair], 1_000n, []],
  ["of which there is none", [tea, ten], 0n, []],
])("the tip is the line %s", (_, lines, tipMinor, marked) => {
  const tips = withTip(lines, tipMinor).filter(({ tip }) => tip);
  expect(tips.map(({ id }) => id)).toEqual(marked);
});
