import type { Lessening } from "#app/loyalty/order-points/points.ts";
import type { ExplainedEntry, ExplainedLot } from "#app/loyalty/explain/explain-balance.server.ts";
import type { LineShare, NoPoints, OrderShare } from "#app/loyalty/explain/order-share.ts";

import type { Formats } from "../format/formats.ts";
import { actorInWords } from "./audit.ts";
import { entryKindInWords, reasonInWords } from "./ledger.ts";
import { pointsInWords } from "./rewards.ts";

const ONCE = 10_000;

/** How the points of an order are made whole. */
export const roundingWords = {
  down: "rounded down",
  half_up: "rounded to the nearest point",
  up: "rounded up",
} as const;

/** The rule that an order earned by. */
export function ruleInWords({ rule }: Pick<OrderShare, "rule">, formats: Formats): string {
  const points = pointsInWords(rule.pointsPerUnit, formats);
  return `${points} for every ${formats.money(rule.unitMinor)}, ${roundingWords[rule.rounding]} once for the whole order.`;
}

/** What made an order earn more than its rule alone. */
export function multipliersInWords(
  { tierMultiplierBps, campaignIds }: Pick<OrderShare, "tierMultiplierBps" | "campaignIds">,
  campaigns: Record<string, string>,
): string | null {
  const tier =
    tierMultiplierBps === ONCE ? [] : [`their tier (${timesInWords(tierMultiplierBps)})`];
  const named = campaignIds.map((id) =>
    campaigns[id] ? `the campaign “${campaigns[id]}”` : "a campaign that was deleted since",
  );
  const causes = [...named, ...tier];
  return causes.length > 0 ? `More by ${causes.join(" and ")}.` : null;
}

const lessenings: Record<Lessening, string> = {
  given_back: "an amount was given back",
  reward: "a reward paid for a part",
  gift_card: "a gift card paid for a part",
  cap: "the limit on points per day, week, month or year was reached",
};

/** Why an order earns less than its lines. Null where it does not. */
export function lesseningsInWords({ lessenedBy }: Pick<OrderShare, "lessenedBy">): string | null {
  if (lessenedBy.length === 0) return null;
  const causes = lessenedBy.map((one) => lessenings[one]).join(" and ");
  const parts = lessenedBy.length === 1 ? "that part earns" : "those parts earn";
  return `${causes.charAt(0).toUpperCase()}${causes.slice(1)}: ${parts} nothing.`;
}

/** 15000 is "1.5×". */
export function timesInWords(bps: number): string {
  return `${bps / ONCE}×`;
}

const nothing: Record<NoPoints, string> = {
  other_currency: "not in your program’s currency",
  returned: "given back",
  gift_card: "a gift card earns when it is spent",
  left_out: "earns nothing by your rule",
  discounted: "was discounted",
  not_counted: "costs nothing",
};

/** What a line earns, before rounding, or why it earns nothing. */
export function lineInWords(
  { none, hundredths }: Pick<LineShare, "none" | "hundredths">,
  { number }: Formats,
): string {
  return none ? nothing[none] : number(hundredths / 100);
}

/** Where a lot came from. */
export function originInWords({ entry, order, original }: ExplainedLot, formats: Formats): string {
  const points = pointsInWords(original, formats);
  if (order) return `${points} from order ${order.name}`;
  if (!entry) return points;
  return `${points} · ${entryKindInWords(entry.kind).toLowerCase()}`;
}

/** Why an entry was made, and by whom when it was a person or another system. */
export function entryInWords(entry: ExplainedEntry, formats: Formats): string {
  const why = reasonInWords(entry.reason, formats).replace(
    "{order}",
    entry.orderName ?? "An order",
  );
  const reward = entry.rewardName ? ` “${entry.rewardName}”.` : "";
  const by = entry.actor === "encore" ? "" : ` By ${actorInWords(entry.actor)}.`;
  return `${why}${reward}${by}`;
}

/** What is left of a lot, and until when. */
export function leftInWords(lot: ExplainedLot, { number, date }: Formats): string {
  if (lot.remaining === 0) return "Nothing is left of them.";
  const left =
    lot.remaining === lot.original ? "All are left" : `${number(lot.remaining)} are left`;
  if (lot.pending)
    return lot.releaseAt
      ? `${left}, on the way until ${date(lot.releaseAt)}.`
      : `${left}, waiting for their first sign-in.`;
  return lot.expiresAt
    ? `${left}. They expire on ${date(lot.expiresAt)}.`
    : `${left}. They never expire.`;
}
