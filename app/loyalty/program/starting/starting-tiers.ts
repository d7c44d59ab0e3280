import { unitOfCurrency } from "./starting-unit.ts";

/** How the tiers that a shop starts with are kept. */
export const defaultTerms = {
  active: true,
  window: { kind: "lifetime" as const },
  graceDays: 30,
  onRefund: "drop" as const,
};

type StartingTier = {
  id: string;
  name: string;
  conditions: { basis: "orders" | "spend"; atLeast: bigint }[];
  perks: never[];
  entryReward: null;
};

/**
 * The tiers that a shop starts with, the lowest first, by the amount that it counts by. None of it costs the shop anything until it
 * says so.
 */
export function startingTiers(
  currency: string,
  newId: () => string,
  unit: bigint = unitOfCurrency(currency),
): StartingTier[] {
  const tier = (name: string, ...conditions: StartingTier["conditions"]): StartingTier => ({
    id: newId(),
    name,
    conditions,
    perks: [],
    entryReward: null,
  });
  return [
    tier("New", { basis: "orders", atLeast: 1n }),
    tier("Loyal", { basis: "orders", atLeast: 2n }),
    tier("VIP", { basis: "orders", atLeast: 5n }, { basis: "spend", atLeast: 500n * unit }),
    tier("Ambassador", { basis: "spend", atLeast: 1000n * unit }),
  ];
}
