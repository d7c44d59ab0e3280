import { z } from "zod";

import { DAY_MS } from "#app/ground/calendar.ts";
import { toDecimal } from "#app/ground/money.ts";
import type { Challenge, ChallengeKind } from "#app/loyalty/achievements/achievement.ts";
import { errorsOf, type FieldErrors, pointsField } from "#app/ui/forms/form-fields.schema.ts";

import { goalName, goalField, kindField } from "../goal-fields.schema.ts";
import { dayOf, type Days, daysOf, windowOfDays } from "./challenge-days.ts";

/** A challenge as it was, typed, and the moments at which its days begin and end. */
export type ChallengeBefore = { values: ChallengeValues; startsAt: Date; endsAt: Date };

/** What a challenge is read by. Of one that has begun, the kind and the first day stay. */
export type ChallengeFrame = {
  currency: string;
  timezone: string;
  now: Date;
  /** Null for a new one. */
  before: ChallengeBefore | null;
};

export const challengeKinds = [
  "orders",
  "spend",
  "reviews",
  "referrals",
] as const satisfies ChallengeKind[];

const DAYS = 30;

/** A challenge that begins tomorrow. */
export function newChallenge(now: Date, timezone: string): ChallengeValues {
  return {
    name: "",
    kind: "orders",
    target: "",
    points: "100",
    from: dayOf(new Date(now.getTime() + DAY_MS), timezone),
    until: dayOf(new Date(now.getTime() + DAYS * DAY_MS), timezone),
    active: true,
  };
}

/** Reads what was typed: the challenge, or what is wrong with each field. */
export function parseChallenge(typed: unknown, frame: ChallengeFrame) {
  const parsed = common.safeParse(typed);
  const kind = kindField(typed, challengeKinds);
  const goal = z.object({ target: goalField(kind, frame.currency) }).safeParse(typed);
  const problems = parsed.success ? problemsOf(parsed.data, frame) : {};
  const window = parsed.success ? windowOf(parsed.data, frame) : null;
  if (parsed.success && goal.success && window && Object.keys(problems).length === 0) {
    const { name, points, active } = parsed.data;
    const { target } = goal.data;
    return { challenge: { name, goal: { kind, target }, points, active, ...window }, errors: null };
  }
  return { challenge: null, errors: { ...problems, ...errorsOf(parsed, goal) } };
}

/** A challenge, as it would be typed. */
export function challengeFormValues(
  { name, goal, points, startsAt, endsAt, active }: Challenge,
  { currency, timezone }: { currency: string; timezone: string },
): ChallengeValues {
  const { kind, target } = goal;
  return {
    name,
    kind,
    target: kind === "spend" ? toDecimal(target, currency) : String(target),
    points: String(points),
    ...daysOf({ startsAt, endsAt }, timezone),
    active,
  };
}

const day = z.iso.date("Choose a day.");

const common = z.object({
  name: goalName,
  kind: z.enum(challengeKinds),
  points: pointsField,
  from: day,
  until: day,
  active: z.boolean(),
});

/** A challenge as it is typed. Days are by the shop's calendar: 2026-12-01. Both are part of it. */
export type ChallengeValues = z.input<typeof common> & {
  /** Times, or an amount as decimal text. */
  target: string;
};

function problemsOf(
  { kind, from, until }: z.infer<typeof common>,
  { timezone, now, before }: ChallengeFrame,
): FieldErrors {
  const today = dayOf(now, timezone);
  const begun = before && before.startsAt <= now ? before.values : null;
  const stays = "It has begun: this stays as it is.";
  return {
    ...(begun && kind !== begun.kind && { kind: stays }),
    ...(begun && from !== begun.from && { from: stays }),
    ...(!begun && from < today && { from: "Let it begin today or later." }),
    ...(until < today && { until: "Let it end today or later." }),
    ...(until < from && { until: "Let it end on its first day or later." }),
  };
}

/** A day that stays keeps its moment, also when the shop has moved to another time zone since. */
function windowOf(days: Days, { timezone, before }: ChallengeFrame) {
  const window = windowOfDays(days, timezone);
  if (!window || !before) return window;
  return {
    startsAt: days.from === before.values.from ? before.startsAt : window.startsAt,
    endsAt: days.until === before.values.until ? before.endsAt : window.endsAt,
  };
}
