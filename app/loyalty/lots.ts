import type { Lot } from "./ledger-entry.ts";

/**
 * The lots in the order in which they are spent: the order's own lot first (of points that an order gives back), then the
 * soonest to expire, never-expiring ones last; of those that expire together the oldest first.
 */
export function inOrderOfUse(lots: readonly Lot[], ownOrderId: bigint | null = null): Lot[] {
  return lots.toSorted(
    (a, b) =>
      Number(isOwn(b, ownOrderId)) - Number(isOwn(a, ownOrderId)) ||
      expiry(a) - expiry(b) ||
      a.earnedAt.getTime() - b.earnedAt.getTime() ||
      (a.id < b.id ? -1 : 1),
  );
}

/**
 * Takes points out of lots, in the given order. Returns the lots that changed, as they are then, and what each gave.
 * Throws when they hold less than that: the lots and the balance would not agree.
 */
export function takeFrom(
  lots: readonly Lot[],
  points: bigint,
): { lots: Lot[]; taken: { lotId: string; points: bigint }[] } {
  const changed: Lot[] = [];
  const taken: { lotId: string; points: bigint }[] = [];
  let missing = points;
  for (const lot of lots) {
    if (missing === 0n) break;
    const part = lot.remaining < missing ? lot.remaining : missing;
    if (part === 0n) continue;
    changed.push({ ...lot, remaining: lot.remaining - part });
    taken.push({ lotId: lot.id, points: part });
    missing -= part;
  }
  if (missing > 0n)
    throw new Error(
      `Lots hold ${points - missing} of the ${points} points that the balance promises`,
    );
  return { lots: changed, taken };
}

function isOwn(lot: Lot, orderId: bigint | null): boolean {
  return orderId !== null && lot.orderId === orderId;
}

function expiry(lot: Lot): number {
  return lot.expiresAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
}
