import { z } from "zod";

import { ONCE } from "#app/loyalty/program/earning-rule.ts";
import type { ProgramSettings } from "#app/loyalty/program/program.server.ts";
import { numberField, pickedBigInts, timesField } from "#app/ui/forms/form-fields.schema.ts";

const MOST_TIMES = 100;
const MOST_MULTIPLIERS = 20;
const MOST_NAME = 30;

export type ExpiryValues = {
  kind: "never" | "fixed" | "rolling";
  every: string;
  unit: "days" | "months";
  activity: ("earn" | "redeem" | "adjust")[];
};
export type NearRewardValues = { on: boolean; percent: string; days: string };

const multiplier = z
  .object({
    productIds: pickedBigInts,
    collectionIds: pickedBigInts,
    times: timesField("2 or 1.5")
      .refine((bps) => bps > 0, "Enter more than 0. What earns nothing is chosen above.")
      .refine((bps) => bps <= MOST_TIMES * ONCE, "Enter at most 100."),
  })
  .refine((one) => one.productIds.length + one.collectionIds.length > 0, {
    path: ["productIds"],
    message: "Choose products or collections that earn at this rate.",
  })
  .transform(({ times, ...selection }) => ({ ...selection, multiplierBps: times }));

const never = z.object({ kind: z.literal("never") });

const expiring = z
  .object({
    kind: z.enum(["fixed", "rolling"]),
    every: numberField({ least: 1, most: 3650, such: "a whole number, such as 12" }),
    unit: z.enum(["days", "months"]),
    activity: z.array(z.enum(["earn", "redeem", "adjust"])),
  })
  .refine(({ unit, every }) => unit === "days" || every <= 120, {
    path: ["every"],
    message: "Enter at most 120 months.",
  })
  .refine(({ kind, activity }) => kind === "fixed" || activity.length > 0, {
    path: ["activity"],
    message: "Choose at least one thing that keeps points alive.",
  });

const pointName = z.object({
  locale: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/),
  one: nameOf("star"),
  other: nameOf("stars"),
});

/** The fields of a program that its products, its points' lives and their name are. */
export const programTerms = z.object({
  excludedCollectionIds: pickedBigInts,
  multipliers: z.array(multiplier).max(MOST_MULTIPLIERS, "At most 20 rates can be set."),
  combination: z.enum(["added", "multiplied"]),
  pendingDays: numberField({ least: 0, most: 365, such: "a number of days, such as 14" }),
  guestPoints: z.enum(["claim", "off"]),
  expiry: z.discriminatedUnion("kind", [never, expiring]),
  nearReward: z
    .discriminatedUnion("on", [
      z.object({ on: z.literal(false) }),
      z.object({
        on: z.literal(true),
        percent: numberField({ least: 1, most: 100, such: "a percentage, such as 80" }),
        days: numberField({ least: 1, most: 365, such: "a number of days, such as 30" }),
      }),
    ])
    .transform((near) => (near.on ? { percent: near.percent, days: near.days } : null)),
  spentReturn: z.enum(["allocated", "full_return"]),
  pointName: z
    .array(pointName)
    .max(30)
    .transform((names) =>
      Object.fromEntries(names.map(({ locale, one, other }) => [locale, { one, other }])),
    ),
});

/** How products differ, and how long points live, as it is typed. */
export type ProgramTermsValues = Omit<z.input<typeof programTerms>, "expiry" | "nearReward"> & {
  expiry: ExpiryValues;
  nearReward: NearRewardValues;
};
export type MultiplierValues = ProgramTermsValues["multipliers"][number];
export type PointNameValues = ProgramTermsValues["pointName"][number];

export type ProgramTerms = Pick<ProgramSettings, keyof ProgramTermsValues>;

/** What is kept, as it would be typed. */
export function termsFormValues(terms: ProgramTerms): ProgramTermsValues {
  const { expiry, nearReward } = terms;
  return {
    excludedCollectionIds: terms.excludedCollectionIds.map(String),
    multipliers: terms.multipliers.map(({ productIds, collectionIds, multiplierBps }) => ({
      productIds: productIds.map(String),
      collectionIds: collectionIds.map(String),
      times: String(multiplierBps / ONCE),
    })),
    combination: terms.combination,
    pendingDays: String(terms.pendingDays),
    guestPoints: terms.guestPoints,
    expiry:
      expiry.kind === "never"
        ? { kind: "never", every: "12", unit: "months", activity: ["earn", "redeem"] }
        : { ...expiry, every: String(expiry.every), activity: [...expiry.activity] },
    nearReward: {
      on: nearReward !== null,
      percent: String(nearReward?.percent ?? 80),
      days: String(nearReward?.days ?? 30),
    },
    spentReturn: terms.spentReturn,
    pointName: Object.entries(terms.pointName).map(([locale, name]) => ({ locale, ...name })),
  };
}

function nameOf(such: string) {
  return z
    .string()
    .trim()
    .min(1, `Enter a name, such as ${such}.`)
    .max(MOST_NAME, "Enter at most 30 characters.");
}
