import type { ShopTx } from "#app/db.server.ts";

import { type Book, holdingsOf } from "./book.ts";
import type { Lot } from "./ledger-entry.ts";
import type { Share } from "./unmove.ts";

type MoveRow = { intoId: string; debt: bigint; qualifying: bigint };
type PaidRow = Lot & { points: bigint };

/** What goes back to a record with its points. */
export type Separation = { share: Share; orderIds: bigint[]; redemptionIds: string[] };

/**
 * What of the account that a record was merged into is the record's: what came with it since it was last separated, what its
 * orders did since, and its redemptions. Both accounts must be open in the book, with their lots.
 */
export async function loadShare(
  tx: ShopTx,
  shopId: string,
  book: Book,
  { keptId, separatedId }: { keptId: string; separatedId: string },
): Promise<Separation> {
  const ids = await recordsOf(tx, shopId, separatedId);
  const moves = await movesOf(tx, shopId, { keptId, separatedId, ids });
  const own = await lotsFrom(tx, shopId, ids);
  const orders = await ordersOf(tx, shopId, { keptId, separatedId });
  const redemptions = await redemptionsOf(tx, shopId, { keptId, ids });
  const paid = await paidAtMerges(
    tx,
    shopId,
    moves.map(({ intoId }) => intoId),
  );

  const orderIds = orders.map(({ id }) => id);
  const isShare = (lot: Lot) =>
    own.has(lot.id) || (lot.orderId !== null && orderIds.includes(lot.orderId));
  const share: Share = {
    lots: holdingsOf(book, keptId).lots.filter((lot) => lot.remaining > 0n && isShare(lot)),
    paidForOther: paid.filter(({ lot }) => own.has(lot.id)),
    paidByOther: paid.filter(({ lot }) => !own.has(lot.id)),
    debt: sum(moves.map(({ debt }) => debt)),
    held: sum(redemptions.map(({ held }) => held)),
    qualifying: sum([...moves, ...orders].map(({ qualifying }) => qualifying)),
  };
  return { share, orderIds, redemptionIds: redemptions.map(({ id }) => id) };
}

/** The record and those that are part of it. */
async function recordsOf(tx: ShopTx, shopId: string, id: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE part AS (
      SELECT ${id}::uuid AS id
      UNION
      SELECT e.merged_id FROM part
      JOIN identity_edge e ON e.shop_id = ${shopId}::uuid AND e.kept_id = part.id AND e.undone_at IS NULL
    ) SELECT id::text FROM part`;
  return rows.map((row) => row.id);
}

/** The moves that are not undone yet, with the debt and the qualifying points that came with each. */
function movesOf(
  tx: ShopTx,
  shopId: string,
  { keptId, separatedId, ids }: { keptId: string; separatedId: string; ids: string[] },
): Promise<MoveRow[]> {
  return tx.$queryRaw<MoveRow[]>`
    SELECT i.id AS "intoId", -o.debt_delta AS debt, -o.qualifying_delta AS qualifying
    FROM ledger_entry o
    JOIN ledger_entry i ON i.shop_id = o.shop_id AND i.idempotency_key = left(o.idempotency_key, -length('.out')) || '.in'
    WHERE o.shop_id = ${shopId}::uuid AND o.customer_id = ANY(${ids}::uuid[]) AND o.kind = 'move_out'
      AND i.customer_id = ${keptId}::uuid AND o.reason->>'code' = 'customer_merged'
      AND NOT EXISTS (
        SELECT 1 FROM ledger_entry undone
        WHERE undone.shop_id = o.shop_id AND undone.customer_id = ${separatedId}::uuid AND undone.kind = 'move_in'
          AND undone.reason->>'code' = 'customer_unmerged' AND undone.id > o.id)`;
}

/** All lots that began as one of these records', wherever they are now. */
async function lotsFrom(tx: ShopTx, shopId: string, ids: string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE own AS (
      SELECT id FROM lot WHERE shop_id = ${shopId}::uuid AND customer_id = ANY(${ids}::uuid[])
      UNION
      SELECT l.id FROM own JOIN lot l ON l.shop_id = ${shopId}::uuid AND l.origin_lot_id = own.id
    ) SELECT id::text FROM own`;
  return new Set(rows.map(({ id }) => id));
}

/** The record's orders that earned for the other account, and what they counted there towards tiers. */
function ordersOf(
  tx: ShopTx,
  shopId: string,
  { keptId, separatedId }: { keptId: string; separatedId: string },
): Promise<{ id: bigint; qualifying: bigint }[]> {
  return tx.$queryRaw<{ id: bigint; qualifying: bigint }[]>`
    SELECT o.id, COALESCE((
      SELECT sum(e.qualifying_delta) FROM ledger_entry e
      WHERE e.shop_id = o.shop_id AND e.order_id = o.id AND e.customer_id = ${keptId}::uuid
        AND e.kind IN ('earn', 'reverse')), 0)::bigint AS qualifying
    FROM "order" o
    JOIN order_award a ON a.shop_id = o.shop_id AND a.order_id = o.id AND a.customer_id = ${keptId}::uuid
    WHERE o.shop_id = ${shopId}::uuid AND o.customer_id = ${separatedId}::uuid`;
}

/** What the record had redeemed before it was merged. */
function redemptionsOf(
  tx: ShopTx,
  shopId: string,
  { keptId, ids }: { keptId: string; ids: string[] },
): Promise<{ id: string; held: bigint }[]> {
  return tx.$queryRaw<{ id: string; held: bigint }[]>`
    SELECT r.id::text, (
      SELECT sum(e.held_delta)::bigint FROM ledger_entry e WHERE e.shop_id = r.shop_id AND e.redemption_id = r.id) AS held
    FROM redemption r
    WHERE r.shop_id = ${shopId}::uuid AND r.customer_id = ${keptId}::uuid AND EXISTS (
      SELECT 1 FROM ledger_entry h
      WHERE h.shop_id = r.shop_id AND h.redemption_id = r.id AND h.kind = 'hold' AND h.customer_id = ANY(${ids}::uuid[]))`;
}

/** Which lots paid a debt when points and debts were netted. */
async function paidAtMerges(
  tx: ShopTx,
  shopId: string,
  entryIds: string[],
): Promise<{ lot: Lot; points: bigint }[]> {
  const rows = await tx.$queryRaw<PaidRow[]>`
    SELECT u.points, l.id, l.customer_id AS "customerId", l.entry_id AS "entryId", l.order_id AS "orderId", l.original,
      l.remaining, l.earned_at AS "earnedAt", l.expires_at AS "expiresAt", l.pending, l.release_at AS "releaseAt",
      l.origin_lot_id AS "originLotId", l.extended_at AS "extendedAt"
    FROM lot_use u JOIN lot l ON l.shop_id = u.shop_id AND l.id = u.lot_id
    WHERE u.shop_id = ${shopId}::uuid AND u.entry_id = ANY(${entryIds}::uuid[]) AND u.points > 0
    ORDER BY l.id`;
  return rows.map(({ points, ...lot }) => ({ lot, points }));
}

function sum(values: bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
