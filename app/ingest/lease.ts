/** How long a worker may take for what it claimed. After that it counts as dead, and another takes over. */
export const LEASE_MS = 30_000;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Waits between the tries of a delivery. After the last of them it is poison. */
const waits = {
  /** Whatever was in the way may be gone by then. */
  fault: [SECOND, 5 * SECOND, 30 * SECOND, 2 * MINUTE],
  /** The same bytes will hardly read better. A newer release of Encore might; then it can be replayed. */
  unreadable: [SECOND, SECOND, 2 * SECOND, 4 * SECOND],
};

export const MOST_TRIES = waits.fault.length + 1;

/** When a delivery that failed `attempts` times is to be tried again; null when that was enough. */
export function nextTry(attempts: number, cause: keyof typeof waits, now: Date): Date | null {
  const wait = waits[cause][attempts - 1];
  return wait === undefined ? null : new Date(now.getTime() + wait);
}
