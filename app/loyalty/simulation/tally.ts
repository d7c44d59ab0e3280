/** What an order gave its customer, and what it would have given. */
export type TriedOrder = {
  /** YYYY-MM by the shop's clock. */
  month: string;
  old: bigint;
  new: bigint;
};

/** A customer with all their orders, and what they hold: pending + available + held − debt. */
export type TriedCustomer = {
  id: string;
  tierId: string | null;
  holds: bigint;
  orders: readonly TriedOrder[];
};

type Both = { old: number; new: number };
type Of<Key extends string> = Both & { [K in Key]: number };

/** What a rule would have made of the past, as far as it was tried. Points fit JSON's numbers. */
export type SimulationTotals = {
  orders: number;
  /** People with an order that counts or once did. */
  customers: number;
  /** Those who would have got more, or less, than they did. */
  more: number;
  less: number;
  points: Both;
  /** What customers hold, and would hold had they spent the same. */
  out: Both;
  tiers: Record<string, Of<"customers">>;
  months: Record<string, Both>;
  /** Those for whom it would change most. */
  examples: (Both & { customerId: string })[];
};

/** The key of those who are in no tier. */
const NO_TIER = "none";

const EXAMPLES = 10;

export const nothingTried: SimulationTotals = {
  orders: 0,
  customers: 0,
  more: 0,
  less: 0,
  points: { old: 0, new: 0 },
  out: { old: 0, new: 0 },
  tiers: {},
  months: {},
  examples: [],
};

/** The tally with some more customers, none of whom is in it yet. */
export function addToTotals(
  before: SimulationTotals,
  customers: readonly TriedCustomer[],
): SimulationTotals {
  const after: SimulationTotals = {
    ...before,
    tiers: { ...before.tiers },
    months: { ...before.months },
    examples: [...before.examples],
  };
  for (const customer of customers) count(after, customer);
  after.examples = after.examples
    .toSorted((a, b) => Math.abs(b.new - b.old) - Math.abs(a.new - a.old))
    .slice(0, EXAMPLES);
  return after;
}

function count(into: SimulationTotals, { id, tierId, holds, orders }: TriedCustomer): void {
  const earned = {
    old: Number(orders.reduce((sum, order) => sum + order.old, 0n)),
    new: Number(orders.reduce((sum, order) => sum + order.new, 0n)),
  };
  const change = earned.new - earned.old;
  // Nobody holds less than nothing: what was spent already is owed, and is not what the shop owes.
  const held = { old: Math.max(0, Number(holds)), new: Math.max(0, Number(holds) + change) };

  into.orders += orders.length;
  into.out = plus(into.out, held);
  if (orders.length === 0) return;
  into.customers += 1;
  into.points = plus(into.points, earned);
  if (change > 0) into.more += 1;
  if (change < 0) into.less += 1;
  const tier = into.tiers[tierId ?? NO_TIER] ?? { old: 0, new: 0, customers: 0 };
  into.tiers[tierId ?? NO_TIER] = { ...plus(tier, earned), customers: tier.customers + 1 };
  for (const order of orders) {
    const month = into.months[order.month] ?? { old: 0, new: 0 };
    into.months[order.month] = plus(month, { old: Number(order.old), new: Number(order.new) });
  }
  if (change !== 0) into.examples.push({ customerId: id, ...earned });
}

function plus(a: Both, b: Both): Both {
  return { old: a.old + b.old, new: a.new + b.new };
}
