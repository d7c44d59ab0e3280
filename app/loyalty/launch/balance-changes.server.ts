import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

import { type BalanceChange, changesBetween } from "./balance-changes.ts";
import { countPast, loadCounted } from "./count-past.server.ts";

/** Counts what these customers, or the records that they are now, have from their orders, and returns whose balance or tier moved by it. */
export async function changesByCounting(
  tx: ShopTx,
  customerIds: readonly string[],
  at: Date,
): Promise<BalanceChange[]> {
  const ids = [...new Set((await findSurvivors(tx, customerIds)).values())];
  if (ids.length === 0) return [];
  const before = await loadCounted(tx, ids);
  await countPast(tx, ids, at);
  return changesBetween(before, await loadCounted(tx, ids));
}

/** Keeps what a run has found, or done, of these customers: of those in whom nothing changed there is nothing. */
export async function writeChanges(
  tx: ShopTx,
  runId: string,
  customerIds: readonly string[],
  changes: readonly BalanceChange[],
): Promise<void> {
  const { shopId } = tx;
  const customerId = { in: [...customerIds, ...changes.map((change) => change.customerId)] };
  await tx.balanceChange.deleteMany({ where: { shopId, runId, customerId } });
  await tx.balanceChange.createMany({
    data: changes.map((change) => ({ ...change, shopId, runId })),
  });
}

/** The next customers whom a run has still to do. */
export async function listedAfter(
  tx: ShopTx,
  runId: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await tx.balanceChange.findMany({
    where: { shopId: tx.shopId, runId, ...(after !== null && { customerId: { gt: after } }) },
    orderBy: { customerId: "asc" },
    take: limit,
    select: { customerId: true },
  });
  return rows.map(({ customerId }) => customerId);
}
