import type { ShopTx } from "#app/ground/db.server.ts";

import { type LedgerBatch, holdingsOf } from "../ledger/ledger-batch.ts";
import type { Lot } from "../ledger/ledger-entry.ts";
import { lotColumns } from "../ledger/ledger-store.server.ts";
import type { Unmerge } from "../owned-records/transfer-rows.server.ts";
import { isFrom, type LotProvenance } from "./lot-provenance.ts";
import type { Share } from "../ledger/reverse-transfer.ts";

type MoveRow = { intoId: string; accountId: string; debt: bigint; qualifying: bigint };
type PaidRow = Lot & { points: bigint };

/** What is the record's by itself: the orders that it placed, and what it had redeemed before it was merged. */
export type Own = { orderIds: readonly bigint[]; redemptionIds: readonly string[] };

/**
 * What of an account is a record's that had been merged into it: what came with it since it was
 * last parted, what its orders did since, and its redemptions. Both accounts must be open in the
 * batch, with their lots.
 */
export async function loadShare(
  tx: ShopTx,
  batch: LedgerBatch,
  parted: Unmerge,
  own: Own,
): Promise<Share> {
  const { fromId, ids } = parted;
  const moves = await movesOf(tx, parted);
  const intoIds = moves.flatMap(({ intoId, accountId }) => (accountId === fromId ? intoId : []));
  const paid = await paidAtMerges(tx, intoIds);
  const lots = holdingsOf(batch, fromId).lots.filter(({ remaining }) => remaining > 0n);
  const lines = await linesOf(tx, [...lots, ...paid.map(({ lot }) => lot)]);
  const records = new Set(ids);
  const came = ({ id }: Lot) => isFrom(lines.get(id) ?? [], records);
  const earned = ({ orderId }: Lot) => orderId !== null && own.orderIds.includes(orderId);
  return {
    lots: lots.filter((lot) => came(lot) || earned(lot)),
    paidForOther: paid.filter(({ lot }) => came(lot)),
    paidByOther: paid.filter(({ lot }) => !came(lot)),
    debt: moves.reduce((sum, { debt }) => sum + debt, 0n),
    held: await heldFor(tx, own.redemptionIds),
    qualifying:
      moves.reduce((sum, { qualifying }) => sum + qualifying, 0n) +
      (await countedFor(tx, parted, own.orderIds)),
  };
}

/** The moves out of these records since, with the debt and the qualifying points that went with each. */
function movesOf(tx: ShopTx, { toId, ids }: Unmerge): Promise<MoveRow[]> {
  return tx.$queryRaw<MoveRow[]>`
    SELECT i.id AS "intoId", o.counterparty_id AS "accountId", -o.debt_delta AS debt, -o.qualifying_delta AS qualifying
    FROM ledger_entry o
    JOIN ledger_entry i ON i.shop_id = o.shop_id AND i.transfer_id = o.transfer_id AND i.kind = 'move_in'
    WHERE o.shop_id = ${tx.shopId}::uuid AND o.customer_id = ANY(${[...ids]}::uuid[]) AND o.kind = 'move_out' AND o.transfer_kind = 'merge'
      AND o.counterparty_id <> ALL(${[...ids]}::uuid[])
      AND NOT EXISTS (
        SELECT 1 FROM ledger_entry parted
        WHERE parted.shop_id = o.shop_id AND parted.customer_id = ${toId}::uuid AND parted.kind = 'move_in'
          AND parted.transfer_kind = 'unmerge' AND parted.id > o.id)`;
}

/** What the record's orders counted towards tiers in other accounts since. */
async function countedFor(
  tx: ShopTx,
  { toId, ids }: Unmerge,
  orderIds: readonly bigint[],
): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ points: bigint }[]>`
    SELECT COALESCE(sum(e.qualifying_delta), 0)::bigint AS points
    FROM ledger_entry e
    WHERE e.shop_id = ${tx.shopId}::uuid AND e.order_id = ANY(${orderIds.map(String)}::bigint[])
      AND e.customer_id <> ALL(${[...ids]}::uuid[]) AND e.kind IN ('earn', 'reverse')
      AND NOT EXISTS (
        SELECT 1 FROM ledger_entry parted
        WHERE parted.shop_id = e.shop_id AND parted.customer_id = ${toId}::uuid AND parted.kind = 'move_in'
          AND parted.transfer_kind = 'unmerge' AND parted.id > e.id)`;
  return row?.points ?? 0n;
}

async function heldFor(tx: ShopTx, redemptionIds: readonly string[]): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ held: bigint }[]>`
    SELECT COALESCE(sum(held_delta), 0)::bigint AS held FROM ledger_entry
    WHERE shop_id = ${tx.shopId}::uuid AND redemption_id = ANY(${[...redemptionIds]}::uuid[])`;
  return row?.held ?? 0n;
}

/** Which lots paid a debt when points and debts were netted. */
async function paidAtMerges(
  tx: ShopTx,
  entryIds: readonly string[],
): Promise<{ lot: Lot; points: bigint }[]> {
  const rows = await tx.$queryRaw<PaidRow[]>`
    SELECT u.points, ${lotColumns}
    FROM lot_use u JOIN lot l ON l.shop_id = u.shop_id AND l.id = u.lot_id
    WHERE u.shop_id = ${tx.shopId}::uuid AND u.entry_id = ANY(${[...entryIds]}::uuid[]) AND u.points > 0
    ORDER BY l.id`;
  return rows.map(({ points, ...lot }) => ({ lot, points }));
}

/** Where the points of these lots were before, by lot. */
async function linesOf(tx: ShopTx, lots: readonly Lot[]): Promise<Map<string, LotProvenance>> {
  const { shopId } = tx;
  const rows = await tx.$queryRaw<{ lotId: string; customerId: string; isReturned: boolean }[]>`
    WITH RECURSIVE line AS (
      SELECT l.id AS lot_id, 0 AS step, l.customer_id, l.entry_id, l.origin_lot_id
      FROM lot l WHERE l.shop_id = ${shopId}::uuid AND l.id = ANY(${lots.map(({ id }) => id)}::uuid[])
      UNION ALL
      SELECT line.lot_id, line.step + 1, l.customer_id, l.entry_id, l.origin_lot_id
      FROM line
      -- One look-up for each step. Left to itself, the planner expects thousands and reads the whole table.
      CROSS JOIN LATERAL (
        SELECT * FROM lot WHERE lot.shop_id = ${shopId}::uuid AND lot.id = line.origin_lot_id OFFSET 0
      ) l
    )
    SELECT line.lot_id AS "lotId", line.customer_id AS "customerId",
      e.transfer_kind IS NOT DISTINCT FROM 'unmerge' AS "isReturned"
    FROM line JOIN ledger_entry e ON e.shop_id = ${shopId}::uuid AND e.id = line.entry_id
    ORDER BY line.lot_id, line.step`;
  return Map.groupBy(rows, ({ lotId }) => lotId);
}
