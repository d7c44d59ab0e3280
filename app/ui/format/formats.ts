import { DateTime } from "luxon";

import { exponentOf } from "#app/ground/money.ts";

const LANGUAGE = "en";
const DAY = "d LLL yyyy";
const DAY_AND_TIME = "d LLL yyyy, HH:mm";

/** Up to here a moment is told as "3 days ago", further back by its date. */
const AGO_LIMIT_DAYS = 7;

/** What happened while the page was being put together lies a moment ahead of the page's own time. */
const CLOCK_SKEW_MINUTES = 1;

export type Formats = {
  /** Minor units of the shop's currency, or of another when one is named. */
  money: (minor: number, currency?: string) => string;
  /** Money in few characters, for cells and figures: $12.4K. */
  shortMoney: (minor: number) => string;
  number: (value: number) => string;
  /** In few characters, for the axis of a chart: 12.4K. */
  shortNumber: (value: number) => string;
  /** With its sign: +40, −12. */
  signed: (value: number) => string;
  /** A share between 0 and 1 as whole per cent. */
  percent: (share: number) => string;
  date: (iso: string) => string;
  dateTime: (iso: string) => string;
  /** "just now", "3 hours ago", and the date once that says more. */
  ago: (iso: string) => string;
};

/** How one shop's money and moments are written: its currency, its time zone, and now as an ISO time. */
export function formatsFor(shop: { currency: string; timezone: string; now: string }): Formats {
  const inZone = (iso: string) => DateTime.fromISO(iso, { zone: shop.timezone, locale: LANGUAGE });
  const now = inZone(shop.now);
  const date = (iso: string) => inZone(iso).toFormat(DAY);

  return {
    money: (minor, currency = shop.currency) => money(minor, currency),
    shortMoney: (minor) => shortMoney(minor, shop.currency),
    number: (value) => new Intl.NumberFormat(LANGUAGE).format(value),
    shortNumber: (value) =>
      new Intl.NumberFormat(LANGUAGE, { notation: "compact", maximumFractionDigits: 1 }).format(
        value,
      ),
    signed: (value) =>
      new Intl.NumberFormat(LANGUAGE, { signDisplay: "exceptZero" })
        .format(value)
        .replace("-", "−"),
    percent: (share) =>
      new Intl.NumberFormat(LANGUAGE, { style: "percent", maximumFractionDigits: 0 }).format(share),
    date,
    dateTime: (iso) => inZone(iso).toFormat(DAY_AND_TIME),
    ago: (iso) => ago(inZone(iso), now) ?? date(iso),
  };
}

const SHORTENED_FROM = 1_000;

function shortMoney(minor: number, currency: string): string {
  const large = Math.abs(minor) >= SHORTENED_FROM * 10 ** exponentOf(currency);
  return money(minor, currency, {
    notation: large ? "compact" : "standard",
    minimumFractionDigits: 0,
    maximumFractionDigits: large ? 1 : 0,
  });
}

function money(minor: number, currency: string, options?: Intl.NumberFormatOptions): string {
  const decimals = exponentOf(currency);
  const exact = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return new Intl.NumberFormat(LANGUAGE, {
    style: "currency",
    currency,
    ...(options ?? exact),
  }).format(minor / 10 ** decimals);
}

/** Null when the moment is in the future or too far back for this way of telling it. */
function ago(at: DateTime, now: DateTime): string | null {
  const { days, hours, minutes } = now.diff(at, ["days", "hours", "minutes"]).toObject() as {
    days: number;
    hours: number;
    minutes: number;
  };
  if (minutes < -CLOCK_SKEW_MINUTES || hours < 0 || days < 0 || days >= AGO_LIMIT_DAYS) return null;
  if (days >= 1) return times(days, "day");
  if (hours >= 1) return times(hours, "hour");
  return minutes >= 1 ? times(Math.floor(minutes), "minute") : "just now";
}

function times(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}
