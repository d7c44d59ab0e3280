import { DAY_MS } from "#app/ground/calendar.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import type { RunKind, Trial } from "#app/loyalty/launch/program-run.ts";
import type { Backfill } from "#prisma/generated/client/client.ts";

/** Work that moves a shop's sums while it is under way. */
export type SumsWork = {
  kind:
    | "history"
    | "imported-customers"
    | "known-orders"
    | "tiers"
    | "points-import"
    | Exclude<RunKind, Trial>;
  /** Orders, customers or rows. */
  done: number;
  /** Null where nobody can say yet. */
  total: number | null;
  /** When the first of them was begun, ISO 8601; null where that is not known. */
  since: string | null;
};

/** What a shop's sums still wait for; when `works` is empty and `isRecounting` false, they are final. */
export type Settling = {
  works: SumsWork[];
  /** Nothing moves them any more, and they are to be counted once more. */
  isRecounting: boolean;
};

/** They say what would be, and move nothing. */
const TRIALS = ["preview", "comparison"] satisfies Trial[];
const IMPORTING = ["queued", "exporting", "importing"];

/** Whether a shop's sums are final now, and else what moves them. Reads a handful of rows by their keys. */
export function loadSettling(shopId: string, at: Date): Promise<Settling> {
  return inShop(shopId, async (tx) => {
    const backfill = await tx.backfill.findFirst({
      where: { shopId },
      orderBy: { requestedAt: "desc" },
    });
    const works = [
      backfill && workOnHistory(backfill, at),
      await workOnKnownOrders(tx),
      await workOnProgram(tx),
      await workOnTiers(tx),
      await workOnPoints(tx),
    ].filter((work) => work !== null);
    return { works, isRecounting: works.length === 0 && (await isRecounting(tx, at)) };
  });
}

function workOnHistory(backfill: Backfill, at: Date): SumsWork | null {
  const { state, ordersDone, ordersTotal, importingAt, finishedAt, processedAt } = backfill;
  if (IMPORTING.includes(state)) {
    const since = importingAt?.toISOString() ?? null;
    return { kind: "history", done: ordersDone, total: ordersTotal, since };
  }
  if (!finishedAt || processedAt || at.getTime() - finishedAt.getTime() > DAY_MS) return null;
  const { customersDone, customersTotal } = backfill;
  return {
    kind: "imported-customers",
    done: Math.min(customersDone, customersTotal ?? 0),
    total: customersTotal,
    since: finishedAt.toISOString(),
  };
}

async function workOnKnownOrders(tx: ShopTx): Promise<SumsWork | null> {
  const shop = await tx.shop.findUniqueOrThrow({ where: { id: tx.shopId } });
  const { countOrdersFrom, countOrdersDone, countOrdersTotal, countOrdersSince } = shop;
  if (countOrdersFrom === null) return null;
  const isBegun = countOrdersFrom > 0n;
  return {
    kind: "known-orders",
    done: isBegun ? (countOrdersDone ?? 0) : 0,
    total: isBegun ? countOrdersTotal : null,
    since: (isBegun && countOrdersSince?.toISOString()) || null,
  };
}

async function workOnProgram(tx: ShopTx): Promise<SumsWork | null> {
  const run = await tx.programRun.findFirst({
    where: { shopId: tx.shopId, state: "running", kind: { notIn: [...TRIALS] } },
  });
  if (!run) return null;
  const { customers: done, total, startedAt } = run;
  const kind = run.kind as Exclude<RunKind, Trial>;
  return { kind, done, total, since: startedAt.toISOString() };
}

async function workOnTiers(tx: ShopTx): Promise<SumsWork | null> {
  const { shopId } = tx;
  const tiers = await tx.tierProgram.findUnique({ where: { shopId } });
  const isLive = { shopId, state: "live" };
  if (!tiers || tiers.ratedVersion === tiers.version) return null;
  if ((await tx.loyaltyProgram.count({ where: isLive })) === 0) return null;
  const { rated, toRate, updatedAt } = tiers;
  return { kind: "tiers", done: rated, total: toRate, since: updatedAt.toISOString() };
}

async function workOnPoints(tx: ShopTx): Promise<SumsWork | null> {
  const working = { shopId: tx.shopId, state: { in: ["applying", "reversing"] } };
  const file = await tx.pointsImport.findFirst({ where: working, orderBy: { createdAt: "asc" } });
  if (!file) return null;
  const since = file.workingSince?.toISOString() ?? null;
  return { kind: "points-import", done: file.linesDone, total: file.rows, since };
}

/** The same question as the database's `due_recounts`, which finds the shops whose sums are to be counted. */
async function isRecounting(tx: ShopTx, at: Date): Promise<boolean> {
  const since = new Date(at.getTime() - DAY_MS);
  const [found] = await tx.$queryRaw<{ stale: boolean }[]>`
    WITH settled AS (
      SELECT processed_at AS moment FROM backfill WHERE shop_id = ${tx.shopId}::uuid
      UNION ALL
      SELECT ended_at FROM program_run WHERE shop_id = ${tx.shopId}::uuid AND kind <> ALL (${[...TRIALS]})
      UNION ALL
      SELECT GREATEST(applied_at, reversed_at) FROM points_import WHERE shop_id = ${tx.shopId}::uuid
    )
    SELECT EXISTS (
      SELECT FROM settled WHERE moment > ${since} AND NOT EXISTS (
        SELECT FROM liability_snapshot l
        WHERE l.shop_id = ${tx.shopId}::uuid AND l.at >= moment + interval '10 seconds')
    ) AS stale`;
  return found?.stale ?? false;
}
