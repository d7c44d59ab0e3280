import { DateTime } from "luxon";

/** A time as it is typed into a form, by the shop's clock: 2026-11-27T00:00. */
type LocalTime = string;

/**
 * The moments at which a window begins and ends (its end not included) by the shop's clock; null when one of the two is no time,
 * or the end is not after the beginning.
 */
export function windowOf(
  { from, until }: { from: LocalTime; until: LocalTime },
  timezone: string,
): { startsAt: Date; endsAt: Date } | null {
  const startsAt = DateTime.fromISO(from, { zone: timezone });
  const endsAt = DateTime.fromISO(until, { zone: timezone });
  if (!startsAt.isValid || !endsAt.isValid || endsAt <= startsAt) return null;
  return { startsAt: startsAt.toJSDate(), endsAt: endsAt.toJSDate() };
}

/** A moment as the shop's clock shows it, for a form. */
export function localTimeOf(moment: Date, timezone: string): LocalTime {
  return DateTime.fromJSDate(moment, { zone: timezone }).toFormat("yyyy-MM-dd'T'HH:mm");
}
