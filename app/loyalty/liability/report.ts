import {
  breakageBps,
  defaultPointValue,
  liabilityMinor,
  type PointValue,
  redemptionRateBps,
} from "./liability.ts";

/** Points by where they are. */
export type Sums = {
  accounts: number;
  available: number;
  pending: number;
  held: number;
  debt: number;
};

/** What was counted on a day. Points fit JSON's numbers: no shop has given out nine quadrillion. */
export type LiabilityFigures = {
  all: Sums;
  /** null is no tier. */
  tiers: (Sums & { tierId: string | null })[];
  /** What is left of lots by the month in which they expire, as YYYY-MM; null is never. */
  expiring: { month: string | null; points: number; lots: number }[];
  /** How many are in each tier, with points or without. Missing in what was counted before it was kept. */
  members?: { tierId: string; customers: number }[];
};

type Outside = "issued" | "redeemed" | "expired" | "revoked" | "adjusted";

/** What was counted; see app/analytics/liability.server.ts. */
export type Counted = {
  counted: (LiabilityFigures & { at: string }) | null;
  months: { month: string; outside: Outside; points: number }[];
  tierNames: Record<string, string>;
  program: {
    valuePoints: number;
    valueMinor: bigint | null;
    redemptionRateBps: number | null;
  } | null;
};

export type MonthRow = { month: string } & Record<Outside, number> & {
    /** What customers held at the month's end, less what they owed back. */
    outstanding: number;
  };

/** The report of what a shop owes in points. Amounts are minor units of its currency; shares are hundredths of a per cent. */
export type LiabilityReport = {
  at: string;
  value: { points: number; minor: number };
  rate: { bps: number; from: "set" | "seen" | "unknown" };
  breakageBps: number | null;
  all: Sums & { points: number; owedMinor: number };
  tiers: { name: string | null; accounts: number; points: number; owedMinor: number }[];
  expiring: { month: string | null; points: number; lots: number; owedMinor: number }[];
  /** The latest first. */
  months: MonthRow[];
};

/** Puts what was counted together with what a point is worth. Null before the first count. */
export function liabilityReport(
  { counted, months, tierNames, program }: Counted,
  currency: string,
): LiabilityReport | null {
  if (!counted) return null;
  const { value, ended, bps } = termsOf({ months, program }, currency);
  const owed = owedFor({ months, program }, currency);
  const broken = breakageBps(ended);

  return {
    at: counted.at,
    value: { points: value.valuePoints, minor: Number(value.valueMinor) },
    rate: { bps, from: sourceOf(program?.redemptionRateBps ?? null, broken) },
    breakageBps: broken,
    all: { ...counted.all, points: out(counted.all), owedMinor: owed(out(counted.all)) },
    tiers: counted.tiers
      .map(({ tierId, ...sums }) => ({
        name: tierId && (tierNames[tierId] ?? null),
        accounts: sums.accounts,
        points: out(sums),
        owedMinor: owed(out(sums)),
      }))
      .toSorted((a, b) => b.points - a.points),
    expiring: counted.expiring.map((part) => ({ ...part, owedMinor: owed(part.points) })),
    months: monthRows(months),
  };
}

/** What so many points that are out are expected to cost, in minor units. */
export function owedFor(
  counted: Pick<Counted, "months" | "program">,
  currency: string,
): (points: number) => number {
  const { value, bps } = termsOf(counted, currency);
  return (points) => Number(liabilityMinor(BigInt(points), value, bps));
}

function termsOf({ months, program }: Pick<Counted, "months" | "program">, currency: string) {
  const ended = { redeemed: -sumOf(months, "redeemed"), expired: -sumOf(months, "expired") };
  const bps = redemptionRateBps(program?.redemptionRateBps ?? null, ended);
  return { value: pointValueOf(program, currency), ended, bps };
}

/** What a point is worth: what the shop says, else a hundredth of a unit of its currency. */
export function pointValueOf(program: Counted["program"], currency: string): PointValue {
  if (!program || program.valueMinor === null) return defaultPointValue(currency);
  return { valuePoints: program.valuePoints, valueMinor: program.valueMinor };
}

function sourceOf(set: number | null, broken: number | null): LiabilityReport["rate"]["from"] {
  if (set !== null) return "set";
  return broken === null ? "unknown" : "seen";
}

/** Points that the shop has promised: what customers hold now or will. */
function out({ available, pending, held }: Sums): number {
  return available + pending + held;
}

function sumOf(months: Counted["months"], outside: Outside): bigint {
  const points = months.filter((sum) => sum.outside === outside).map((sum) => BigInt(sum.points));
  const sum = points.reduce((total, part) => total + part, 0n);
  return sum < 0n ? sum : 0n; // More came back than ever went, through a correction: nothing can be learned from it.
}

const nothing = { issued: 0, redeemed: 0, expired: 0, revoked: 0, adjusted: 0 };

/** Earned 900 in October, used 150 in November: 900 outstanding at the end of October, 750 at that of November. */
function monthRows(months: Counted["months"]): MonthRow[] {
  const rows = new Map<string, typeof nothing>();
  for (const { month, outside, points } of months) {
    const row = rows.get(month) ?? nothing;
    rows.set(month, { ...row, [outside]: row[outside] + points });
  }
  let outstanding = 0;
  return [...rows]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, row]) => {
      outstanding += Object.values(row).reduce((sum, points) => sum + points, 0);
      return { month, ...row, outstanding };
    })
    .toReversed();
}
