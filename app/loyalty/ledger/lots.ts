import type { Lot } from "./ledger-entry.ts";

export type Taken = { lotId: string; points: bigint };

/**
 * The lots in the order in which they are spent: the soonest to expire first, never-expiring ones last; of those that expire
 * together the oldest first, and of one moment's those of orders, in the order of their ids: what was heard first must not matter.
 * What `first` picks comes before all others.
 */
export function inOrderOfUse(
  lots: readonly Lot[],
  first: (lot: Lot) => boolean = () => false,
): Lot[] {
  return lots.toSorted(
    (a, b) => Number(first(b)) - Number(first(a)) || byUse(a, b) || (a.id < b.id ? -1 : 1),
  );
}

/** The lots that hold points that can be spent now. */
export function spendable(lots: readonly Lot[]): Lot[] {
  return lots.filter(({ pending, remaining }) => !pending && remaining > 0n);
}

/** The lots that hold points that cannot be spent yet. */
export function waiting(lots: readonly Lot[]): Lot[] {
  return lots.filter(({ pending, remaining }) => pending && remaining > 0n);
}

/** What the lots hold together. */
export function sumOf(lots: readonly Lot[]): bigint {
  return lots.reduce((sum, { remaining }) => sum + remaining, 0n);
}

/**
 * Takes points out of lots, in the given order. Returns the lots that changed, as they are then, and what each gave.
 * Throws when they hold less than that: the lots and the balance would not agree.
 */
export function takeFrom(lots: readonly Lot[], points: bigint): { lots: Lot[]; taken: Taken[] } {
  const changed: Lot[] = [];
  const taken: Taken[] = [];
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

/** What of a lot's points could have been spent: those that were not taken back where they came from, and did not expire. */
export function worthOf({ original, gone, expired }: Lot): bigint {
  const worth = original - gone - expired;
  return worth > 0n ? worth : 0n;
}

/**
 * What has to go from lot to lot so that what was spent is what is used first of all that is known by now, whatever was heard of
 * first: the `available` points are what is used last. Less than zero goes back into a lot. Nothing, where the lots do not say.
 *
 * 100 of March were spent, then 100 of January are heard of: those were spent, and March's are there again.
 */
export function reallocated(lots: readonly Lot[], available: bigint, at: Date): Taken[] {
  const isThere = (lot: Lot) => lot.expiresAt === null || lot.expiresAt > at;
  const last = lots
    .filter((lot) => !lot.pending && (lot.remaining > 0n || (worthOf(lot) > 0n && isThere(lot))))
    // Of two that are used at the same time, neither has to give anything to the other.
    .toSorted((a, b) => byUse(b, a) || Number(b.remaining - a.remaining));
  let left = available;
  const taken = last.map((lot) => {
    const worth = worthOf(lot);
    const keeps = worth < left ? worth : left;
    left -= keeps;
    return { lotId: lot.id, points: lot.remaining - keeps };
  });
  return left > 0n ? [] : taken.filter(({ points }) => points !== 0n);
}

function byUse(a: Lot, b: Lot): number {
  return expiry(a) - expiry(b) || a.earnedAt.getTime() - b.earnedAt.getTime() || byOrder(a, b);
}

function byOrder({ orderId: a }: Lot, { orderId: b }: Lot): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}

function expiry(lot: Lot): number {
  return lot.expiresAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
}
