import { formatMinor } from "#app/ground/money.ts";

import { unitOfCurrency } from "./starting-unit.ts";

const VALID_DAYS = 90;

/** What a new shop starts with: 100 points are worth the amount that it counts by (`unit`). All of it can be changed. */
export function startingRewards(currency: string, unit: bigint = unitOfCurrency(currency)) {
  const units = (count: bigint) => count * unit;
  const off = (count: bigint) => `${whole(units(count), currency)} off`;
  const some: {
    name: string;
    kind: "amount" | "free_shipping";
    cost: bigint;
    amountMinor: bigint | null;
  }[] = [
    { name: "Free shipping", kind: "free_shipping", cost: 400n, amountMinor: null },
    { name: off(5n), kind: "amount", cost: 500n, amountMinor: units(5n) },
    { name: off(10n), kind: "amount", cost: 1_000n, amountMinor: units(10n) },
  ];
  return some.map((reward) => ({
    ...plain,
    ...reward,
    // Beside everything but what takes off the same thing: the points would be worth less to one than to another.
    combinesWith: {
      orderDiscounts: reward.kind === "free_shipping",
      productDiscounts: true,
      shippingDiscounts: reward.kind !== "free_shipping",
    },
  }));
}

const plain = {
  percentBps: null,
  productIds: [] as bigint[],
  collectionIds: [] as bigint[],
  minimumMinor: null,
  validDays: VALID_DAYS,
  codes: "personal" as const,
  onLapse: "return" as const,
  limitCount: null,
  limitPeriod: "ever" as const,
  tierIds: [] as string[],
};

/** "$5", not "$5.00": names are read, not added up. */
function whole(minor: bigint, currency: string): string {
  return formatMinor(minor, currency, "en").replace(/\.0+$/, "");
}
