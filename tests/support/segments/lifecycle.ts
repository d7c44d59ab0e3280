import { LAPSED_AFTER_WAITS } from "#app/segments/rhythm.ts";

export type Stage = "new" | "active" | "at_risk" | "lapsed" | "won_back";

/** Someone who ordered at least once. Days are whole ones of the shop's calendar. */
export type Customer = {
  daysSinceLastOrder: number;
  orders: number;
  /** The stage until now, how many days it has lasted, and whether an order came since it began. */
  previous: { stage: Stage; days: number; orderedSince: boolean } | null;
};

/**
 * Where someone stands between the first order and the last. At risk: away for longer than nine in ten waits between two
 * orders of their segment last (`waitDays`, the P90). Lapsed: for longer than twice that. Who was either and then ordered is
 * won back, and counts as such for one more wait.
 */
export function stageOf(
  { daysSinceLastOrder, orders, previous }: Customer,
  waitDays: number,
): Stage {
  if (daysSinceLastOrder > LAPSED_AFTER_WAITS * waitDays) return "lapsed";
  if (daysSinceLastOrder > waitDays) return "at_risk";
  if (orders === 1) return "new";
  return isWonBack(previous, waitDays) ? "won_back" : "active";
}

function isWonBack(previous: Customer["previous"], waitDays: number): boolean {
  if (previous === null) return false;
  // A new calibration can call the same person back from risk. Only an order wins anyone back.
  if (previous.stage === "at_risk" || previous.stage === "lapsed") return previous.orderedSince;
  return previous.stage === "won_back" && previous.days <= waitDays;
}
