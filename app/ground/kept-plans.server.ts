import { AsyncLocalStorage } from "node:async_hooks";
import { hash } from "node:crypto";

const keeping = new AsyncLocalStorage<true>();

/** More than the statements that the app has: beyond that some are made of lists, and each is another. */
const MOST_NAMES = 1_000;
const names = new Map<string, string>();

/**
 * Has PostgreSQL parse and plan a statement once for each connection, instead of each time, for all that `work` asks by SQL. For work
 * on few rows by their keys, of which there is much: an order to each of 500 shops takes 115 statements a shop, and PostgreSQL 15
 * seconds instead of 27. Not for what reads a whole shop: a plan that fits a thousand shops with ten customers is the wrong one for
 * that with a million. PostgreSQL left to itself plans each five times before it keeps one: 14 % of what it does for the first 3,000
 * orders of a worker.
 */
export function keepPlans<Result>(work: () => Promise<Result>): Promise<Result> {
  return keeping.run(true, work);
}

/** Whether what is asked now is by `keepPlans`. */
export function isKeepingPlans(): boolean {
  return keeping.getStore() ?? false;
}

/** What a connection is to know this statement by; null where it is to be planned each time. */
export function planName(text: string): string | null {
  if (!isKeepingPlans()) return null;
  const known = names.get(text);
  if (known || names.size >= MOST_NAMES) return known ?? null;
  const name = hash("sha1", text);
  names.set(text, name);
  return name;
}
