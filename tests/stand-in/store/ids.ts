import type { DatabaseSync } from "node:sqlite";

export type Ids = {
  /** The next id of a kind, a decimal string, unique over all shops. Every fifth is above 2^53. */
  next: (kind: string) => string;
  /** Several at once. */
  nextMany: (kind: string, howMany: number) => string[];
  /** The next number of a plain count (order numbers, per shop). */
  count: (name: string, from: number) => number;
};

/** Where each kind's small ids begin, of the size that Shopify gives out today. */
const BASE = 5_400_000_000_000n;
const STEP = 137n;
/** Ids that JSON.parse rounds: an app that reads them as numbers fails here, not in a merchant's shop. */
const HUGE = 820_982_911_946_154_508n;

/** Counts in the database, so ids are the same for the same acts and go on after a restart. */
export function openIds(db: DatabaseSync): Ids {
  const bump = db.prepare(
    `INSERT INTO counter (kind, value) VALUES (?, ?)
     ON CONFLICT (kind) DO UPDATE SET value = value + 1 RETURNING value`,
  );
  const leap = db.prepare(
    `INSERT INTO counter (kind, value) VALUES (?, ?)
     ON CONFLICT (kind) DO UPDATE SET value = value + excluded.value RETURNING value`,
  );
  const count = (name: string, from: number) => Number(bump.get(name, from)?.["value"]);
  return {
    count,
    next: (kind) => idOf(count(`id.${kind}`, 1)),
    nextMany(kind, howMany) {
      const last = Number(leap.get(`id.${kind}`, howMany)?.["value"]);
      return Array.from({ length: howMany }, (_, i) => idOf(last - howMany + 1 + i));
    },
  };
}

function idOf(count: number): string {
  const n = BigInt(count);
  return String((n % 5n === 0n ? HUGE : BASE) + n * STEP);
}
