import { DateTime } from "luxon";

/** The first and the last day of something, both included, as they are typed: 2026-12-01. */
export type Days = { from: string; until: string };

/** The moments at which days begin and end (the end not included) by the clock of a time zone; null when one is no day. */
export function windowOfDays(
  { from, until }: Days,
  timezone: string,
): { startsAt: Date; endsAt: Date } | null {
  const first = DateTime.fromISO(from, { zone: timezone }).startOf("day");
  const last = DateTime.fromISO(until, { zone: timezone });
  if (!first.isValid || !last.isValid) return null;
  return { startsAt: first.toJSDate(), endsAt: last.plus({ days: 1 }).startOf("day").toJSDate() };
}

/** The days that two moments (the second not included) lie in, by the clock of a time zone. */
export function daysOf(
  { startsAt, endsAt }: { startsAt: Date; endsAt: Date },
  timezone: string,
): Days {
  return {
    from: dayOf(startsAt, timezone),
    until: dayOf(new Date(endsAt.getTime() - 1), timezone),
  };
}

/** The day that a moment lies in, by the clock of a time zone. */
export function dayOf(moment: Date, timezone: string): string {
  return DateTime.fromJSDate(moment, { zone: timezone }).toFormat("yyyy-MM-dd");
}
