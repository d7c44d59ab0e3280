import { DateTime } from "luxon";

import type { MonthRow } from "#app/loyalty/liability/report.ts";

const MONTHS_DRAWN = 24;

/**
 * The latest 24 months up to this one, the oldest first; those in which no point moved, too: nothing was issued then, and as much
 * was outstanding as before. None before the first in which one did.
 */
export function everyMonth(months: readonly MonthRow[], now: string, timezone: string): MonthRow[] {
  const moved = new Map(months.map((row) => [row.month, row]));
  const first = [...moved.keys()].sort()[0];
  const last = DateTime.fromISO(now, { zone: timezone }).startOf("month");
  const rows: MonthRow[] = [];
  if (first === undefined) return rows;
  let at = DateTime.fromISO(`${first}-01`, { zone: timezone });
  for (; at <= last; at = at.plus({ months: 1 })) {
    const month = at.toFormat("yyyy-MM");
    rows.push(moved.get(month) ?? still(month, rows.at(-1)?.outstanding ?? 0));
  }
  return rows.slice(-MONTHS_DRAWN);
}

function still(month: string, outstanding: number): MonthRow {
  return { month, issued: 0, redeemed: 0, expired: 0, revoked: 0, adjusted: 0, outstanding };
}
