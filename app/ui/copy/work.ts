/** Work that takes its time: so much of so much is done, and how long that took. */
export type Work = {
  done: number;
  /** Null while nobody can say. */
  total: number | null;
  /** When it was begun, ISO 8601; null where that is not known. */
  since: string | null;
};

const SOON_KNOWN_MS = 5_000;

/** Whole per cent done, at most 100; null while nobody can say of how much. */
export function percentOf({ done, total }: Pick<Work, "done" | "total">): number | null {
  if (total === null) return null;
  return total === 0 ? 100 : Math.min(Math.floor((100 * done) / total), 100);
}

/** How many minutes work takes from here on, by how long it took so far; null while nobody can say. */
export function minutesLeft({ done, total, since }: Work, now: string): number | null {
  if (total === null || since === null || done === 0) return null;
  const spentMs = Date.parse(now) - Date.parse(since);
  if (spentMs < SOON_KNOWN_MS) return null;
  return ((spentMs / done) * Math.max(0, total - done)) / 60_000;
}

/** "about 2 min left", "less than a minute left" */
export function leftInWords(minutes: number): string {
  return minutes < 1 ? "less than a minute left" : `about ${Math.ceil(minutes)} min left`;
}
