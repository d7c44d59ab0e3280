import { z } from "zod";

import { limitPeriods } from "../program/period.ts";
import { combinesWithNothing, rewardKinds, type RewardSettings } from "./reward.ts";

const MOST_POINTS = 1_000_000_000n;
const MOST_DAYS = 3_650;
const WHOLE_BPS = 10_000;

/** A whole number that JSON or a form brings as text or as a number. */
const whole = z
  .union([z.bigint(), z.int(), z.string().regex(/^\d+$/, "Use a whole number.")])
  .transform(BigInt);
const id = z
  .union([z.bigint(), z.string().regex(/^\d+$/, "This is no product of your shop.")])
  .transform(BigInt);
const minor = whole.pipe(z.bigint().positive("Use an amount above zero.")).nullable().default(null);

/**
 * A reward as a merchant describes it. Money is minor units of the shop's currency. What its kind does not need is dropped; what
 * it needs and has not is said in plain words.
 */
export const RewardInput = z
  .object({
    name: z.string().trim().min(1, "Give the reward a name.").max(80, "Use at most 80 letters."),
    kind: z.enum(rewardKinds, "Choose what the reward is."),
    cost: whole.pipe(
      z
        .bigint()
        .positive("A reward has to cost at least 1 point.")
        .max(MOST_POINTS, "Use at most 1,000,000,000 points."),
    ),
    amountMinor: minor,
    percentBps: z
      .int()
      .min(1, "Use more than 0 %.")
      .max(WHOLE_BPS, "Use at most 100 %.")
      .nullable()
      .default(null),
    productIds: z.array(id).default([]),
    collectionIds: z.array(id).default([]),
    minimumMinor: minor,
    combinesWith: z
      .object({
        orderDiscounts: z.boolean(),
        productDiscounts: z.boolean(),
        shippingDiscounts: z.boolean(),
      })
      .partial()
      .default({})
      .transform((some) => ({ ...combinesWithNothing, ...some })),
    validDays: z
      .int()
      .min(1, "Let a reward be good for at least 1 day.")
      .max(MOST_DAYS, "Use at most 3,650 days.")
      .nullable()
      .default(null),
    codes: z.enum(["personal", "shared"]).default("personal"),
    onLapse: z.enum(["return", "forfeit"]).default("return"),
    limitCount: z.int().min(1, "Allow it at least once.").nullable().default(null),
    limitPeriod: z.enum(limitPeriods).default("ever"),
    tierIds: z.array(z.uuid()).default([]),
  })
  .superRefine((reward, context) => {
    for (const [field, message] of missing(reward))
      context.addIssue({ code: "custom", path: [field], message });
  })
  .transform(onlyWhatItsKindNeeds);

type Problem = readonly [field: keyof RewardSettings, message: string];

function missing(reward: RewardSettings): Problem[] {
  const problems: Record<RewardSettings["kind"], Problem | null> = {
    amount: reward.amountMinor === null ? ["amountMinor", "Say how much is taken off."] : null,
    percentage: reward.percentBps === null ? ["percentBps", "Say how many percent."] : null,
    free_shipping: null,
    free_product:
      reward.productIds.length === 1
        ? null
        : ["productIds", "Choose the one product that is free."],
    store_credit:
      reward.amountMinor === null ? ["amountMinor", "Say how much credit it gives."] : null,
    gift_card: reward.amountMinor === null ? ["amountMinor", "Say what the card is worth."] : null,
  };
  const both = reward.productIds.length > 0 && reward.collectionIds.length > 0;
  const limited: Problem | null = both
    ? ["collectionIds", "Limit it to products or to collections, not to both."]
    : null;
  return [problems[reward.kind], limited].filter((problem) => problem !== null);
}

function onlyWhatItsKindNeeds(reward: RewardSettings): RewardSettings {
  const { kind } = reward;
  const isMoney = kind === "store_credit" || kind === "gift_card";
  const isLimitable = kind === "amount" || kind === "percentage";
  return {
    ...reward,
    amountMinor: kind === "amount" || isMoney ? reward.amountMinor : null,
    percentBps: kind === "percentage" ? reward.percentBps : null,
    productIds: isLimitable || kind === "free_product" ? reward.productIds : [],
    collectionIds: isLimitable ? reward.collectionIds : [],
    // Money is spent as any other: there is no cart to come to something.
    minimumMinor: isMoney ? null : reward.minimumMinor,
    combinesWith: isMoney ? combinesWithNothing : reward.combinesWith,
    codes: isMoney || kind === "free_product" ? "personal" : reward.codes,
  };
}
