import { exponentOf, formatMinor } from "#app/ground/money.ts";

import type { EarningAction } from "./earning-action.ts";

type DefaultAction = EarningAction extends infer W
  ? W extends EarningAction
    ? Omit<W, "id">
    : never
  : never;

/** Spend milestones, in whole units of the shop's currency, and what they pay. */
const SPENT = [
  [250, 100n],
  [500, 250n],
  [1_000, 500n],
] as const;
const ORDERS = [
  [5, 50n],
  [10, 100n],
  [25, 250n],
  [50, 500n],
] as const;

/**
 * The earning actions that every shop finds ready. All are switched off: points are money that a shop owes, so nothing is given
 * away before somebody has decided to.
 */
export function defaultActions(currency: string): DefaultAction[] {
  const unit = 10n ** BigInt(exponentOf(currency));
  const off = { active: false, limit: null };
  return [
    {
      ...off,
      kind: "signup",
      name: "Open an account",
      points: 50n,
      settings: { since: null },
    },
    {
      ...off,
      kind: "birthday",
      name: "Birthday",
      points: 100n,
      settings: { toldDaysBefore: 30, since: null },
      limit: { count: 1, period: "year" },
    },
    { ...off, kind: "profile", name: "Tell us your birthday", points: 25n, settings: {} },
    {
      ...off,
      kind: "review",
      name: "Write a review",
      points: 25n,
      settings: { photoPoints: "50" },
      limit: { count: 5, period: "month" },
    },
    {
      ...off,
      kind: "survey",
      name: "Answer a survey",
      points: 20n,
      settings: {},
      limit: { count: 1, period: "month" },
    },
    {
      ...off,
      kind: "social_share",
      name: "Open our page to share it",
      points: 5n,
      settings: { network: "facebook", url: "" },
      limit: { count: 1, period: "month" },
    },
    ...ORDERS.map(([at, points]) => ({
      ...off,
      kind: "orders_milestone" as const,
      name: `Order number ${at}`,
      points,
      settings: { at, since: null },
    })),
    ...SPENT.map(([units, points]) => ({
      ...off,
      kind: "spend_milestone" as const,
      name: `${formatMinor(BigInt(units) * unit, currency, "en")} spent`,
      points,
      settings: { atMinor: String(BigInt(units) * unit), since: null },
    })),
  ];
}
