/** A discount of an order, and what of it falls on each line. Amounts are minor units of the shop's currency. */
export type DiscountFacts = {
  kind: "code" | "automatic" | "manual" | "script";
  code: string | null;
  title: string | null;
  /** On lines and on shipping together. */
  amountMinor: bigint;
  lines: { lineId: bigint; amountMinor: bigint }[];
};

/** A discount as an order names it; `index` is what its shares point to. */
export type DiscountApplication = Pick<DiscountFacts, "kind"> & {
  index: number;
  /** The code of a code discount, the title of any other. */
  name: string;
};

/** What of a discount falls on a line, or on shipping (null). */
export type DiscountShare = { index: number; lineId: bigint | null; amountMinor: bigint };

/**
 * The discounts of an order, in an order of their own: an order that was sent and the same one fetched name them by
 * different means, and have to end in the same facts. `codes` are all that were entered, also those that took nothing off.
 */
export function discountFacts(
  applications: readonly DiscountApplication[],
  shares: readonly DiscountShare[],
  codes: readonly string[],
): DiscountFacts[] {
  const entered = new Map(codes.map((code) => [code.toUpperCase(), code]));
  const sharesOf = Map.groupBy(shares, ({ index }) => index);
  const once = new Map(applications.map((one) => [one.index, one])).values();
  const applied = [...once].map((application) =>
    factsOf(application, sharesOf.get(application.index) ?? [], entered),
  );
  const known = new Set(applied.map(({ code }) => code?.toUpperCase()));
  const idle = [...entered]
    .filter(([key]) => !known.has(key))
    .map(([, code]) => ({ kind: "code" as const, code, title: null, amountMinor: 0n, lines: [] }));
  return [...applied, ...idle]
    .filter(({ code, amountMinor }) => code !== null || amountMinor !== 0n)
    .toSorted(byContent);
}

function factsOf(
  { kind, name }: DiscountApplication,
  shares: readonly DiscountShare[],
  entered: ReadonlyMap<string, string>,
): DiscountFacts {
  // A code that staff put onto an order is called manual, with the code as its title.
  const code = kind === "code" ? name : (entered.get(name.toUpperCase()) ?? null);
  const ofLines = Map.groupBy(
    shares.filter(({ amountMinor }) => amountMinor !== 0n),
    ({ lineId }) => lineId,
  );
  const lines = [...ofLines].flatMap(([lineId, some]) =>
    lineId === null ? [] : [{ lineId, amountMinor: total(some) }],
  );
  return {
    kind: code === null ? kind : "code",
    code,
    title: code === null ? name : null,
    amountMinor: total(shares),
    lines: lines.toSorted((one, other) => (one.lineId < other.lineId ? -1 : 1)),
  };
}

function byContent(one: DiscountFacts, other: DiscountFacts): number {
  return compare(textOf(one), textOf(other));
}

function textOf({ kind, code, title, amountMinor, lines }: DiscountFacts): string {
  return JSON.stringify([
    kind,
    code,
    title,
    String(amountMinor),
    lines.map(({ lineId }) => `${lineId}`),
  ]);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function total(shares: readonly { amountMinor: bigint }[]): bigint {
  return shares.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}
