import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

import { announceChange, ensureProgram, lockProgram } from "../program/program.server.ts";
import { type By, isSame, type Seen } from "../program/program.ts";
import { rewardOf } from "./reward-row.ts";
import type { Reward, RewardSettings } from "./reward.ts";

/** The shop's rewards in the order in which they are shown, those that were put away last. */
export function listRewards(shopId: string, at: Date): Promise<Reward[]> {
  return inShop(shopId, async (tx) => {
    await ensureProgram(tx, at);
    const rows = await tx.reward.findMany({
      where: { shopId },
      orderBy: [{ active: "desc" }, { position: "asc" }, { cost: "asc" }, { id: "asc" }],
    });
    return rows.map(rewardOf);
  });
}

/** One reward, or null. */
export function findReward(shopId: string, id: string): Promise<Reward | null> {
  return inShop(shopId, (tx) => find(tx, id));
}

/**
 * Adds a reward as the last, or changes the one with this id. What was redeemed before stays as it was, and so do its place and
 * whether it is put away. Returns the reward, or null when it is no longer as it was `seen`, or not there.
 */
export function saveReward(
  shopId: string,
  id: string | null,
  settings: RewardSettings,
  { seen = () => true, ...by }: By & { seen?: Seen<Reward> },
): Promise<Reward | null> {
  return inShop(shopId, async (tx) => {
    await lockProgram(tx, by.at);
    if (id === null) {
      const last = await tx.reward.aggregate({ where: { shopId }, _max: { position: true } });
      const position = (last._max.position ?? -1) + 1;
      return write(tx, null, { ...settings, position, active: true, id: newId(), version: 1 }, by);
    }
    const before = await find(tx, id);
    if (!before || !seen(before)) return null;
    const { active, position } = before;
    return change(tx, before, { ...settings, active, position }, by);
  });
}

/** Puts a reward away: nobody can redeem it any more. Codes that are out stay good. Returns whether there was one to put away. */
export function archiveReward(shopId: string, id: string, by: By): Promise<boolean> {
  return setActive(shopId, id, false, by);
}

/** Brings a reward back. Returns whether there was one that was put away. */
export function unarchiveReward(shopId: string, id: string, by: By): Promise<boolean> {
  return setActive(shopId, id, true, by);
}

function setActive(shopId: string, id: string, active: boolean, by: By): Promise<boolean> {
  return inShop(shopId, async (tx) => {
    await lockProgram(tx, by.at);
    const before = await find(tx, id);
    if (!before || before.active === active) return false;
    await change(tx, before, { active }, by);
    return true;
  });
}

/**
 * Products are no more: rewards go on with the others that they are for, and one that has none left is put away. Codes that are
 * out stay good for what they are for. Doing it twice changes nothing.
 */
export async function dropProducts(shopId: string, ids: readonly bigint[], by: By): Promise<void> {
  await inShop(shopId, async (tx) => {
    await lockProgram(tx, by.at);
    const rows = await tx.reward.findMany({ where: { shopId, productIds: { hasSome: [...ids] } } });
    for (const reward of rows.map(rewardOf)) {
      const productIds = reward.productIds.filter((id) => !ids.includes(id));
      const isForMore = productIds.length + reward.collectionIds.length > 0;
      // Without products it would be for everything.
      await change(tx, reward, isForMore ? { productIds } : { active: false }, by);
    }
  });
}

async function find(tx: ShopTx, id: string): Promise<Reward | null> {
  const where = { shopId_id: { shopId: tx.shopId, id } };
  const row = await tx.reward.findUnique({ where });
  return row && rewardOf(row);
}

function change(
  tx: ShopTx,
  before: Reward,
  changes: Partial<Omit<Reward, "id" | "version">>,
  by: By,
): Promise<Reward> | Reward {
  const after = { ...before, ...changes };
  if (isSame(before, after)) return before;
  return write(tx, before, { ...after, version: before.version + 1 }, by);
}

/**
 * Shows the rewards in this order; those that are not named come after. Nothing else of them
 * changes: what is made at Shopify stays good.
 */
export async function orderRewards(
  shopId: string,
  ids: readonly string[],
  { actor, at }: By,
): Promise<void> {
  await inShop(shopId, async (tx) => {
    await lockProgram(tx, at);
    const rows = await tx.reward.findMany({
      where: { shopId },
      orderBy: [{ position: "asc" }, { cost: "asc" }, { id: "asc" }],
    });
    const named = new Map(ids.map((id, index) => [id, index]));
    const place = ({ id }: { id: string }) => named.get(id) ?? ids.length;
    const next = rows.toSorted((a, b) => place(a) - place(b));
    if (isSame(rows, next)) return;
    for (const [position, { id }] of next.entries())
      await tx.reward.update({
        where: { shopId_id: { shopId, id } },
        data: { position, updatedAt: at },
      });
    const inWords = (some: typeof rows) => ({ order: some.map(({ name }) => name).join(", ") });
    const states = { before: inWords(rows), after: inWords(next) };
    const change = { action: "reward.saved", subject: "rewards", ...states } as const;
    await announceChange(tx, { actor, ...change }, at);
  });
}

async function write(
  tx: ShopTx,
  before: Reward | null,
  after: Reward,
  { actor, at }: By,
): Promise<Reward> {
  const { shopId } = tx;
  const { id, ...traits } = after;
  const columns = {
    ...traits,
    productIds: [...after.productIds],
    collectionIds: [...after.collectionIds],
    tierIds: [...after.tierIds],
    updatedAt: at,
  };
  await tx.reward.upsert({
    where: { shopId_id: { shopId, id } },
    create: { ...columns, shopId, id },
    update: columns,
  });
  const subject = `reward.${id}`;
  await announceChange(tx, { actor, action: "reward.saved", subject, before, after }, at);
  return after;
}
