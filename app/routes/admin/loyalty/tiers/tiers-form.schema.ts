import { z } from "zod";

import type { Perk } from "#app/loyalty/tiers/perks.ts";
import {
  type TierInput,
  tierProblems,
  type TierSettings,
} from "#app/loyalty/tiers/tier-problems.ts";
import { ONCE } from "#app/loyalty/program/earning-rule.ts";
import {
  type FieldErrors,
  fieldErrors,
  orNothing,
  pickedIds,
  moneyField,
  numberField,
  percentField,
  pointsField,
  timesField,
} from "#app/ui/forms/form-fields.schema.ts";

/** Reads what was typed: the tiers, or what is wrong with each field. */
export function parseTiers(typed: unknown, currency: string) {
  const form = formOf(currency).safeParse(typed);
  if (!form.success) return { settings: null, errors: fieldErrors(form.error) };
  const { active, window, windowDays, graceDays, onRefund, tiers } = form.data;
  const settings: TierSettings = {
    active,
    window: window === "rolling" ? { kind: window, days: windowDays } : { kind: window },
    graceDays,
    onRefund,
    tiers: tiers.map(tierOfTyped),
  };
  const problems = tierProblems(settings);
  if (problems.length === 0) return { settings, errors: null };
  const errors = problems.map(({ tier, words }) => [
    tier === null ? "tiers" : `tiers.${tier}`,
    words,
  ]);
  return { settings: null, errors: Object.fromEntries(errors.reverse()) as FieldErrors };
}

type ParsedTier = z.infer<ReturnType<typeof tierForm>>;

function tierOfTyped(tier: ParsedTier): TierInput {
  const { id, name, orders, spend, points, entry } = tier;
  const asked = { orders: orders === null ? null : BigInt(orders), spend, points };
  return {
    id,
    name,
    conditions: (["orders", "spend", "points"] as const).flatMap((basis) => {
      const atLeast = asked[basis];
      return atLeast === null ? [] : [{ basis, atLeast }];
    }),
    perks: perksOf(tier),
    entryReward: entry,
  };
}

function perksOf(typed: ParsedTier): Perk[] {
  const { multiplier, discount, earlyAccessHours, productIds, collectionIds } = typed;
  const minimum = (minor: bigint | null) => ({
    minimumMinor: minor === null ? null : String(minor),
  });
  const perks: (Perk | null)[] = [
    multiplier === null || multiplier === ONCE
      ? null
      : { kind: "multiplier", multiplierBps: multiplier },
    discount === null
      ? null
      : { kind: "discount", percentBps: discount, ...minimum(typed.discountMinimum) },
    typed.freeShipping ? { kind: "free_shipping", ...minimum(typed.freeShippingMinimum) } : null,
    earlyAccessHours === null ? null : { kind: "early_access", hours: earlyAccessHours },
    productIds.length + collectionIds.length === 0
      ? null
      : { kind: "exclusive_products", productIds, collectionIds },
    ...typed.texts.map((text) => ({ kind: "text", text }) as const),
  ];
  return perks.filter((perk) => perk !== null);
}

function formOf(currency: string) {
  return z
    .object({
      active: z.boolean(),
      window: z.enum(["lifetime", "rolling", "calendar", "anniversary"]),
      windowDays: z.string(),
      graceDays: numberField({ least: 0, most: 365, such: "a number of days, such as 30" }),
      onRefund: z.enum(["drop", "keep"]),
      tiers: z.array(tierForm(currency)).max(20),
    })
    .transform((form, context) => {
      if (form.window !== "rolling") return { ...form, windowDays: 0 };
      const days = numberField({ least: 1, most: 3_650, such: "a number of days, such as 365" });
      const parsed = days.safeParse(form.windowDays);
      if (parsed.success) return { ...form, windowDays: parsed.data };
      const message = parsed.error.issues[0]?.message ?? "";
      context.addIssue({ code: "custom", path: ["windowDays"], message });
      return z.NEVER;
    });
}

function tierForm(currency: string) {
  const money = orNothing(moneyField(currency));
  return z.object({
    id: z.uuid().nullable(),
    /** Tells tiers of the form apart, new ones too. */
    key: z.string().max(64),
    name: z.string().trim().min(1, "Give the tier a name.").max(40, "Use at most 40 letters."),
    orders: orNothing(numberField({ least: 1, most: 100_000, such: "a number of orders" })),
    spend: money,
    points: orNothing(pointsField),
    multiplier: orNothing(multiplier),
    discount: orNothing(percentField),
    discountMinimum: money,
    freeShipping: z.boolean(),
    freeShippingMinimum: money,
    earlyAccessHours: orNothing(
      numberField({ least: 1, most: 8_760, such: "a number of hours, such as 24" }),
    ),
    productIds: pickedIds,
    collectionIds: pickedIds,
    /** One a line. */
    texts: z
      .string()
      .max(1_000, "Use at most 1,000 letters.")
      .transform((lines) => lines.split("\n").map((line) => line.trim()))
      .transform((lines) => lines.filter((line) => line !== "")),
    entry: z
      .discriminatedUnion("kind", [
        z.object({ kind: z.literal("nothing") }),
        z.object({ kind: z.literal("points"), points: pointsField }),
        z.object({ kind: z.literal("reward"), rewardId: z.uuid("Choose one of your rewards.") }),
      ])
      .transform((entry) => {
        if (entry.kind === "nothing") return null;
        return entry.kind === "points" ? { points: entry.points } : { rewardId: entry.rewardId };
      }),
  });
}

const multiplier = timesField("1.5")
  .refine((bps) => bps >= 10_000, "Enter at least 1.")
  .refine((bps) => bps <= 100_000, "Enter at most 10.");

type TypedTier = z.input<ReturnType<typeof tierForm>>;

/** A tier as it is typed, whose id is null while it is new. Empty text is no such way, perk or minimum. */
export type TierValues = Omit<TypedTier, "entry"> & {
  entry: { kind: "nothing" | "points" | "reward"; points: string; rewardId: string };
};

/** A shop's tiers as they are typed, the lowest first. */
export type TiersValues = Omit<z.input<ReturnType<typeof formOf>>, "tiers"> & {
  tiers: TierValues[];
};
