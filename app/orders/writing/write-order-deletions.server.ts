import type { ShopTx } from "#app/ground/db.server.ts";
import { toJson } from "#app/ground/json.ts";

type Deletion = { id: bigint; at: Date };

/** One that was not known yet; `isToldLater`: something of a later time had been sent before. */
export type NewDeletion = Deletion & { isToldLater: boolean };

/**
 * Marks orders that Shopify has no more: they count as cancelled from then on, and stay so whatever arrives late. One that was never
 * heard of gets a bare row, for the same reason: `orders/paid` may come after `orders/delete`. Where something of a later time is sent,
 * or was before, Shopify is asked, and only its answer tells that the order is there after all. Returns those that were not marked yet.
 */
export async function writeOrderDeletions(
  tx: ShopTx,
  deletions: readonly Deletion[],
): Promise<NewDeletion[]> {
  const once = [...new Map(deletions.map((deletion) => [deletion.id, deletion])).values()];
  if (once.length === 0) return [];
  return tx.$queryRaw<NewDeletion[]>`
    INSERT INTO "order" AS known (shop_id, id, name, source_updated_at, created_at, processed_at, cancelled_at, deleted_at,
      financial_state, currency, presentment_currency, total_minor, subtotal_minor, tax_minor, shipping_minor, discount_minor,
      spent_minor, goods_remain)
    SELECT s.id, r.id, '#' || r.id, r.at, r.at, r.at, r.at, r.at, 'voided', s.currency, s.currency, 0, 0, 0, 0, 0, 0, false
    FROM jsonb_to_recordset(${toJson(once)}::jsonb) AS r(id bigint, at timestamptz)
    JOIN shop s ON s.id = ${tx.shopId}::uuid
    ON CONFLICT (shop_id, id) DO UPDATE SET
      deleted_at = EXCLUDED.deleted_at, cancelled_at = COALESCE(known.cancelled_at, EXCLUDED.deleted_at)
    WHERE known.deleted_at IS NULL
    RETURNING known.id, known.deleted_at AS at, known.source_updated_at > known.deleted_at AS "isToldLater"`;
}
