import type { LimitPeriod } from "#app/loyalty/program/period.ts";
import type { RewardKind } from "#app/loyalty/rewards/reward.ts";

import type { Formats } from "../format/formats.ts";

export const rewardKindNames: Record<RewardKind, string> = {
  amount: "Money off an order",
  percentage: "A percentage off an order",
  free_shipping: "Free shipping",
  free_product: "A free product",
  store_credit: "Store credit",
  gift_card: "A gift card",
};

/** What of a reward says what it gives. Money is minor units. */
export type Gives = {
  kind: RewardKind;
  amountMinor: string | bigint | null;
  percentBps: number | null;
};

/** What somebody gets for the points: "£5.00 off". */
export function whatItGives({ kind, amountMinor, percentBps }: Gives, { money }: Formats): string {
  const amount = money(Number(amountMinor ?? 0));
  const all: Record<RewardKind, string> = {
    amount: `${amount} off`,
    percentage: `${(percentBps ?? 0) / 100}% off`,
    free_shipping: "Free shipping",
    free_product: "A free product",
    store_credit: `${amount} store credit`,
    gift_card: `A gift card of ${amount}`,
  };
  return all[kind];
}

export const periodNames: Record<LimitPeriod, string> = {
  day: "a day",
  week: "a week",
  month: "a month",
  year: "a year",
  ever: "ever",
};

/** 500 is "500 points". */
export function pointsInWords(points: number | bigint | string, { number }: Formats): string {
  const count = Number(points);
  return `${number(count)} ${count === 1 ? "point" : "points"}`;
}

/** "once a month", "3 times a year". */
export function limitInWords(count: number, period: LimitPeriod): string {
  const often = count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
  return period === "ever" ? `${often} altogether` : `${often} ${periodNames[period]}`;
}
