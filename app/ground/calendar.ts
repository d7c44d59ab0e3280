import { DateTime } from "luxon";

/** 24 hours. A day of a shop's calendar is longer or shorter where the clocks change: add those with luxon. */
export const DAY_MS = 86_400_000;

/** The hour of the shop's night at which what is done once a day is done. */
const NIGHT_HOUR = 3;

/** The latest moment, not after `now`, at which the shop's clock showed three at night. */
export function lastNight(timezone: string, now: Date): Date {
  const local = DateTime.fromJSDate(now, { zone: timezone });
  // A zone that luxon does not know makes an invalid time; the shop's night is then that of UTC.
  const here = local.isValid ? local : DateTime.fromJSDate(now, { zone: "UTC" });
  const today = here.startOf("day").set({ hour: NIGHT_HOUR });
  return (today <= here ? today : today.minus({ days: 1 })).toJSDate();
}
