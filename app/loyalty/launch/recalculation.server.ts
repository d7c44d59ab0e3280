import { nameOf } from "#app/customers/customer-names.server.ts";
import { audit } from "#app/audit/audit.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import type { ProgramRun as Row } from "#prisma/generated/client/client.ts";

import type { By } from "../program/program.ts";
import { ensureProgram } from "../program/program.server.ts";
import { type BalanceChange, type ChangeSums, noChanges } from "./balance-changes.ts";
import type { ProgramRun } from "./program-run.ts";
import { type Asked, runOf, startRun } from "./program-runs.server.ts";

export type Recalculation = ProgramRun<"comparison" | "recalculation", ChangeSums>;

const KINDS = ["comparison", "recalculation"];

/** The latest comparison or recalculation of a shop. */
function findLatest(tx: ShopTx): Promise<Row | null> {
  return tx.programRun.findFirst({
    where: { shopId: tx.shopId, kind: { in: KINDS } },
    orderBy: { id: "desc" },
  });
}

/**
 * Starts to look for customers whose balance or tier would be another by what the program counts today: after an order has come to count
 * differently, by a newer release or by a rule that was mended. Nothing changes by it; what is found is listed.
 */
export function compareBalances(shopId: string, by: By): Promise<Asked> {
  return startRun(shopId, { kind: "comparison", from: "live", nothing: noChanges }, by);
}

/** For `orders.counted`: what the shop's orders come to by a newer release may be listed, and is not changed. */
export async function compareAfterCounting(shopId: string): Promise<void> {
  await compareBalances(shopId, { actor: "encore", at: now() });
}

/**
 * Changes the balances that the shop's last comparison has listed, by entries of their own; what happened to them since is counted in.
 * Nobody is told of it. Refused when that is not the comparison that was `seen`.
 */
export async function recalculateBalances(shopId: string, seen: string, by: By): Promise<Asked> {
  const found = await inShop(shopId, findLatest);
  const isListed = found?.id === seen && found.kind === "comparison" && found.state === "done";
  if (!isListed) return { outcome: "refused" };
  const wanted = {
    kind: "recalculation",
    from: "live",
    seen: found.programVersion,
    nothing: noChanges,
  } as const;
  return startRun(shopId, wanted, by, async (tx, runId) => {
    const after = runOf<Recalculation>(found).result;
    const change = { action: "balances.recalculated", subject: "program", before: null } as const;
    await audit(tx, { actor: by.actor, ...change, after }, by.at);
    const { count } = await tx.balanceChange.updateMany({
      where: { shopId, runId: seen },
      data: { runId },
    });
    return count;
  });
}

/** The merchant leaves what a comparison has listed as it is. */
export async function keepBalances(shopId: string, runId: string): Promise<void> {
  await inShop(shopId, (tx) =>
    tx.programRun.updateMany({
      where: { shopId, id: runId, kind: "comparison", state: "done" },
      data: { state: "dismissed" },
    }),
  );
}

/** A line of the list; points fit JSON's numbers. */
export type ListedChange = {
  customerId: string;
  name: string | null;
  pointsBefore: number;
  pointsAfter: number;
  tierBefore: string | null;
  tierAfter: string | null;
};

export type LastRecalculation = {
  run: Recalculation;
  /** The program was changed since. */
  isOutdated: boolean;
};

/** The shop's latest comparison or recalculation; null when there was none. */
export function lastRecalculation(shopId: string, at: Date): Promise<LastRecalculation | null> {
  return inShop(shopId, async (tx) => {
    const { version } = await ensureProgram(tx, at);
    const row = await findLatest(tx);
    return row && { run: runOf<Recalculation>(row), isOutdated: row.programVersion !== version };
  });
}

/** What a comparison that Encore itself asked for has found, while the merchant has not decided about it. */
export function waitingChanges(shopId: string): Promise<ChangeSums | null> {
  return inShop(shopId, async (tx) => {
    const row = await findLatest(tx);
    if (row?.actor !== "encore" || row.kind !== "comparison" || row.state !== "done") return null;
    const sums = runOf<Recalculation>(row).result;
    return sums.customers > 0 ? sums : null;
  });
}

/** What a run has found or changed, in the order of the customers' ids, those after one of them. `next` is where more begin. */
export function listChanges(
  shopId: string,
  runId: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ changes: ListedChange[]; next: string | null }> {
  return inShop(shopId, async (tx) => {
    const rows = await tx.$queryRaw<(BalanceChange & { name: string | null })[]>`
      SELECT b.customer_id::text AS "customerId", ${nameOf("c")} AS name, b.points_before AS "pointsBefore",
        b.points_after AS "pointsAfter", was.name AS "tierBefore", now.name AS "tierAfter"
      FROM balance_change b
      JOIN customer c ON c.shop_id = b.shop_id AND c.id = b.customer_id
      LEFT JOIN tier was ON was.shop_id = b.shop_id AND was.id = b.tier_before
      LEFT JOIN tier now ON now.shop_id = b.shop_id AND now.id = b.tier_after
      WHERE b.shop_id = ${shopId}::uuid AND b.run_id = ${runId}::uuid AND b.customer_id > ${after ?? BEFORE_ALL}::uuid
      ORDER BY b.customer_id LIMIT ${limit + 1}::int`;
    const changes = rows.slice(0, limit).map((row) => ({
      ...row,
      pointsBefore: Number(row.pointsBefore),
      pointsAfter: Number(row.pointsAfter),
    }));
    return { changes, next: rows.length > limit ? (changes.at(-1)?.customerId ?? null) : null };
  });
}

const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";
