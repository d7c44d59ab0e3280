import { DateTime } from "luxon";

import { startOfDay } from "#app/ground/calendar.ts";

/** A day on which birthdays are paid, whose they are, and until when they must have been told. */
export type BirthdayDay = {
  /** By the shop's calendar, 2026-02-28. */
  day: string;
  month: number;
  dayOfMonth: number;
  /** The day as a moment: when it began. */
  startsAt: Date;
};

/** So many days back are looked at: a birthday is not lost because nothing ran on it. */
const DAYS_BACK = 6;
const FEBRUARY = 2;

/** The birthdays of today and the last days by the shop's clock. Whoever was born on 29 February has the 28th in other years. */
export function birthdayDays(timezone: string, now: Date): BirthdayDay[] {
  const today = startOfDay(now, timezone);
  return Array.from({ length: DAYS_BACK + 1 }, (_, back) => today.minus({ days: back })).flatMap(
    (day) => {
      const one = {
        day: day.toFormat("yyyy-MM-dd"),
        month: day.month,
        dayOfMonth: day.day,
        startsAt: day.toJSDate(),
      };
      const isLeapDayToo = day.month === FEBRUARY && day.day === 28 && !day.isInLeapYear;
      return isLeapDayToo ? [one, { ...one, dayOfMonth: 29 }] : [one];
    },
  );
}

/** Whether there is such a day in some year. */
export function isBirthday({ month, day }: { month: number; day: number }): boolean {
  return DateTime.fromObject({ year: 2024, month, day }).isValid; // A leap year: 29 February is somebody's birthday.
}
