import { inZone } from "#app/ground/calendar.ts";

export const expiryActivities = ["earn", "redeem", "adjust"] as const;
export type ExpiryActivity = (typeof expiryActivities)[number];

/** When points expire: never; a period after they were earned (fixed); or after the customer last did something (rolling). */
export type Expiry =
  | { kind: "never" }
  | {
      kind: "fixed" | "rolling";
      every: number;
      unit: "days" | "months";
      /** What counts as doing something, for rolling expiry. */
      activity: readonly ExpiryActivity[];
    };

/** More time, once, for points that expire when their owner has at least `percent` of the cheapest reward. */
export type NearReward = { percent: number; days: number };

export type ExpiryTerms = {
  expiry: Expiry;
  /** When the present expiry was switched on: nothing expires before one full period from then. */
  expirySince: Date | null;
  /** The shop's, an IANA name. */
  timezone: string;
};

/** Points that go back too late are there for at least this long. */
const BACK_FOR_DAYS = 30;
/** Long enough to come by the shop once more. */
const WARNED_DAYS_BEFORE = 30;
const DAYS_OF_A_MONTH = 30;

/**
 * When points expire whose clock started at `startedAt`; null when they never do. The end of a day in the shop's time zone:
 * one month after 31 January is the end of 28 February.
 */
export function expiryOf(terms: ExpiryTerms, startedAt: Date): Date | null {
  const { expiry, expirySince, timezone } = terms;
  if (expiry.kind === "never") return null;
  const start = expirySince !== null && expirySince > startedAt ? expirySince : startedAt;
  return endOfDay(start, { [expiry.unit]: expiry.every }, timezone);
}

/**
 * Until when all points of an account are there whose owner last did something that counts at `activeAt`, where expiry is rolling;
 * null where it is not, or where nobody did anything yet.
 */
export function expiryTogether(terms: ExpiryTerms, activeAt: Date | null): Date | null {
  return terms.expiry.kind === "rolling" && activeAt !== null ? expiryOf(terms, activeAt) : null;
}

/**
 * The new expiry of points that were there before the expiry was changed: by the new rule, but not before one full period from
 * the change, unless they were to expire before that already. Doing it twice changes nothing.
 */
export function redated(terms: ExpiryTerms, startedAt: Date, before: Date | null): Date | null {
  const { expiry, timezone } = terms;
  if (expiry.kind === "never") return null;
  const byRule = endOfDay(startedAt, { [expiry.unit]: expiry.every }, timezone);
  const earliest = expiryOf(terms, startedAt) as Date;
  return later(byRule, before !== null && before < earliest ? before : earliest);
}

/** The expiry of points that go back to where they came from: their own date, at least 30 days from now. */
export function expiryOfReturned(own: Date | null, at: Date, timezone: string): Date | null {
  return own && later(own, endOfDay(at, { days: BACK_FOR_DAYS }, timezone));
}

/**
 * Until which date points count as expiring soon: 30 days ahead, or half of what they live where that is less. Null when points
 * do not expire.
 */
export function warnedFrom({ expiry, timezone }: ExpiryTerms, at: Date): Date | null {
  if (expiry.kind === "never") return null;
  const lives = expiry.unit === "months" ? expiry.every * DAYS_OF_A_MONTH : expiry.every;
  return daysLater(at, Math.min(WARNED_DAYS_BEFORE, Math.floor(lives / 2)), timezone);
}

/** A number of days later at the same time of day in the shop's time zone. */
function daysLater(at: Date, days: number, timezone: string): Date {
  return inZone(at, timezone).plus({ days }).toJSDate();
}

function endOfDay(at: Date, period: { days?: number; months?: number }, timezone: string): Date {
  return inZone(at, timezone).plus(period).endOf("day").toJSDate();
}

/** The later of two moments. */
export function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
