import { audit } from "#app/audit/audit.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { lock } from "#app/ground/locks.server.ts";
import type { LimitPeriod } from "#app/loyalty/program/period.ts";
import { announceProgram } from "#app/loyalty/program/program.server.ts";
import { isSame } from "#app/loyalty/program/program.ts";
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

/** Saves an earning action, and tells the storefront. What was earned by it before stays. Returns it as it is now. */
export function saveEarningAction(
  shopId: string,
  settings: SavedEarningAction,
  at: Date,
  actor = "encore",
): Promise<EarningAction> {
  return inShop(shopId, async (tx) => {
    const { id } = settings;
    const before = id === null ? null : ((await loadActions(tx, [id]))[0] ?? null);
    if (id !== null && !before) throw new Error(`The shop has no earning action ${id}`);
    const saved = switchedOn({ ...settings, id: id ?? newId() } as EarningAction, before, at);
    if (before && isSame(before, saved)) return before;

    const data = columnsOf(saved, at);
    if (before)
      await tx.earningAction.update({ where: { shopId_id: { shopId, id: saved.id } }, data });
    else await tx.earningAction.create({ data: { ...data, shopId, id: saved.id } });
    await audit(
      tx,
      {
        actor,
        action: "earning_action.saved",
        subject: `earning_action.${saved.id}`,
        before,
        after: saved,
      },
      at,
    );
    await announceProgram(tx, at);
    return saved;
  });
}

/** The shop's earning actions, or these of them. */
async function loadActions(tx: ShopTx, ids?: readonly string[]): Promise<EarningAction[]> {
  const rows = await tx.earningAction.findMany({
    where: { shopId: tx.shopId, ...(ids && { id: { in: [...ids] } }) },
    orderBy: { id: "asc" },
  });
  return rows.map(earningActionOf);
}

/** An earning action of its row. */
export function earningActionOf(row: EarningActionRow): EarningAction {
  const { id, kind, name, active, points, settings, limitCount, limitPeriod } = row;
  const limit =
    limitCount === null ? null : { count: limitCount, period: limitPeriod as LimitPeriod };
  return {
    id,
    kind: kind as EarningActionKind,
    name,
    active,
    points,
    settings,
    limit,
  } as EarningAction;
}

/** The shop's earning actions of these kinds that are switched on. Empty also while the program is off. */
export async function loadActiveActions(
  tx: ShopTx,
  kinds: readonly EarningActionKind[],
): Promise<EarningAction[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT w.id FROM earning_action w
    LEFT JOIN loyalty_program p ON p.shop_id = w.shop_id
    WHERE w.shop_id = ${tx.shopId}::uuid AND w.active AND w.kind = ANY(${kinds}::text[]) AND p.active IS NOT FALSE`;
  if (rows.length === 0) return [];
  return loadActions(
    tx,
    rows.map(({ id }) => id),
  );
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

function columnsOf({ kind, name, active, points, settings, limit }: EarningAction, at: Date) {
  return {
    kind,
    name,
    active,
    points,
    settings,
    limitCount: limit?.count ?? null,
    limitPeriod: limit?.period ?? "ever",
    updatedAt: at,
  };
}
