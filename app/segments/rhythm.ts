import { DAY_MS } from "#app/ground/calendar.ts";

import type { SegmentKey } from "./named-segments.ts";

/** How many days pass between two purchases: of `count` intervals. */
export type Intervals = { count: number; avg: number; median: number; p90: number };

/** The intervals of a shop and of its segments, worked out at one time. */
export type Rhythm = {
  /** When it was worked out, ISO. */
  at: string;
  /** How many repeat orders the shop had then. */
  repeats: number;
  shop: Intervals | null;
  segments: Partial<Record<SegmentKey, Intervals>>;
};

/** Away for more than so many times the usual wait is lapsed. */
export const LAPSED_AFTER_WAITS = 2;

/** With fewer intervals than this, what they say is chance. */
const ENOUGH = 30;
/** What a wait is taken to be while the shop itself cannot tell. */
const UNKNOWN_WAIT_DAYS = 90;
const CALIBRATE_EVERY_DAYS = 91;
const CALIBRATE_AFTER_GROWTH = 0.1;

/** The wait after which nine in ten have ordered again, in whole days: the segment's, if any, else the shop's, else 90. At least one. */
export function waitDays(rhythm: Rhythm, segment: SegmentKey | null): number {
  const own = segment && rhythm.segments[segment];
  const intervals = [own, rhythm.shop].find((some) => some && some.count >= ENOUGH);
  return intervals ? Math.max(1, Math.floor(intervals.p90)) : UNKNOWN_WAIT_DAYS;
}

/** Whether the intervals are to be worked out anew: each quarter, and when the shop's repeat orders grew or shrank by a tenth. */
export function isOutOfDate(rhythm: Rhythm | null, repeats: number, now: Date): boolean {
  if (!rhythm) return true;
  const days = (now.getTime() - Date.parse(rhythm.at)) / DAY_MS;
  return (
    days >= CALIBRATE_EVERY_DAYS ||
    Math.abs(repeats - rhythm.repeats) > CALIBRATE_AFTER_GROWTH * rhythm.repeats
  );
}
