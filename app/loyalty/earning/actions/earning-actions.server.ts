import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { lock } from "#app/ground/locks.server.ts";
import { announceChange, lockProgram } from "#app/loyalty/program/program.server.ts";
import { loadAllowed } from "#app/loyalty/program/program-state.server.ts";
import { type By, isSame, type Saver } from "#app/loyalty/program/program.ts";
import type { EarningAction as EarningActionRow } from "#prisma/generated/client/client.ts";

import { defaultActions } from "./default-actions.ts";
import { switchedOn, type EarningAction, type EarningActionKind } from "./earning-action.ts";

/** An earning action as a merchant decides it; without an id it is a new one. */
export type SavedEarningAction = EarningAction extends infer W
  ? W extends EarningAction
    ? Omit<W, "id"> & { id: string | null }
    : never
  : never;

/** All ways to earn of a shop, in the order in which they were made; a shop without any gets the ready ones first. */
export function listEarningActions(shopId: string): Promise<EarningAction[]> {
  return inShop(shopId, async (tx) => {
    await createDefaultActionsIn(tx, now());
    return loadActions(tx);
  });
}

/** After each install: sees that the ready earning actions are there. */
export async function createDefaultActions(shopId: string): Promise<void> {
  await inShop(shopId, (tx) => createDefaultActionsIn(tx, now()));
}

/**
 * Saves an earning action, and tells the storefront. What was earned by it before stays. Returns it as it is now, or null when it is
 * no longer as it was `seen`; throws when it is to change one that the shop does not have.
 */
export function saveEarningAction(
  shopId: string,
  settings: SavedEarningAction,
  at: Date,
  { actor = "encore", seen = () => true }: Saver<EarningAction> = {},
): Promise<EarningAction | null> {
  return inShop(shopId, async (tx) => {
    await lockProgram(tx, at);
    const before = settings.id === null ? null : await loadAction(tx, settings.id);
    if (before && !seen(before)) return null;
    return write(tx, before, settings, { actor, at });
  });
}

/** Switches an earning action on or off; on, unless `isReady` says that something it needs is not set. Returns whether it did. */
export function switchEarningAction(
  shopId: string,
  id: string,
  active: boolean,
  { isReady, ...by }: By & { isReady: (stored: EarningAction) => boolean },
): Promise<boolean> {
  return inShop(shopId, async (tx) => {
    await lockProgram(tx, by.at);
    const before = await loadAction(tx, id);
    if (active && !isReady(before)) return false;
    await write(tx, before, { ...before, active }, by);
    return true;
  });
}

/** Throws when the shop has none of this id. */
async function loadAction(tx: ShopTx, id: string): Promise<EarningAction> {
  const [found] = await loadActions(tx, [id]);
  if (!found) throw new Error(`The shop has no earning action ${id}`);
  return found;
}

async function write(
  tx: ShopTx,
  before: EarningAction | null,
  settings: SavedEarningAction,
  { actor, at }: By,
): Promise<EarningAction> {
  const { shopId } = tx;
  const id = before?.id ?? newId();
  const after = switchedOn({ ...settings, id } as EarningAction, before, at);
  if (before && isSame(before, after)) return before;

  const data = columnsOf(after, at);
  const create = { ...data, shopId, id };
  await tx.earningAction.upsert({ where: { shopId_id: { shopId, id } }, create, update: data });
  const subject = `earning_action.${id}`;
  await announceChange(tx, { actor, action: "earning_action.saved", subject, before, after }, at);
  return after;
}

/** The shop's earning actions, or these of them. */
async function loadActions(tx: ShopTx, ids?: readonly string[]): Promise<EarningAction[]> {
  const rows = await tx.earningAction.findMany({
    where: { shopId: tx.shopId, ...(ids && { id: { in: [...ids] } }) },
    orderBy: { id: "asc" },
  });
  return rows.map(earningActionOf);
}

type ActionRow = Omit<EarningActionRow, "shopId" | "updatedAt">;

/** An earning action of its row. */
export function earningActionOf(row: ActionRow): EarningAction {
  const { id, kind, name, active, points, settings, limitCount: count, limitPeriod: period } = row;
  const limit = count === null ? null : { count, period };
  return { id, kind, name, active, points, settings, limit } as EarningAction;
}

/** The shop's earning actions of these kinds that are switched on. None while nothing is earned. */
export async function loadActiveActions(
  tx: ShopTx,
  kinds: readonly EarningActionKind[],
): Promise<EarningAction[]> {
  if (!(await loadAllowed(tx)).earn) return [];
  const rows = await tx.$queryRaw<ActionRow[]>`
    SELECT id, kind, name, active, points, settings, limit_count AS "limitCount", limit_period AS "limitPeriod"
    FROM earning_action
    WHERE shop_id = ${tx.shopId}::uuid AND active AND kind = ANY(${kinds}::text[]) ORDER BY id`;
  return rows.map(earningActionOf);
}

async function createDefaultActionsIn(tx: ShopTx, at: Date): Promise<void> {
  const { shopId } = tx;
  await lock.earningActions(tx, shopId);
  if ((await tx.earningAction.count({ where: { shopId } })) > 0) return;
  const { currency } = await tx.shop.findUniqueOrThrow({ where: { id: shopId } });
  await tx.earningAction.createMany({
    data: defaultActions(currency).map((earningAction) => {
      const id = newId();
      return { ...columnsOf({ ...earningAction, id } as EarningAction, at), shopId, id };
    }),
  });
}

function columnsOf({ id: _, limit, ...earningAction }: EarningAction, at: Date) {
  return {
    ...earningAction,
    limitCount: limit?.count ?? null,
    limitPeriod: limit?.period ?? "ever",
    updatedAt: at,
  };
}
