import { DateTime } from "luxon";

import type { LiabilityReport } from "#app/loyalty/liability/report.ts";
import { toDecimal } from "#app/ground/money.ts";

type Cell = string | number | null;

/** A month as a merchant reads it: 2026-11 is "November 2026". */
export function monthInWords(month: string): string {
  return DateTime.fromFormat(month, "yyyy-MM", { zone: "UTC", locale: "en" }).toFormat("LLLL yyyy");
}

/** Where the share of points that is expected to be used comes from. */
export const rateSources: Record<LiabilityReport["rate"]["from"], string> = {
  set: "as you expect it",
  seen: "as it was so far",
  unknown: "all of them, as none have ended yet",
};

/** The report as lines of cells: its three tables one after the other, each named in its first cell. */
export function liabilityLines(report: LiabilityReport, currency: string): Cell[][] {
  const money = (minor: number) => Number(toDecimal(BigInt(minor), currency));
  return [
    ["Total", "Date", "Points", `Liability (${currency})`, "People"],
    [
      "Total",
      report.at.slice(0, 10),
      report.all.points,
      money(report.all.owedMinor),
      report.all.accounts,
    ],
    ["Tier", "Name", "Points", `Liability (${currency})`, "People"],
    ...report.tiers.map(({ name, points, owedMinor, accounts }): Cell[] => [
      "Tier",
      name ?? "No tier",
      points,
      money(owedMinor),
      accounts,
    ]),
    ["Expiring", "Month", "Points", `Liability (${currency})`, "Lots"],
    ...report.expiring.map(({ month, points, owedMinor, lots }): Cell[] => [
      "Expiring",
      month ?? "Never",
      points,
      money(owedMinor),
      lots,
    ]),
    ["Month", "Month", "Issued", "Redeemed", "Expired", "Reversed", "Adjusted"],
    ...report.months.map(({ month, issued, redeemed, expired, revoked, adjusted }): Cell[] => [
      "Month",
      month,
      issued,
      redeemed,
      expired,
      revoked,
      adjusted,
    ]),
  ];
}
