import type { AchievementKind, Phase } from "#app/loyalty/achievements/achievement.ts";
import type { Formats } from "#app/ui/format/formats.ts";
import type { Status } from "#app/ui/layout/status-badge.tsx";

/** What each kind of goal is called, and what counts for it. */
export const goalWords: Record<AchievementKind, { title: string; counts: string }> = {
  orders: {
    title: "A number of orders",
    counts: "Every order that was paid and did not go back whole.",
  },
  spend: { title: "An amount spent", counts: "What orders came to, less what was paid back." },
  reviews: {
    title: "Reviews",
    counts: "Each review. Encore is told by your own systems, through the API, or by Shopify Flow.",
  },
  referrals: {
    title: "Friends",
    counts: "Each friend who came by their link, bought, and kept it past the return window.",
  },
  years: { title: "Years as a customer", counts: "From the day of the first order on." },
};

/** What has to be done: "5 orders", "£500.00 spent". An amount is minor units. */
export function goalInWords(
  kind: AchievementKind,
  goal: number,
  { money, number }: Formats,
): string {
  const times = (one: string, other: string) => `${number(goal)} ${goal === 1 ? one : other}`;
  const words: Record<AchievementKind, () => string> = {
    orders: () => times("order", "orders"),
    spend: () => `${money(goal)} spent`,
    reviews: () => times("review", "reviews"),
    referrals: () => times("friend brought", "friends brought"),
    years: () => times("year as a customer", "years as a customer"),
  };
  return words[kind]();
}

/** "reached by 12 customers". */
export function reachedInWords(count: number, { number }: Formats): string {
  if (count === 0) return "Nobody has reached it yet";
  return `Reached by ${number(count)} ${count === 1 ? "customer" : "customers"}`;
}

export const phaseWords: Record<Phase, { heading: string; badge: string; status: Status }> = {
  running: { heading: "Running now", badge: "On now", status: "good" },
  upcoming: { heading: "To come", badge: "To come", status: "underway" },
  over: { heading: "Over", badge: "Over", status: "over" },
};
