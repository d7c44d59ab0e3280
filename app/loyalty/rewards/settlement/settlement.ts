import { isPaid, type Order, statesOfPaidOrders } from "#app/loyalty/order-points/order.ts";
import type { SpentReturn } from "#app/loyalty/program/program.ts";
import { type Line, type Refund, remainingQuantity } from "#app/orders/counting/goods.ts";

/**
 * Where a redemption is. held: being made. issued: can be used. withdrawn: Shopify is asked to honour it no longer, and its
 * points go back as soon as it says so. captured: used. released: its points went back. forfeited: it lapsed with its points.
 */
export type RedemptionState =
  "held" | "issued" | "withdrawn" | "captured" | "released" | "forfeited";

/** What of a redemption decides what becomes of it. */
export type Settled = {
  state: RedemptionState;
  points: bigint;
  /** Of the captured points, what went back so far. */
  returned: bigint;
  /** The order that used it. */
  orderId: bigint | null;
};

/** An order that a reward's code was put onto, with what the code takes off each of its lines. */
export type UsingOrder = Pick<Order, "cancelledAt" | "test" | "financialState" | "paidAt"> & {
  id: bigint;
  processedAt: Date;
  /** Whether the code is still on it: an edit may take it off. */
  hasCode: boolean;
  lines: readonly Pick<Line, "id" | "quantity" | "currentQuantity">[];
  refunds: readonly Pick<Refund, "lines">[];
  taken: readonly { lineId: bigint; amountMinor: bigint }[];
};

/**
 * What has to be done about a redemption.
 * - `capture`: an order used it; `late` says that its points had gone back before anybody heard of that.
 * - `withdraw`: the order that used it came to nothing, and so must the code before its points go back.
 * - `giveBack`: of what was spent, so many points in all are to have gone back.
 */
export type Step =
  | { do: "capture"; orderId: bigint; late: boolean; giveBack: bigint }
  | { do: "withdraw"; orderId: bigint }
  | { do: "giveBack"; target: bigint }
  | null;

/**
 * What becomes of a redemption by all that is known of the orders with its code. Decided by the facts alone, so it does not
 * matter in which order they came.
 */
export function settle(
  redemption: Settled,
  orders: readonly UsingOrder[],
  policy: SpentReturn,
): Step {
  const { state, points, returned } = redemption;
  if (state === "captured") {
    const own = orders.find(({ id }) => id === redemption.orderId);
    const target = own ? pointsToGiveBack(points, own, policy) : 0n;
    // What went back stays back: a later telling of less would be a mistake of ours, not the customer's.
    return target > returned ? { do: "giveBack", target } : null;
  }
  const inOrder = orders.filter(({ hasCode }) => hasCode).toSorted(byTime);
  const used = inOrder.find(wasPaid);
  if (used) {
    const late = state === "released";
    const giveBack = pointsToGiveBack(points, used, policy);
    // They are back already.
    if (late && giveBack === points) return null;
    return { do: "capture", orderId: used.id, late, giveBack };
  }
  const cancelled = inOrder.find((order) => order.cancelledAt !== null && !order.test);
  if (cancelled && state !== "released" && state !== "forfeited" && !isInUse(orders))
    return { do: "withdraw", orderId: cancelled.id };
  return null;
}

/** Whether an order that is neither paid nor cancelled holds the code: whoever made it may still pay. */
export function isInUse(orders: readonly UsingOrder[]): boolean {
  return orders.some(({ hasCode, cancelledAt, test }) => hasCode && cancelledAt === null && !test);
}

/**
 * Of the points that a reward cost, how many are to have gone back for what was sent back: the share of its discount that lay on
 * those goods. Shipping does not count: who sends everything back has nothing left that the points paid for.
 */
export function pointsToGiveBack(points: bigint, order: UsingOrder, policy: SpentReturn): bigint {
  if (order.cancelledAt !== null || order.financialState === "refunded" || !order.hasCode)
    return points;
  const left = new Map(
    order.lines.map((line) => [line.id, [remainingQuantity(line, order.refunds), line.quantity]]),
  );
  if ([...left.values()].every(([kept]) => kept === 0)) return points;
  if (policy === "full_return") return 0n;

  const total = order.taken.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (total <= 0n) return 0n; // It took something off shipping, and something of the order is kept.
  // Added up as fractions and rounded down once, so that any split of a return gives the same, and all of it everything.
  const [over, under] = order.taken.reduce(
    ([sumOver, sumUnder], { lineId, amountMinor }) => {
      const [kept = 0, quantity = 1] = left.get(lineId) ?? [];
      const [units, gone] = [BigInt(Math.max(quantity, 1)), BigInt(Math.max(quantity - kept, 0))];
      return [sumOver * units + amountMinor * gone * sumUnder, sumUnder * units] as const;
    },
    [0n, 1n] as readonly [bigint, bigint],
  );
  return (points * over) / (total * under);
}

/** Also of an order that was cancelled since: its reward was used and comes back, whichever was heard of first. */
function wasPaid(order: UsingOrder): boolean {
  if (order.cancelledAt === null || order.test) return isPaid(order);
  return order.paidAt !== null || statesOfPaidOrders.includes(order.financialState);
}

function byTime(one: UsingOrder, other: UsingOrder): number {
  return one.processedAt.getTime() - other.processedAt.getTime() || (one.id < other.id ? -1 : 1);
}
