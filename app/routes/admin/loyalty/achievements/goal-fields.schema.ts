import { z } from "zod";

import { storable } from "#app/ground/json.ts";
import type { AchievementKind } from "#app/loyalty/achievements/achievement.ts";
import { moneyField, numberField } from "#app/ui/forms/form-fields.schema.ts";

/** What an achievement or a challenge is called. */
export const goalName = z
  .string()
  .transform((name) => storable(name).trim())
  .refine((name) => name !== "", "Give it a name.")
  .refine((name) => name.length <= 60, "Use at most 60 letters.");

/** How much of a kind has to be done: so many, or minor units of an amount. */
export function goalField(kind: AchievementKind, currency: string): z.ZodType<bigint, string> {
  if (kind === "spend") return moneyField(currency);
  const most = kind === "years" ? 50 : 10_000;
  return numberField({ least: 1, most, such: asked[kind] }).transform(BigInt);
}

/** The kind that was chosen; the first of these where it is none of them. */
export function kindField<Kind extends AchievementKind>(
  typed: unknown,
  kinds: readonly [Kind, ...Kind[]],
): Kind {
  const parsed = z.object({ kind: z.enum(kinds) }).safeParse(typed);
  return parsed.success ? parsed.data.kind : kinds[0];
}

const asked: Record<Exclude<AchievementKind, "spend">, string> = {
  orders: "a number of orders, such as 5",
  reviews: "a number of reviews, such as 3",
  referrals: "a number of friends, such as 3",
  years: "a number of years, such as 1",
};
