/** Attributes whose names begin so were put onto the cart by Encore's own pieces of the storefront. */
const OWN = "_encore";
const MOST_CHARACTERS = 200;

/** Of an order's note attributes those that are Encore's. What a shopper or another app wrote is nobody's business here. */
export function ownAttributes(
  attributes: readonly (readonly [name: string | null, value: unknown])[],
): Record<string, string> {
  const own = attributes.flatMap(([name, value]) =>
    name?.startsWith(OWN) && typeof value === "string" && value.length <= MOST_CHARACTERS
      ? [[name, value] as const]
      : [],
  );
  return Object.fromEntries(own.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
