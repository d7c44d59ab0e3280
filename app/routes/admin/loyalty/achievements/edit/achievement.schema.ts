import { z } from "zod";

import { toDecimal } from "#app/ground/money.ts";
import type { Achievement, AchievementKind } from "#app/loyalty/achievements/achievement.ts";
import { errorsOf, orNothing, pointsField } from "#app/ui/forms/form-fields.schema.ts";

import { goalName, goalField, kindField } from "../goal-fields.schema.ts";

export const achievementKinds = [
  "orders",
  "spend",
  "reviews",
  "referrals",
  "years",
] as const satisfies AchievementKind[];

const LONGEST_BADGE = 16;
const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

export const newAchievement: AchievementValues = {
  kind: "orders",
  name: "",
  threshold: "",
  badge: "🏆",
  points: "",
  active: true,
};

/** Reads what was typed: the achievement, or what is wrong with each field. */
export function parseAchievement(typed: unknown, currency: string) {
  const parsed = common.safeParse(typed);
  const kind = kindField(typed, achievementKinds);
  const goal = z.object({ threshold: goalField(kind, currency) }).safeParse(typed);
  if (parsed.success && goal.success) {
    const points = parsed.data.points ?? 0n;
    return { achievement: { ...parsed.data, ...goal.data, points }, errors: null };
  }
  return { achievement: null, errors: errorsOf(parsed, goal) };
}

/** An achievement, as it would be typed. */
export function achievementFormValues(
  { kind, name, threshold, badge, points, active }: Achievement,
  currency: string,
): AchievementValues {
  return {
    kind,
    name,
    threshold: kind === "spend" ? toDecimal(threshold, currency) : String(threshold),
    badge,
    points: points === 0n ? "" : String(points),
    active,
  };
}

const common = z.object({
  kind: z.enum(achievementKinds),
  name: goalName,
  badge: z
    .string()
    .trim()
    .min(1, "Choose a badge.")
    .refine(isOneCharacter, "Choose one emoji, or one letter."),
  points: z
    .string()
    .transform((text) => text.trim().replace(/^0+$/, ""))
    .pipe(orNothing(pointsField)),
  active: z.boolean(),
});

/** An achievement as it is typed: without points it is a badge alone. */
export type AchievementValues = z.input<typeof common> & {
  /** Times, years, or an amount as decimal text. */
  threshold: string;
};

/** An emoji may be put together from several. */
function isOneCharacter(text: string): boolean {
  return text.length <= LONGEST_BADGE && [...characters.segment(text)].length <= 1;
}
