import type { ShopTx } from "#app/ground/db.server.ts";

import type { LedgerBatch } from "./ledger-batch.ts";
import type { EntryDraft, Lot } from "./ledger-entry.ts";
import { nothingTaken } from "./redemption-points.ts";

type HeldRow = { redemptionId: string; held: bigint; captured: bigint };
type TakenRow = Lot & { redemptionId: string; short: bigint };

/**
 * Puts what the redemptions of these drafts hold and took so far into the batch, with the lots that points may go back to. Holds
 * begin a redemption: nothing is to be known about it.
 */
export async function loadRedemptions(
  tx: ShopTx,
  shopId: string,
  batch: LedgerBatch,
  drafts: readonly EntryDraft[],
): Promise<void> {
  const ids = [
    ...new Set(
      drafts.flatMap((draft) =>
        "redemptionId" in draft && draft.kind !== "hold" ? [draft.redemptionId] : [],
      ),
    ),
  ];
  if (ids.length === 0) return;
  const held = await tx.$queryRaw<HeldRow[]>`
    SELECT redemption_id AS "redemptionId", sum(held_delta)::bigint AS held,
      sum(CASE kind WHEN 'capture' THEN -held_delta WHEN 'return' THEN outside_delta ELSE 0 END)::bigint AS captured
    FROM ledger_entry
    WHERE shop_id = ${shopId}::uuid AND redemption_id = ANY(${ids}::uuid[])
    GROUP BY redemption_id`;
  // What went back into a lot of its own was taken from the lot that it came from.
  const taken = await tx.$queryRaw<TakenRow[]>`
    WITH entry AS (
      SELECT id, redemption_id FROM ledger_entry
      WHERE shop_id = ${shopId}::uuid AND redemption_id = ANY(${ids}::uuid[])
    ), moved AS (
      SELECT e.redemption_id, u.lot_id, u.points
      FROM entry e JOIN lot_use u ON u.shop_id = ${shopId}::uuid AND u.entry_id = e.id
      UNION ALL
      SELECT e.redemption_id, own.origin_lot_id, -own.original
      FROM entry e JOIN lot own ON own.shop_id = ${shopId}::uuid AND own.entry_id = e.id
      WHERE own.origin_lot_id IS NOT NULL
    ), short AS (
      SELECT redemption_id, lot_id, sum(points)::bigint AS short FROM moved GROUP BY redemption_id, lot_id
    )
    SELECT s.redemption_id AS "redemptionId", s.short, l.id, l.customer_id AS "customerId", l.entry_id AS "entryId",
      l.order_id AS "orderId", l.original, l.remaining, l.earned_at AS "earnedAt", l.expires_at AS "expiresAt", l.pending,
      l.release_at AS "releaseAt", l.origin_lot_id AS "originLotId", l.extended_at AS "extendedAt"
    FROM short s JOIN lot l ON l.shop_id = ${shopId}::uuid AND l.id = s.lot_id
    WHERE s.short > 0`;

  const takenOf = Map.groupBy(taken, ({ redemptionId }) => redemptionId);
  for (const id of ids) batch.redemptions.set(id, nothingTaken);
  for (const { redemptionId, ...rest } of held) {
    const lots = (takenOf.get(redemptionId) ?? []).map(({ redemptionId: _, short, ...lot }) => ({
      lot,
      points: short,
    }));
    batch.redemptions.set(redemptionId, { ...rest, taken: lots });
    for (const { lot } of lots) addEmptyLot(batch, lot);
  }
}

/** Puts what changes by hand took that are about to be undone into the batch, with the lots that the points go back to. */
export async function loadUndone(
  tx: ShopTx,
  shopId: string,
  batch: LedgerBatch,
  drafts: readonly EntryDraft[],
): Promise<void> {
  const keys = drafts.flatMap((draft) => (draft.kind === "adjust" && draft.undoes) || []);
  if (keys.length === 0) return;
  const taken = await tx.$queryRaw<(Lot & { key: string; short: bigint })[]>`
    SELECT e.idempotency_key AS key, u.points AS short, l.id, l.customer_id AS "customerId", l.entry_id AS "entryId",
      l.order_id AS "orderId", l.original, l.remaining, l.earned_at AS "earnedAt", l.expires_at AS "expiresAt", l.pending,
      l.release_at AS "releaseAt", l.origin_lot_id AS "originLotId", l.extended_at AS "extendedAt"
    FROM ledger_entry e
    JOIN lot_use u ON u.shop_id = e.shop_id AND u.entry_id = e.id
    JOIN lot l ON l.shop_id = u.shop_id AND l.id = u.lot_id
    WHERE e.shop_id = ${shopId}::uuid AND e.idempotency_key = ANY(${keys}::text[])
      AND e.kind = 'adjust' AND e.available_delta < 0`;
  for (const key of keys) batch.undone.set(key, null);
  for (const [key, rows] of Map.groupBy(taken, (row) => row.key)) {
    const lots = rows.map(({ key: _, short, ...lot }) => ({ lot, points: short }));
    batch.undone.set(key, { taken: lots });
    for (const { lot } of lots) addEmptyLot(batch, lot);
  }
}

/** A lot that has nothing left was not loaded with its account's others, but points may go back into it. */
function addEmptyLot(batch: LedgerBatch, lot: Lot): void {
  const lots = batch.lots.get(lot.customerId);
  if (lots && !lots.some(({ id }) => id === lot.id)) lots.push(lot);
}
