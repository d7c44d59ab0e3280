import type { LimitPeriod } from "#app/loyalty/program/period.ts";

/** Where a shop can ask to be shared. */
export const socialNetworks = [
  "facebook",
  "instagram",
  "pinterest",
  "tiktok",
  "whatsapp",
  "x",
] as const;
export type SocialNetwork = (typeof socialNetworks)[number];

/** What only one kind needs. Points and money are decimal text, times ISO 8601. */
export type EarningActionSettings = {
  /** Paid to who opens an account after it was switched on. */
  signup: { since: string | null };
  /** Paid on the day, to who told it at least so many days before. */
  birthday: { toldDaysBefore: number; since: string | null };
  /** What a review with a photo earns altogether. */
  review: { photoPoints: string };
  referral: Record<string, never>;
  /** Paid for opening the link: whether something was posted there, nobody can know. */
  social_share: { network: SocialNetwork; url: string };
  survey: Record<string, never>;
  profile: Record<string, never>;
  /** Paid to who reaches so many orders after it was switched on. */
  orders_milestone: { at: number; since: string | null };
  /** Minor units of the shop's currency. */
  spend_milestone: { atMinor: string; since: string | null };
  /** What another system, or a flow, says that somebody did, by its name. */
  custom: { eventName: string };
};

export type EarningActionKind = keyof EarningActionSettings;

type ActionOf<Kind extends EarningActionKind> = {
  id: string;
  kind: Kind;
  name: string;
  active: boolean;
  points: bigint;
  settings: EarningActionSettings[Kind];
  /** The most times per customer in a period of the shop's calendar; null is no limit. */
  limit: { count: number; period: LimitPeriod } | null;
};

/** A way to earn other than by buying. */
export type EarningAction<Kind extends EarningActionKind = EarningActionKind> = {
  [K in Kind]: ActionOf<K>;
}[Kind];

/** What can be earned once in a lifetime, whatever the limit says. */
const onceOnly: ReadonlySet<EarningActionKind> = new Set([
  "signup",
  "profile",
  "orders_milestone",
  "spend_milestone",
]);

/** Kinds that begin to count when they are switched on, so that nothing is paid for the past. */
const countFromSwitchedOn: ReadonlySet<EarningActionKind> = new Set([
  "signup",
  "birthday",
  "orders_milestone",
  "spend_milestone",
]);

/** What somebody did, as far as it matters to which earning actions pay for it. */
export type Action = { kind: EarningActionKind; name: string; photo?: boolean };

/** Whether a customer can earn by it only once, ever. */
export function isOnceOnly({ kind }: { kind: EarningActionKind }): boolean {
  return onceOnly.has(kind);
}

/** The earning action as it is saved at `at`: one that is switched on by that counts from then. */
export function switchedOn(
  earningAction: EarningAction,
  before: EarningAction | null,
  at: Date,
): EarningAction {
  if (!countFromSwitchedOn.has(earningAction.kind)) return earningAction;
  const was = before?.active && "since" in before.settings ? before.settings.since : null;
  const since = earningAction.active ? (was ?? at.toISOString()) : null;
  return { ...earningAction, settings: { ...earningAction.settings, since } } as EarningAction;
}

/** Whether this is what the earning action pays for. An earning action of named things pays for the name only. */
export function paysFor(earningAction: EarningAction, action: Action): boolean {
  if (!earningAction.active || earningAction.kind !== action.kind) return false;
  if (earningAction.kind === "custom") return earningAction.settings.eventName === action.name;
  if (earningAction.kind === "social_share") return earningAction.settings.network === action.name;
  return true;
}

/** What the earning action pays for it. */
export function pointsFor(earningAction: EarningAction, action: Pick<Action, "photo">): bigint {
  return earningAction.kind === "review" && action.photo
    ? BigInt(earningAction.settings.photoPoints)
    : earningAction.points;
}
