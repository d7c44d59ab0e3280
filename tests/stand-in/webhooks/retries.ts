const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The waits before the eight retries: four hours in all, growing. */
export const RETRY_DELAYS_MS = [
  10 * SECOND,
  50 * SECOND,
  4 * MINUTE,
  15 * MINUTE,
  25 * MINUTE,
  45 * MINUTE,
  70 * MINUTE,
  80 * MINUTE,
];
