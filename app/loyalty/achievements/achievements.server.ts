import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

import { announceChange, lockProgram } from "../program/program.server.ts";
import { type By, isSame, type Seen } from "../program/program.ts";
import { type Achievement, paidFrom, type SavedGoal } from "./achievement.ts";
import { ensureAchievements } from "./ensure-achievements.server.ts";

/** An achievement as a merchant decides it; without an id it is a new one. */
export type AchievementSettings = Omit<Achievement, "id" | "pointsFrom"> & { id: string | null };

export type DeletedAchievement = { outcome: "deleted" | "missing" | "reached" | "last" };

/** A shop's achievements in the order of their making; a shop without any gets the ready ones first. */
export function listAchievements(shopId: string): Promise<Achievement[]> {
  return inShop(shopId, (tx) => ensureAchievements(tx, now()));
}

/**
 * Saves an achievement, unless it is no longer as it was `seen`. What it is about stays. Who has it
 * keeps it; its points are for those who reach it from now on. Who has reached it already is found
 * in the night.
 */
export function saveAchievement(
  shopId: string,
  settings: AchievementSettings,
  by: By,
  seen: Seen<Achievement> = () => true,
): Promise<SavedGoal> {
  const { id } = settings;
  return inShop(shopId, async (tx) => {
    await lockProgram(tx, by.at);
    const all = await ensureAchievements(tx, by.at);
    const before = all.find((one) => one.id === id) ?? null;
    if (id !== null && !before) return { outcome: "missing" };
    if (before && !seen(before)) return { outcome: "changed" };
    return write(tx, before, settings, by);
  });
}

/** Switches an achievement on or off. Off, nobody comes to it any more; who has it keeps it. */
export function switchAchievement(
  shopId: string,
  id: string,
  active: boolean,
  by: By,
): Promise<SavedGoal> {
  return inShop(shopId, async (tx) => {
    await lockProgram(tx, by.at);
    const all = await ensureAchievements(tx, by.at);
    const before = all.find((one) => one.id === id);
    return before ? write(tx, before, { ...before, active }, by) : { outcome: "missing" as const };
  });
}

/** Takes an achievement away that nobody has. The last one can only be switched off: a shop without any gets the ready ones again. */
export function deleteAchievement(
  shopId: string,
  id: string,
  { actor, at }: By,
): Promise<DeletedAchievement> {
  return inShop(shopId, async (tx) => {
    await lockProgram(tx, at);
    // Waits for whoever is coming to one of them at this moment.
    await tx.$queryRaw`SELECT id FROM achievement WHERE shop_id = ${shopId}::uuid ORDER BY id FOR UPDATE`;
    const all = await ensureAchievements(tx, at);
    const before = all.find((one) => one.id === id);
    if (!before) return { outcome: "missing" };
    if (all.length === 1) return { outcome: "last" };
    if (await tx.achievementUnlock.findFirst({ where: { shopId, achievementId: id } }))
      return { outcome: "reached" };
    await tx.achievement.delete({ where: { shopId_id: { shopId, id } } });
    const change = { action: "achievement.deleted", subject: `achievement.${id}`, before } as const;
    await announceChange(tx, { actor, ...change, after: null }, at);
    return { outcome: "deleted" };
  });
}

async function write(
  tx: ShopTx,
  before: Achievement | null,
  { name, kind, threshold, badge, points, active }: AchievementSettings,
  { actor, at }: By,
): Promise<SavedGoal> {
  const { shopId } = tx;
  const id = before?.id ?? newId();
  const asked = { name, kind: before?.kind ?? kind, threshold, badge, points, active };
  const after: Achievement = { ...asked, id, pointsFrom: paidFrom(before, asked, at) };
  if (before && isSame(before, after)) return { outcome: "saved", id };

  const isMet = before?.active && before.threshold <= threshold;
  const data = { ...after, shopId, updatedAt: at, ...(active && !isMet && { toReview: true }) };
  await tx.achievement.upsert({
    where: { shopId_id: { shopId, id } },
    create: data,
    update: data,
  });
  const subject = `achievement.${id}`;
  await announceChange(tx, { actor, action: "achievement.saved", subject, before, after }, at);
  return { outcome: "saved", id };
}
