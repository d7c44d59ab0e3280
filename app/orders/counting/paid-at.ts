import { HOUR_MS } from "#app/ground/calendar.ts";

/** When an order was paid in full; `sure` is whether that is the moment itself, and not only when something told that it had been. */
export type Paid = { at: Date; sure: boolean };

/** Financial states that an order reaches only by having been paid in full. */
const PAID: ReadonlySet<string> = new Set(["paid", "partially_refunded", "refunded"]);

export type PaidOrder = {
  financialState: string;
  createdAt: Date;
  processedAt: Date;
  updatedAt: Date;
};

/**
 * When an order was paid, as far as a webhook with it tells; null where it does not say that it was. Within the hour it was paid at
 * once: when it was processed. Later, `orders/paid` (`isNews`) is sent as it is paid; any other topic only tells that it has been by
 * now. Example: cash on delivery, placed on the 1st and paid on the 31st: the 31st.
 */
export function paidByWebhook(order: PaidOrder, isNews: boolean): Paid | null {
  if (!PAID.has(order.financialState)) return null;
  if (isAtOnce(order, order.updatedAt)) return { at: order.processedAt, sure: true };
  return { at: order.updatedAt, sure: isNews };
}

/** Orders of another system are created, and paid, when they are brought over, and processed when they were made. */
function isAtOnce({ createdAt }: { createdAt: Date }, paidAt: Date): boolean {
  return paidAt.getTime() - createdAt.getTime() <= HOUR_MS;
}

export type PaymentTime = { kind: string; status: string; at: Date; amountMinor: bigint };

/**
 * When an order was paid by its payments: as soon as they came to what it first cost, or to all that was ever paid where an edit had
 * made it cheaper before. One without payments was free, or brought over from elsewhere: paid at once.
 */
export function paidByPayments(
  order: Omit<PaidOrder, "updatedAt"> & { originalTotalMinor: bigint },
  payments: readonly PaymentTime[],
): Paid | null {
  if (!PAID.has(order.financialState) && order.financialState !== "partially_paid") return null;
  const taken = payments
    .filter(({ kind, status }) => (kind === "SALE" || kind === "CAPTURE") && status === "SUCCESS")
    .toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const all = taken.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  if (order.financialState === "partially_paid" && all < order.originalTotalMinor) return null;
  const due = all < order.originalTotalMinor ? all : order.originalTotalMinor;
  let sum = 0n;
  const last = taken.find(({ amountMinor }) => (sum += amountMinor) >= due);
  const at = last && !isAtOnce(order, last.at) ? last.at : order.processedAt;
  return { at, sure: true };
}

/** Of each order the earliest moment that any of its versions tells; sure when any of them is. */
export function earliestPaid(
  versions: readonly { id: bigint; paid: Paid | null }[],
): Map<bigint, Paid> {
  const earliest = new Map<bigint, Paid>();
  for (const { id, paid } of versions) {
    if (paid === null) continue;
    const known = earliest.get(id) ?? paid;
    const at = paid.at < known.at ? paid.at : known.at;
    earliest.set(id, { at, sure: known.sure || paid.sure });
  }
  return earliest;
}
