import { z } from "zod";

import { capPeriods, giftCardPolicies, roundings } from "#app/loyalty/program/earning-rule.ts";

const money = z
  .union([z.string().regex(/^\d+(\.\d+)?$/), z.number().nonnegative()])
  .transform(String);
const names = z.array(z.string()).default([]);

/** What a replay file may say of the program; what is not named stays as it is. */
export const ProgramSettings = z
  .strictObject({
    active: z.boolean(),
    pointsPerUnit: z.int().positive(),
    unit: money,
    rounding: z.enum(roundings),
    includeTax: z.boolean(),
    includeDiscounted: z.boolean(),
    includeShipping: z.boolean(),
    includeTips: z.boolean(),
    includeCustomItems: z.boolean(),
    giftCards: z.enum(giftCardPolicies),
    excludedProducts: names,
    multipliers: z.array(z.strictObject({ products: names, multiplier: z.number().nonnegative() })),
    combination: z.enum(["added", "multiplied"]),
    campaigns: z.array(
      z.strictObject({
        name: z.string(),
        startsAt: z.iso.datetime({ offset: true }),
        endsAt: z.iso.datetime({ offset: true }),
        multiplier: z.number().positive(),
        products: names,
      }),
    ),
    customRefunds: z.enum(["prorate", "ignore"]),
    shortfall: z.enum(["debt", "forgive"]),
    orderCap: z.strictObject({ points: z.int().positive(), period: z.enum(capPeriods) }).nullable(),
    debtLimit: z.int().nonnegative().nullable(),
    pendingDays: z.int().nonnegative(),
    guestPoints: z.enum(["claim", "off"]),
    spentReturn: z.enum(["allocated", "full_return"]),
    expiry: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("never") }),
      z.strictObject({
        kind: z.enum(["fixed", "rolling"]),
        every: z.int().positive(),
        unit: z.enum(["days", "months"]).default("months"),
        activity: z.array(z.enum(["earn", "redeem", "adjust"])).default(["earn", "redeem"]),
      }),
    ]),
    nearReward: z.strictObject({ percent: z.int(), days: z.int() }).nullable(),
  })
  .partial();
export type ProgramSettings = z.infer<typeof ProgramSettings>;

export const TierWindow = z.strictObject({
  kind: z.enum(["lifetime", "rolling", "calendar", "anniversary"]),
  days: z.int().positive().optional(),
  graceDays: z.int().nonnegative().optional(),
  onRefund: z.enum(["drop", "keep"]).optional(),
});
