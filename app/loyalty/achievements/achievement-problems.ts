import type { Achievement, Challenge } from "./achievement.ts";

/** An achievement as somebody wants it to be; without an id it is a new one. */
export type AchievementInput = Omit<Achievement, "id" | "pointsFrom"> & { id: string | null };

/** A challenge as somebody wants it to be; without an id it is a new one. */
export type ChallengeInput = Omit<Challenge, "id"> & { id: string | null };

const LONGEST_NAME = 60;
const LONGEST_BADGE = 16;
const MOST_YEARS = 50n;

/** What is wrong with an achievement, in words for the merchant. */
export function achievementProblems(input: AchievementInput): string[] {
  const { kind, threshold, points, badge } = input;
  return [
    ...nameProblems(input.name),
    ...when(threshold <= 0n, "Ask for at least 1."),
    ...when(kind === "years" && threshold > MOST_YEARS, `Ask for at most ${MOST_YEARS} years.`),
    ...when(points < 0n, "Give no points, or some."),
    ...when(badge.trim() === "" || badge.length > LONGEST_BADGE, "Choose a badge."),
  ];
}

/** What is wrong with a challenge, in words for the merchant. */
export function challengeProblems(input: ChallengeInput): string[] {
  const { goal, points, startsAt, endsAt } = input;
  return [
    ...nameProblems(input.name),
    ...when(goal.target <= 0n, "Let the goal be at least 1."),
    ...when(points <= 0n, "Give at least 1 point."),
    ...when(endsAt <= startsAt, "Let it end after it starts."),
  ];
}

function nameProblems(name: string): string[] {
  return [
    ...when(name.trim() === "", "Give it a name."),
    ...when(name.trim().length > LONGEST_NAME, `Keep the name within ${LONGEST_NAME} letters.`),
  ];
}

function when(isSo: boolean, words: string): string[] {
  return isSo ? [words] : [];
}
