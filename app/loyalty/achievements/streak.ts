import { startOfDay } from "#app/ground/calendar.ts";

/** Months in a row with an order. Months are as 2026-11. */
export type Streak = { current: number; best: number; lastMonth: string };

/** The month of a moment, by the shop's calendar. */
export function monthOf(at: Date, timezone: string): string {
  return `${startOfDay(at, timezone).toISODate()}`.slice(0, "yyyy-MM".length);
}

/** The month before. */
export function monthBefore(month: string): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, "0")}`;
}

/**
 * The months in a row with an order, by the months that have one, in any order; null when none has. The present row goes on until
 * a whole month has passed without one.
 */
export function streakOf(months: readonly string[], thisMonth: string): Streak | null {
  const sorted = [...new Set(months)].toSorted();
  const lastMonth = sorted.at(-1);
  if (lastMonth === undefined) return null;
  let [run, best] = [0, 0];
  let before = "";
  for (const month of sorted) {
    run = monthBefore(month) === before ? run + 1 : 1;
    best = Math.max(best, run);
    before = month;
  }
  return { current: goesOn(lastMonth, thisMonth) ? run : 0, best, lastMonth };
}

function goesOn(lastMonth: string, thisMonth: string): boolean {
  return lastMonth >= monthBefore(thisMonth);
}
