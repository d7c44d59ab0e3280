import { DateTime } from "luxon";

/** 24 hours. A day of a shop's calendar is longer or shorter where the clocks change: add those with luxon. */
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** The hour of the shop's night at which what is done once a day is done. */
const NIGHT_HOUR = 3;

/** Zones differ from each other by quarters of an hour, so that all of one quarter is the same day everywhere. */
const QUARTER_MS = 900_000;
const MOST_KNOWN = 50_000;
const knownDays = new Map<string, DateTime>();

/** A moment by the shop's clock; by UTC's, where luxon does not know the zone. */
export function inZone(at: Date, timezone: string): DateTime {
  const local = DateTime.fromJSDate(at, { zone: timezone });
  return local.isValid ? local : DateTime.fromJSDate(at, { zone: "UTC" });
}

/** The beginning of the shop's day. Kept for a while: of an import's moments a tenth of its time went into working it out. */
export function startOfDay(at: Date, timezone: string): DateTime {
  const key = `${Math.floor(at.getTime() / QUARTER_MS)} ${timezone}`;
  const known = knownDays.get(key);
  if (known) return known;
  const day = inZone(at, timezone).startOf("day");
  if (knownDays.size >= MOST_KNOWN) knownDays.clear();
  knownDays.set(key, day);
  return day;
}

/** The latest moment, not after `now`, at which the shop's clock showed three at night. */
export function lastNight(timezone: string, now: Date): Date {
  const here = inZone(now, timezone);
  const today = here.startOf("day").set({ hour: NIGHT_HOUR });
  return (today <= here ? today : today.minus({ days: 1 })).toJSDate();
}
