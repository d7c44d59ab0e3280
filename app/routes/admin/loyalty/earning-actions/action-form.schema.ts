import { z } from "zod";

import { toDecimal } from "#app/ground/money.ts";
import type {
  EarningAction,
  EarningActionKind,
} from "#app/loyalty/earning/actions/earning-action.ts";
import type { SavedEarningAction } from "#app/loyalty/earning/actions/earning-actions.server.ts";
import { type SocialNetwork, socialNetworks } from "#app/loyalty/earning/actions/earning-action.ts";
import {
  errorsOf,
  orNothing,
  moneyField,
  numberField,
  pointsField,
} from "#app/ui/forms/form-fields.schema.ts";

/** Kinds that a shop may have several of. */
export const addableKinds = [
  "custom",
  "social_share",
  "orders_milestone",
  "spend_milestone",
] as const satisfies EarningActionKind[];

/** What can be earned once in a lifetime has no other limit. */
export const onceKinds: readonly EarningActionKind[] = [
  "signup",
  "profile",
  "orders_milestone",
  "spend_milestone",
];

/** A new earning action of a kind. */
export function newEarningAction(kind: EarningActionKind): ActionValues {
  return {
    kind,
    name: "",
    active: true,
    points: "50",
    photoPoints: "50",
    toldDaysBefore: "30",
    network: "facebook",
    url: "",
    orders: "10",
    spend: "500",
    eventName: "",
    limitCount: onceKinds.includes(kind) ? "" : "1",
    limitPeriod: "month",
  };
}

/** Reads what was typed: the earning action, or what is wrong with each field. */
export function parseAction(typed: unknown, id: string | null, currency: string) {
  const parsed = common.safeParse(typed);
  const own = z.object({ kind: common.shape.kind }).safeParse(typed);
  const settings = own.success ? settingsOf(currency)[own.data.kind].safeParse(typed) : null;
  if (!parsed.success || !settings?.success)
    return { earningAction: null, errors: errorsOf(parsed, settings ?? {}) };

  const { limitCount, limitPeriod, ...rest } = parsed.data;
  const isLimited = limitCount !== null && !onceKinds.includes(rest.kind);
  const limit = isLimited ? { count: limitCount, period: limitPeriod } : null;
  return {
    earningAction: { ...rest, id, limit, settings: settings.data } as SavedEarningAction,
    errors: null,
  };
}

/** An earning action, as it would be typed. */
export function actionFormValues(earningAction: EarningAction, currency: string): ActionValues {
  const { kind, name, active, points, limit } = earningAction;
  const empty = { ...newEarningAction(kind), photoPoints: String(points), limitCount: "" };
  const typed = {
    ...empty,
    name,
    active,
    points: String(points),
    ...settingsAsTyped(earningAction, currency),
  };
  return limit ? { ...typed, limitCount: String(limit.count), limitPeriod: limit.period } : typed;
}

function settingsAsTyped(earningAction: EarningAction, currency: string): Partial<ActionValues> {
  switch (earningAction.kind) {
    case "birthday":
      return { toldDaysBefore: String(earningAction.settings.toldDaysBefore) };
    case "review":
      return { photoPoints: earningAction.settings.photoPoints };
    case "social_share":
      return earningAction.settings;
    case "orders_milestone":
      return { orders: String(earningAction.settings.at) };
    case "spend_milestone":
      return { spend: toDecimal(BigInt(earningAction.settings.atMinor), currency) };
    case "custom":
      return { eventName: earningAction.settings.eventName };
    case "signup":
    case "profile":
    case "survey":
    case "referral":
      return {};
  }
}

const common = z.object({
  kind: z.enum([
    "signup",
    "birthday",
    "review",
    "referral",
    "social_share",
    "survey",
    "profile",
    "orders_milestone",
    "spend_milestone",
    "custom",
  ]),
  name: z.string().trim().min(1, "Give it a name.").max(80, "Use at most 80 letters."),
  active: z.boolean(),
  points: pointsField,
  limitCount: orNothing(
    numberField({ least: 1, most: 10_000, such: "a number, or leave this empty" }),
  ),
  limitPeriod: z.enum(["day", "week", "month", "year", "ever"]),
});

/** An earning action as it is typed. What its kind has no use for stays as it is. */
export type ActionValues = z.input<typeof common> & {
  photoPoints: string;
  toldDaysBefore: string;
  network: SocialNetwork;
  url: string;
  /** How many orders, or how much money as decimal text, a milestone is at. */
  orders: string;
  spend: string;
  eventName: string;
};

/** When it was switched on is not typed: saving it says so. */
const since = { since: null };

function settingsOf(currency: string): Record<EarningActionKind, z.ZodType> {
  const nothing = z.unknown().transform(() => ({}));
  return {
    signup: z.unknown().transform(() => since),
    birthday: z
      .object({
        toldDaysBefore: numberField({ least: 0, most: 365, such: "a number of days, such as 30" }),
      })
      .transform((told) => ({ ...told, ...since })),
    review: z
      .object({ photoPoints: pointsField })
      .transform(({ photoPoints }) => ({ photoPoints: String(photoPoints) })),
    referral: nothing,
    social_share: z.object({
      network: z.enum(socialNetworks),
      url: z
        .url({ protocol: /^https$/, error: "Enter the whole address, beginning with https://." })
        .max(500, "Use at most 500 letters."),
    }),
    survey: nothing,
    profile: nothing,
    orders_milestone: z
      .object({ orders: numberField({ least: 1, most: 10_000, such: "a number of orders" }) })
      .transform(({ orders }) => ({ at: orders, ...since })),
    spend_milestone: z
      .object({ spend: moneyField(currency) })
      .transform(({ spend }) => ({ atMinor: String(spend), ...since })),
    custom: z.object({
      eventName: z
        .string()
        .trim()
        .regex(
          /^[a-z][a-z0-9_.-]{0,63}$/,
          "Use small letters, digits, dots and dashes, such as store-visit.",
        ),
    }),
  };
}
