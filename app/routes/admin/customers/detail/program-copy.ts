import type { AchievementKind } from "#app/loyalty/achievements/achievement.ts";
import type { NoManualTier } from "#app/loyalty/tiers/manual-tiers.server.ts";
import type { Basis } from "#app/loyalty/tiers/tier.ts";
import type { Formats } from "#app/ui/format/formats.ts";

type Tier = { since: string; until: string | null; graceEndsAt: string | null };

/** How long somebody is in their tier, and why: "Set by your shop, until 31 May 2027". */
export function tierInWords(
  tier: Tier,
  byHand: { until: string | null } | null,
  { date }: Formats,
): string {
  if (byHand)
    return byHand.until
      ? `Set by your shop, up to ${date(byHand.until)}. Then what they have earned by then.`
      : "Set by your shop, until you change it.";
  if (tier.graceEndsAt)
    return `Not earned again: they leave it on ${date(tier.graceEndsAt)}, unless they still do.`;
  const until = tier.until ? ` Looked at again on ${date(tier.until)}.` : "";
  return `Since ${date(tier.since)}.${until}`;
}

/** How far it is to the next tier: "2 of 5 orders". Spend is minor units. */
export function stepInWords(
  basis: Basis,
  have: number,
  atLeast: number,
  { money, number }: Formats,
): string {
  const words: Record<Basis, string> = {
    orders: `${number(have)} of ${number(atLeast)} ${atLeast === 1 ? "order" : "orders"}`,
    spend: `${money(have)} of ${money(atLeast)} spent`,
    points: `${number(have)} of ${number(atLeast)} points earned`,
  };
  return words[basis];
}

/** How far somebody is towards a badge: "2 of 5 orders". */
export function badgeInWords(
  kind: AchievementKind,
  have: number,
  threshold: number,
  { money, number }: Formats,
): string {
  const of = `${number(Math.min(have, threshold))} of ${number(threshold)}`;
  const one = threshold === 1;
  const words: Record<AchievementKind, string> = {
    orders: `${of} ${one ? "order" : "orders"}`,
    spend: `${money(Math.min(have, threshold))} of ${money(threshold)} spent`,
    reviews: `${of} ${one ? "review" : "reviews"}`,
    referrals: `${of} ${one ? "friend" : "friends"}`,
    years: `${of} ${one ? "year" : "years"}`,
  };
  return words[kind];
}

/** Why a tier cannot be set, as it follows "Nothing was changed: ". */
export const whyNoTier: Record<NoManualTier, string> = {
  unknown: "this person is no longer here. Reload the page",
  frozen: "their account is frozen. Look at it in Ledger audit first",
  not_live: "tiers stand still while your program is not live. Launch it first",
  excluded: "they are excluded from the program. Include them first",
  tiers_off: "your program has no tiers switched on",
  no_tier: "there is no such tier any more. Reload the page",
  past: "that day is over. Choose a later one",
};

const states: Record<string, string> = {
  subscribed: "Subscribed",
  unsubscribed: "Unsubscribed",
  pending: "Asked to confirm",
  not_subscribed: "Not subscribed",
  redacted: "Erased",
  invalid: "Not valid",
};

/** What somebody said about marketing on a channel. */
export function consentInWords(state: string | undefined): string {
  if (state === undefined) return "Not known";
  return states[state] ?? state;
}

/** A birthday without a year: "31 May". */
export function birthdayInWords({ month, day }: { month: number; day: number }): string {
  const inLeapYear = new Date(Date.UTC(2024, month - 1, day));
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  }).format(inLeapYear);
}
