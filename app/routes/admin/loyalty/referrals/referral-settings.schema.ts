import { z } from "zod";

import type { ReferralReward, ReferralSettings } from "#app/loyalty/referrals/referral-program.ts";
import { toDecimal } from "#app/ground/money.ts";
import { fieldErrors, minorOf, orNothing, pointsUpTo } from "#app/ui/forms/form-fields.schema.ts";

const MOST_DAYS = 365;
const MOST_BONUSES = 10;
const MOST_CHARACTERS = 1_000;

/** What somebody gets, as it is typed: points, or one of the rewards. */
export type GiftValues = { kind: "points" | "reward"; points: string; rewardId: string };

/** A reward that can be chosen. */
export type RewardChoice = { id: string; name: string };

/** What the shop has that a form may name: its currency, and rewards for the advocate and for friends. */
export type ReferralChoices = {
  currency: string;
  advocateRewards: readonly { id: string }[];
  friendRewards: readonly { id: string }[];
};

/** Reads what was typed: the settings, or what is wrong with each field. */
export function parseReferrals(typed: unknown, choices: ReferralChoices) {
  const parsed = formOf(choices).safeParse(typed);
  if (!parsed.success) return { settings: null, errors: fieldErrors(parsed.error) };
  const { advocate, friend, minimum, ...rest } = parsed.data;
  return {
    settings: { ...rest, advocateReward: advocate, friendReward: friend, minimumMinor: minimum },
    errors: null,
  };
}

/** What is kept, as it would be typed. */
export function referralFormValues(settings: ReferralSettings, currency: string): ReferralValues {
  const { minimumMinor } = settings;
  return {
    active: settings.active,
    advocate: giftAsTyped(settings.advocateReward),
    friend: giftAsTyped(settings.friendReward),
    minimum: minimumMinor === null ? "" : toDecimal(minimumMinor, currency),
    attributionDays: String(settings.attributionDays),
    returnWindowDays: String(settings.returnWindowDays),
    strictness: settings.strictness,
    bonuses: settings.bonuses.map(({ referrals, points }) => ({
      referrals: String(referrals),
      points: String(points),
    })),
    words: Object.fromEntries(
      Object.entries(settings.words).map(([locale, { mail = "", whatsapp = "" }]) => [
        locale,
        { mail, whatsapp },
      ]),
    ),
  };
}

function giftAsTyped(gift: ReferralReward): GiftValues {
  return "points" in gift
    ? { kind: "points", points: String(gift.points), rewardId: "" }
    : { kind: "reward", points: "", rewardId: gift.rewardId };
}

function formOf({ currency, advocateRewards, friendRewards }: ReferralChoices) {
  return z.object({
    active: z.boolean(),
    advocate: giftOf(advocateRewards),
    friend: giftOf(friendRewards),
    minimum: amount(currency),
    attributionDays: days(1),
    returnWindowDays: days(0),
    strictness: z.enum(["relaxed", "standard", "strict"]),
    bonuses: z
      .array(z.object({ referrals: friends, points }))
      .max(MOST_BONUSES, "At most 10 bonuses.")
      .transform((bonuses) => bonuses.toSorted((one, other) => one.referrals - other.referrals))
      .refine(
        (bonuses) => new Set(bonuses.map(({ referrals }) => referrals)).size === bonuses.length,
        "Two bonuses are for the same number of friends.",
      ),
    words: z
      .record(z.string().regex(/^[a-z]{2}$/), z.object({ mail: words, whatsapp: words }))
      .transform((all) =>
        Object.fromEntries(Object.entries(all).filter(([, one]) => one.mail || one.whatsapp)),
      ),
  });
}

/** How friends bring friends, as it is typed. */
export type ReferralValues = Omit<z.input<ReturnType<typeof formOf>>, "advocate" | "friend"> & {
  advocate: GiftValues;
  friend: GiftValues;
};

const points = pointsUpTo(1_000_000, 200);

const friends = z
  .string()
  .trim()
  .regex(/^\d{1,4}$/, "Enter a number of friends, such as 3.")
  .transform(Number)
  .refine((count) => count >= 1, "Enter at least 1 friend.");

const words = z.string().trim().max(MOST_CHARACTERS, "At most 1,000 characters.");

function days(least: number) {
  return z
    .string()
    .trim()
    .regex(/^\d{1,3}$/, "Enter a number of days, such as 30.")
    .transform(Number)
    .refine((count) => count >= least, `Enter at least ${least}.`)
    .refine((count) => count <= MOST_DAYS, "Enter at most 365 days.");
}

function giftOf(rewards: readonly { id: string }[]) {
  const reward = z.object({
    kind: z.literal("reward"),
    rewardId: z
      .string()
      .refine((id) => rewards.some((one) => one.id === id), "Choose one of your rewards."),
  });
  return z
    .discriminatedUnion("kind", [z.object({ kind: z.literal("points"), points }), reward])
    .transform((gift): ReferralReward =>
      gift.kind === "points" ? { points: gift.points } : { rewardId: gift.rewardId },
    );
}

/** Null when nothing is typed; zero is an amount too. */
function amount(currency: string) {
  return orNothing(
    z
      .string()
      .transform((text) => minorOf(text, currency))
      .refine((minor) => minor !== undefined, "Enter an amount of money, or leave this empty.")
      .transform((minor) => minor ?? 0n),
  );
}
