import type { ShopTx } from "#app/ground/db.server.ts";
import { toJson } from "#app/ground/json.ts";

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

/** Brings the money given back of these orders up to date with their refunds. */
export async function sumRefunds(tx: ShopTx, orderIds: readonly bigint[]): Promise<void> {
  if (orderIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE "order" o SET refunded_minor = s.refunded
    FROM (
      SELECT t.id, COALESCE(sum(r.amount_minor), 0)::bigint AS refunded
      FROM unnest(${[...new Set(orderIds)].map(String)}::bigint[]) AS t(id)
      LEFT JOIN refund r ON r.shop_id = ${tx.shopId}::uuid AND r.order_id = t.id
      GROUP BY t.id
    ) s
    WHERE o.shop_id = ${tx.shopId}::uuid AND o.id = s.id AND o.refunded_minor <> s.refunded`;
}

async function writeRefundLines(tx: ShopTx, refunds: readonly RefundFacts[]): Promise<void> {
  const rows = refunds.flatMap(({ id, orderId, lines }) =>
    lines.map((line) => ({ ...line, refundId: id, orderId })),
  );
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO refund_line (shop_id, id, refund_id, order_id, line_id, quantity, subtotal_minor, tax_minor)
    SELECT ${tx.shopId}::uuid, r.id, r."refundId", r."orderId", r."lineId", r.quantity, r."subtotalMinor", r."taxMinor"
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS r(
      id bigint, "refundId" bigint, "orderId" bigint, "lineId" bigint, quantity int, "subtotalMinor" bigint, "taxMinor" bigint)
    ON CONFLICT (shop_id, id) DO NOTHING`;
}

function largest(known: Map<bigint, RefundFacts>, refund: RefundFacts): Map<bigint, RefundFacts> {
  const other = known.get(refund.id);
  return !other || refund.amountMinor > other.amountMinor ? known.set(refund.id, refund) : known;
}
