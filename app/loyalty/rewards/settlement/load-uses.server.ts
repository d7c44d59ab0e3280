import type { ShopTx } from "#app/ground/db.server.ts";

import type { Redemption } from "../redemption/redemption.ts";
import type { UsingOrder } from "./settlement.ts";

type OrderRow = Omit<UsingOrder, "lines" | "refunds" | "taken"> & { redemptionId: string };
type LineRow = UsingOrder["lines"][number] & { orderId: bigint };
type RefundRow = { orderId: bigint; lineId: bigint; quantity: number };
type TakenRow = UsingOrder["taken"][number] & { orderId: bigint; redemptionId: string };

/** The orders that hold the codes of these redemptions, or that used them, as they are now; by redemption. */
export async function loadUses(
  tx: ShopTx,
  redemptions: readonly Pick<Redemption, "id">[],
): Promise<Map<string, UsingOrder[]>> {
  const { shopId } = tx;
  const ids = redemptions.map(({ id }) => id);
  if (ids.length === 0) return new Map();
  // Codes are compared as Shopify does, without minding the case.
  const orders = await tx.$queryRaw<OrderRow[]>`
    SELECT DISTINCT ON (r.id, o.id) r.id AS "redemptionId", o.id, o.processed_at AS "processedAt", o.cancelled_at AS "cancelledAt",
      o.test, o.financial_state AS "financialState", d.code IS NOT NULL AS "hasCode",
      o.paid_at AS "paidAt"
    FROM redemption r
    CROSS JOIN LATERAL (
      SELECT d.order_id FROM order_discount d WHERE d.shop_id = r.shop_id AND upper(d.code) = r.code
      UNION SELECT r.order_id WHERE r.order_id IS NOT NULL
    ) used
    JOIN "order" o ON o.shop_id = r.shop_id AND o.id = used.order_id
    LEFT JOIN order_discount d ON d.shop_id = r.shop_id AND d.order_id = o.id AND upper(d.code) = r.code
    WHERE r.shop_id = ${shopId}::uuid AND r.id = ANY(${ids}::uuid[])`;
  if (orders.length === 0) return new Map();

  const orderIds = [...new Set(orders.map(({ id }) => String(id)))];
  const lines = await tx.$queryRaw<LineRow[]>`
    SELECT id, order_id AS "orderId", quantity, current_quantity AS "currentQuantity"
    FROM order_line WHERE shop_id = ${shopId}::uuid AND order_id = ANY(${orderIds}::bigint[])`;
  const refunds = await tx.$queryRaw<RefundRow[]>`
    SELECT order_id AS "orderId", line_id AS "lineId", quantity
    FROM refund_line WHERE shop_id = ${shopId}::uuid AND order_id = ANY(${orderIds}::bigint[])`;
  const taken = await tx.$queryRaw<TakenRow[]>`
    SELECT r.id AS "redemptionId", d.order_id AS "orderId", s.line_id AS "lineId", s.amount_minor AS "amountMinor"
    FROM redemption r
    JOIN order_discount d ON d.shop_id = r.shop_id AND d.order_id = ANY(${orderIds}::bigint[]) AND upper(d.code) = r.code
    JOIN order_line_discount s ON s.shop_id = d.shop_id AND s.order_id = d.order_id AND s.position = d.position
    WHERE r.shop_id = ${shopId}::uuid AND r.id = ANY(${ids}::uuid[])`;

  const linesOf = Map.groupBy(lines, ({ orderId }) => orderId);
  const refundsOf = Map.groupBy(refunds, ({ orderId }) => orderId);
  const takenOf = Map.groupBy(taken, ({ orderId, redemptionId }) => `${redemptionId}.${orderId}`);
  const whole = orders.map((order) => ({
    ...order,
    lines: linesOf.get(order.id) ?? [],
    refunds: [{ lines: refundsOf.get(order.id) ?? [] }],
    taken: takenOf.get(`${order.redemptionId}.${order.id}`) ?? [],
  }));
  return Map.groupBy(whole, ({ redemptionId }) => redemptionId);
}
