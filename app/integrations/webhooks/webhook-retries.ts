const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Waits between the tries of a webhook: about three days in all. */
const waits = [
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
  24 * HOUR,
];

/** An endpoint that has answered nothing for this long is switched off. */
export const DISABLED_AFTER_MS = 72 * HOUR;

/** When a webhook that failed `attempts` times is to be tried again; null when that was enough. */
export function nextWebhookTry(attempts: number, now: Date): Date | null {
  const wait = waits[attempts - 1];
  return wait === undefined ? null : new Date(now.getTime() + wait);
}
