import { DateTime } from "luxon";

/** Something that lasts from a moment to another one, which is not included any more. ISO times. */
export type Lasting = { startsAt: string; endsAt: string };

/** YYYY-MM-DD, its number in the month, and what lasts on it. */
export type Day<Item> = { date: string; day: number; inMonth: boolean; items: Item[] };

const DAYS_OF_WEEK = 7;

/** The weeks of a month (YYYY-MM), from Monday to Sunday, by the clock of a time zone. */
export function weeksOf<Item extends Lasting>(
  month: string,
  items: readonly Item[],
  timezone: string,
): Day<Item>[][] {
  const first = DateTime.fromFormat(month, "yyyy-MM", { zone: timezone });
  const weeks: Day<Item>[][] = [];
  for (let monday = first.startOf("week"); monday < first.endOf("month");) {
    weeks.push(
      Array.from({ length: DAYS_OF_WEEK }, (_, index) =>
        dayOf(monday.plus({ days: index }), first, items),
      ),
    );
    monday = monday.plus({ weeks: 1 });
  }
  return weeks;
}

/** The month before or after another one. */
export function monthBeside(month: string, by: -1 | 1): string {
  return DateTime.fromFormat(month, "yyyy-MM", { zone: "UTC" })
    .plus({ months: by })
    .toFormat("yyyy-MM");
}

/** The month that it is at a moment, by the clock of a time zone. */
export function monthOf(iso: string, timezone: string): string {
  return DateTime.fromISO(iso, { zone: timezone }).toFormat("yyyy-MM");
}

function dayOf<Item extends Lasting>(
  start: DateTime,
  month: DateTime,
  items: readonly Item[],
): Day<Item> {
  // Not a day later by hours: one day a year has 23 of them, another 25.
  const end = start.plus({ days: 1 });
  return {
    date: start.toFormat("yyyy-MM-dd"),
    day: start.day,
    inMonth: start.month === month.month,
    items: items.filter(
      ({ startsAt, endsAt }) =>
        DateTime.fromISO(startsAt) < end && DateTime.fromISO(endsAt) > start,
    ),
  };
}
