import { now } from "#app/clock.server.ts";
import { inShop, type ShopTx } from "#app/db.server.ts";
import { newId } from "#app/id.server.ts";

import { audit } from "../audit.server.ts";
import { announceProgram } from "../program.server.ts";
import {
  type AchievementInput,
  achievementProblems,
  type ChallengeInput,
  challengeProblems,
} from "./achievement-problems.ts";
import type { Achievement, Challenge, ChallengeKind } from "./achievement.ts";
import { ensureAchievements } from "./ensure-achievements.server.ts";

export type SavedGoal =
  { outcome: "saved"; id: string } | { outcome: "refused"; problems: string[] };

/** A shop's achievements in the order of their making; a shop without any gets the ready ones first. */
export function listAchievements(shopId: string): Promise<Achievement[]> {
  return inShop(shopId, (tx) => ensureAchievements(tx, shopId, now()));
}

/** A shop's challenges, the latest first. */
export function listChallenges(shopId: string): Promise<Challenge[]> {
  return inShop(shopId, async (tx) => (await loadChallenges(tx, shopId)).toReversed());
}

/** Challenges, the first to start first. */
export async function loadChallenges(tx: ShopTx, shopId: string): Promise<Challenge[]> {
  const rows = await tx.challenge.findMany({
    where: { shopId },
    orderBy: [{ startsAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ goal, ...row }) => {
    const { kind, target } = goal as { kind: ChallengeKind; target: string };
    return { ...row, goal: { kind, target: BigInt(target) } };
  });
}

/**
 * Makes the shop's achievements these; one that is missing is switched off, as those who have it keep it. Points are for those who
 * reach it from now on: nobody is paid for having reached it before.
 */
export function saveAchievements(
  shopId: string,
  inputs: readonly AchievementInput[],
  at: Date,
  actor = "encore",
): Promise<
  { outcome: "saved" } | { outcome: "refused"; problems: { index: number; words: string }[] }
> {
  const problems = inputs.flatMap((input, index) =>
    achievementProblems(input).map((words) => ({ index, words })),
  );
  if (problems.length > 0) return Promise.resolve({ outcome: "refused", problems });
  return inShop(shopId, async (tx) => {
    const before = await ensureAchievements(tx, shopId, at);
    const known = new Map(before.map((one) => [one.id, one]));
    const after = inputs.map((input) => achievementOf(input, known, at));
    const kept = new Set(after.map(({ id }) => id));
    const off = before.filter(({ id }) => !kept.has(id)).map((one) => ({ ...one, active: false }));
    for (const { id, ...one } of [...after, ...off]) {
      const data = {
        name: one.name,
        kind: one.kind,
        threshold: one.threshold,
        badge: one.badge,
        points: one.points,
        pointsFrom: one.pointsFrom,
        active: one.active,
        updatedAt: at,
      };
      await tx.achievement.upsert({
        where: { shopId_id: { shopId, id } },
        create: { ...data, shopId, id },
        update: data,
      });
    }
    const states = {
      before: { achievements: before },
      after: { achievements: [...after, ...off] },
    };
    await audit(
      tx,
      shopId,
      { actor, action: "achievement.saved", subject: "achievements", ...states },
      at,
    );
    await announceProgram(tx, shopId, at);
    return { outcome: "saved" } as const;
  });
}

/** Saves a challenge, a new one when it has no id. Who has completed it keeps what it gave. */
export function saveChallenge(
  shopId: string,
  input: ChallengeInput,
  at: Date,
  actor = "encore",
): Promise<SavedGoal> {
  const problems = challengeProblems(input);
  if (problems.length > 0) return Promise.resolve({ outcome: "refused", problems });
  return inShop(shopId, async (tx): Promise<SavedGoal> => {
    const before = (await loadChallenges(tx, shopId)).find(({ id }) => id === input.id) ?? null;
    const id = before?.id ?? newId();
    const { goal, points, startsAt, endsAt, active } = input;
    const data = {
      name: input.name.trim(),
      goal: { kind: goal.kind, target: String(goal.target) },
      points,
      startsAt,
      endsAt,
      active,
      updatedAt: at,
    };
    await tx.challenge.upsert({
      where: { shopId_id: { shopId, id } },
      create: { ...data, shopId, id },
      update: data,
    });
    const after = { ...input, id };
    await audit(
      tx,
      shopId,
      { actor, action: "challenge.saved", subject: `challenge.${id}`, before, after },
      at,
    );
    await announceProgram(tx, shopId, at);
    return { outcome: "saved", id };
  });
}

function achievementOf(
  input: AchievementInput,
  known: ReadonlyMap<string, Achievement>,
  at: Date,
): Achievement {
  const before = input.id === null ? undefined : known.get(input.id);
  const paidBefore = before && before.active && before.points > 0n ? before.pointsFrom : null;
  return {
    ...input,
    id: before?.id ?? newId(),
    name: input.name.trim(),
    pointsFrom: input.points > 0n ? (paidBefore ?? at) : null,
  };
}
