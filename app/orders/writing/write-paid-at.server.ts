import type { ShopTx } from "#app/ground/db.server.ts";
import { toJson } from "#app/ground/json.ts";

import type { Paid } from "../counting/paid-at.ts";
import type { WrittenOrder } from "./write-orders.server.ts";

/**
 * Writes when orders were paid, as far as `writeOrders` has not: a version that is not the latest may be the one that tells of the
 * payment. Returns the orders of which no version tells it for sure.
 */
export async function writePaidAt(
  tx: ShopTx,
  paid: ReadonlyMap<bigint, Paid>,
  written: readonly WrittenOrder[],
): Promise<bigint[]> {
  const known = new Set(written.map(({ order }) => order.id));
  const entries = [...paid].map(([id, { at, sure }]) => ({ id, at, sure }));
  await makeEarlier(
    tx,
    entries.filter(({ id }) => !known.has(id)),
  );
  const unsure = entries.filter(({ sure }) => !sure).map(({ id }) => id);
  return unsure.length === 0 ? [] : findUnsure(tx, unsure);
}

async function makeEarlier(tx: ShopTx, paid: readonly (Paid & { id: bigint })[]): Promise<void> {
  if (paid.length === 0) return;
  const ids = paid.map(({ id }) => String(id));
  await tx.$executeRaw`
    UPDATE "order" o SET paid_at = LEAST(o.paid_at, r.at), paid_at_sure = r.sure OR (o.paid_at IS NOT NULL AND o.paid_at_sure)
    FROM jsonb_to_recordset(${toJson(paid)}::jsonb) AS r(id bigint, at timestamptz, sure boolean)
    WHERE o.shop_id = ${tx.shopId}::uuid AND o.id = ANY (${ids}::bigint[]) AND o.id = r.id
      AND (o.paid_at IS NULL OR r.at < o.paid_at OR (r.sure AND NOT o.paid_at_sure))`;
}

async function findUnsure(tx: ShopTx, ids: readonly bigint[]): Promise<bigint[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM "order"
    WHERE shop_id = ${tx.shopId}::uuid AND id = ANY (${ids.map(String)}::bigint[]) AND NOT paid_at_sure`;
  return rows.map(({ id }) => id);
}
