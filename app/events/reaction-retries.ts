const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits between the tries of a reaction: together longer than most outages of Shopify. */
const waits = [SECOND, 10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR];

/**
 * When a reaction that failed `attempts` times is to be tried again; null when that was enough. What was only `putOff`,
 * because somebody else could not answer, is never given up: it would be right at any later time.
 */
export function nextReactionTry(attempts: number, putOff: boolean, now: Date): Date | null {
  const wait = waits[attempts - 1] ?? (putOff ? waits.at(-1) : undefined);
  return wait === undefined ? null : new Date(now.getTime() + wait);
}
