import { inZone } from "#app/ground/calendar.ts";

export const limitPeriods = ["day", "week", "month", "year", "ever"] as const;

/** How far back a limit on how often something may happen counts. */
export type LimitPeriod = (typeof limitPeriods)[number];

/** When the period that holds `now` began, by the shop's clock; null for ever. A week begins on Monday. */
export function startOfPeriod(period: LimitPeriod, now: Date, timezone: string): Date | null {
  if (period === "ever") return null;
  return inZone(now, timezone).startOf(period).toJSDate();
}

/** When the period after the one that holds `now` begins; null for ever, which has no end. */
export function startOfNextPeriod(period: LimitPeriod, now: Date, timezone: string): Date | null {
  if (period === "ever") return null;
  return inZone(now, timezone)
    .startOf(period)
    .plus({ [period]: 1 })
    .toJSDate();
}

/** The last moment of the day so many days after `now`, by the shop's clock. */
export function endOfDayAfter(days: number, now: Date, timezone: string): Date {
  return inZone(now, timezone).plus({ days }).endOf("day").toJSDate();
}
