import { audit } from "#app/audit/audit.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

import { announceProgram, ensureProgram } from "../program/program.server.ts";
import { isSame } from "../program/program.ts";
import { rewardColumns, rewardOf } from "./reward-row.ts";
import type { Reward, RewardSettings } from "./reward.ts";

/** Who changes something, and when. */
export type By = { actor: string; at: Date };

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
  return inShop(shopId, async (tx) => {
    const row = await tx.reward.findUnique({ where: { shopId_id: { shopId, id } } });
    return row && rewardOf(row);
  });
}

/**
 * Adds a reward, or changes the one with this id. What was redeemed before stays as it was. Returns
 * the reward, or null when there is none with this id.
 */
export function saveReward(
  shopId: string,
  id: string | null,
  settings: RewardSettings,
  by: By,
): Promise<Reward | null> {
  return inShop(shopId, async (tx) => {
    if (id === null) return write(tx, null, { ...settings, id: newId(), version: 1 }, by);
    const row = await tx.reward.findUnique({ where: { shopId_id: { shopId, id } } });
    if (!row) return null;
    const before = rewardOf(row);
    const after = { ...settings, id, version: before.version };
    if (isSame(before, after)) return before;
    return write(tx, before, { ...after, version: before.version + 1 }, by);
  });
}

/** Puts a reward away: nobody can redeem it any more. Codes that are out stay good. Returns whether there was one to put away. */
export async function archiveReward(shopId: string, id: string, by: By): Promise<boolean> {
  const reward = await findReward(shopId, id);
  if (!reward?.active) return false;
  return (await saveReward(shopId, id, { ...reward, active: false }, by)) !== null;
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
    // Two orders at once would each wait for rows of the other.
    await tx.$queryRaw`SELECT id FROM reward WHERE shop_id = ${shopId}::uuid ORDER BY id FOR UPDATE`;
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
    await announceProgram(tx, at);
    const inWords = (some: typeof rows) => ({ order: some.map(({ name }) => name).join(", ") });
    const states = { before: inWords(rows), after: inWords(next) };
    await audit(tx, { actor, action: "reward.saved", subject: "rewards", ...states }, at);
  });
}

async function write(
  tx: ShopTx,
  before: Reward | null,
  after: Reward,
  { actor, at }: By,
): Promise<Reward> {
  const { shopId } = tx;
  const { id, version } = after;
  const columns = { ...rewardColumns(after), version, updatedAt: at };
  await tx.reward.upsert({
    where: { shopId_id: { shopId, id } },
    create: { ...columns, shopId, id },
    update: columns,
  });
  await announceProgram(tx, at);
  const subject = `reward.${id}`;
  await audit(tx, { actor, action: "reward.saved", subject, before, after }, at);
  return after;
}
