import { startOfDay } from "#app/ground/calendar.ts";

import type { TierLadder } from "./tier.ts";

type Clock = Pick<TierLadder, "window" | "timezone">;

/** From when on what was gained counts towards reaching a tier at this moment; null is from the beginning. Whole days of the shop. */
export function windowStart({ window, timezone }: Clock, at: Date): Date | null {
  const day = () => startOfDay(at, timezone);
  switch (window.kind) {
    case "lifetime":
      return null;
    case "rolling":
      return day()
        .minus({ days: window.days - 1 })
        .toJSDate();
    case "calendar":
      return day().startOf("year").toJSDate();
    case "anniversary":
      return day().minus({ years: 1 }).toJSDate();
  }
}

/** When a term that began at this moment ends, for windows that have terms: the next new year, or the day a year later. */
export function termEnd({ window, timezone }: Clock, start: Date): Date | null {
  const day = startOfDay(start, timezone);
  if (window.kind === "calendar") return day.startOf("year").plus({ years: 1 }).toJSDate();
  return window.kind === "anniversary" ? day.plus({ years: 1 }).toJSDate() : null;
}

/** From when on what was gained counts towards keeping a tier whose term began at this moment. */
export function termStart({ window, timezone }: Clock, start: Date): Date {
  if (window.kind === "calendar") return startOfDay(start, timezone).startOf("year").toJSDate();
  // What reached the tier does not also keep it for another year.
  return new Date(start.getTime() + 1);
}

/** The beginning of the shop's day, so many days later. */
export function daysLater(at: Date, days: number, timezone: string): Date {
  return startOfDay(at, timezone).plus({ days }).toJSDate();
}
