import type { ShopTx } from "#app/ground/db.server.ts";
import { toJson } from "#app/ground/json.ts";

import type { Goods } from "../counting/goods.ts";
import { loadGoods, loadRefunds } from "../counting/load-goods.server.ts";
import { type Ordered, remainsOf } from "../counting/remains.ts";
import type { RefundFacts } from "../facts.ts";

/** A refund that was not known, or of which more money has gone back since. */
export type WrittenRefund = { id: bigint; orderId: bigint; amountMinor: bigint; isNew: boolean };

/**
 * Writes refunds with their lines. A refund never shrinks: a transaction that is pending may succeed, so of two
 * tellings the larger is the later. Returns those that are new or grew.
 */
export async function writeRefunds(
  tx: ShopTx,
  refunds: readonly RefundFacts[],
): Promise<WrittenRefund[]> {
  const latest = [...refunds.reduce(largest, new Map<bigint, RefundFacts>()).values()];
  if (latest.length === 0) return [];

  const written = await tx.$queryRaw<WrittenRefund[]>`
    INSERT INTO refund AS known (shop_id, id, order_id, created_at, amount_minor, shipping_minor, duties_minor, adjustment_minor)
    SELECT ${tx.shopId}::uuid, r.id, r."orderId", r."createdAt", r."amountMinor", r."shippingMinor", r."dutiesMinor",
      r."adjustmentMinor"
    FROM jsonb_to_recordset(${toJson(latest.map(({ lines: _, ...refund }) => refund))}::jsonb) AS r(
      id bigint, "orderId" bigint, "createdAt" timestamptz, "amountMinor" bigint, "shippingMinor" bigint, "dutiesMinor" bigint,
      "adjustmentMinor" bigint)
    ON CONFLICT (shop_id, id) DO UPDATE SET
      created_at = LEAST(known.created_at, EXCLUDED.created_at),
      amount_minor = GREATEST(known.amount_minor, EXCLUDED.amount_minor),
      shipping_minor = GREATEST(known.shipping_minor, EXCLUDED.shipping_minor),
      duties_minor = GREATEST(known.duties_minor, EXCLUDED.duties_minor),
      adjustment_minor = GREATEST(known.adjustment_minor, EXCLUDED.adjustment_minor)
    WHERE EXCLUDED.created_at < known.created_at OR EXCLUDED.amount_minor > known.amount_minor
      OR EXCLUDED.shipping_minor > known.shipping_minor OR EXCLUDED.duties_minor > known.duties_minor
      OR EXCLUDED.adjustment_minor > known.adjustment_minor
    RETURNING known.id, known.order_id AS "orderId", known.amount_minor AS "amountMinor", known.xmax = 0 AS "isNew"`;
  await writeRefundLines(tx, latest);
  return written;
}

type CountedRow = Omit<Ordered, keyof Goods> & { id: bigint };

/**
 * Brings what was given back of these orders, and what remains of them, up to date with their refunds. Orders without any are left as
 * they were written.
 */
export async function countRefunds(tx: ShopTx, orderIds: readonly bigint[]): Promise<void> {
  const refunds = await loadRefunds(tx, [...new Set(orderIds)]);
  if (refunds.size > 0) await countRemains(tx, [...refunds.keys()]);
}

/** Counts what remains of these orders, by all that is known of them. */
export async function countRemains(tx: ShopTx, orderIds: readonly bigint[]): Promise<void> {
  const ids = orderIds.map(String);
  const orders = await tx.$queryRaw<CountedRow[]>`
    SELECT id, financial_state AS "financialState", taxes_included AS "taxesIncluded", total_minor AS "totalMinor",
      current_total_minor AS "currentTotalMinor", tip_minor AS "tipMinor"
    FROM "order" WHERE shop_id = ${tx.shopId}::uuid AND id = ANY (${ids}::bigint[])`;
  const goods = await loadGoods(tx, orderIds);
  const rows = orders.map(({ id, ...order }) => {
    const ofOrder = goods(id);
    const refundedMinor = ofOrder.refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    return { id, refundedMinor, ...remainsOf({ ...order, ...ofOrder }) };
  });
  await tx.$executeRaw`
    UPDATE "order" o SET refunded_minor = r."refundedMinor", spent_minor = r."spentMinor", goods_remain = r."goodsRemain"
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS r(id bigint, "refundedMinor" bigint, "spentMinor" bigint, "goodsRemain" boolean)
    WHERE o.shop_id = ${tx.shopId}::uuid AND o.id = ANY (${ids}::bigint[]) AND o.id = r.id
      AND (o.refunded_minor, o.spent_minor, o.goods_remain) IS DISTINCT FROM (r."refundedMinor", r."spentMinor", r."goodsRemain")`;
}

async function writeRefundLines(tx: ShopTx, refunds: readonly RefundFacts[]): Promise<void> {
  const rows = refunds.flatMap(({ id, orderId, lines }) =>
    lines.map((line) => ({ ...line, refundId: id, orderId })),
  );
  if (rows.length === 0) return;
  const named = rows.filter(({ id }) => id > 0n).map(({ refundId }) => String(refundId));
  // Lines that had been told of without ids give way to those that have some, and are not told of a second time.
  await tx.$executeRaw`
    WITH nameless AS (
      DELETE FROM refund_line WHERE shop_id = ${tx.shopId}::uuid AND refund_id = ANY (${named}::bigint[]) AND id < 0
    )
    INSERT INTO refund_line (shop_id, id, refund_id, order_id, line_id, quantity, subtotal_minor, tax_minor)
    SELECT ${tx.shopId}::uuid, r.id, r."refundId", r."orderId", r."lineId", r.quantity, r."subtotalMinor", r."taxMinor"
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS r(
      id bigint, "refundId" bigint, "orderId" bigint, "lineId" bigint, quantity int, "subtotalMinor" bigint, "taxMinor" bigint)
    WHERE r.id > 0 OR NOT EXISTS (
      SELECT FROM refund_line known WHERE known.shop_id = ${tx.shopId}::uuid AND known.refund_id = r."refundId" AND known.id > 0)
    ON CONFLICT (shop_id, id) DO NOTHING`;
}

function largest(known: Map<bigint, RefundFacts>, refund: RefundFacts): Map<bigint, RefundFacts> {
  const other = known.get(refund.id);
  return !other || refund.amountMinor > other.amountMinor ? known.set(refund.id, refund) : known;
}
