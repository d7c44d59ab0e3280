import type { ShopTx } from "#app/ground/db.server.ts";

import type { Goods, Line, Refund } from "./goods.ts";

type OfOrder<Row> = Row & { orderId: bigint };
type RefundRow = OfOrder<Omit<Refund, "lines"> & { id: bigint }>;
type RefundLineRow = Refund["lines"][number] & { refundId: bigint };

/** What each of these orders is of, and what of it went back, by order. */
export async function loadGoods(
  tx: ShopTx,
  orderIds: readonly bigint[],
): Promise<(orderId: bigint) => Goods> {
  const ids = orderIds.map(String);
  const lines = await tx.$queryRaw<OfOrder<Line>[]>`
    SELECT id, order_id AS "orderId", product_id AS "productId", quantity, current_quantity AS "currentQuantity",
      price_minor AS "priceMinor", discount_minor AS "discountMinor", tax_minor AS "taxMinor", gift_card AS "giftCard", tip
    FROM order_line
    WHERE shop_id = ${tx.shopId}::uuid AND order_id = ANY(${ids}::bigint[])`;
  const refunds = await loadRefunds(tx, orderIds);
  const linesOf = Map.groupBy(lines, ({ orderId }) => orderId);
  return (orderId) => ({ lines: linesOf.get(orderId) ?? [], refunds: refunds.get(orderId) ?? [] });
}

/** What went back of these orders, by order; those of which nothing did are left out. */
export async function loadRefunds(
  tx: ShopTx,
  orderIds: readonly bigint[],
): Promise<Map<bigint, Refund[]>> {
  const ids = orderIds.map(String);
  const refunds = await tx.$queryRaw<RefundRow[]>`
    SELECT id, order_id AS "orderId", created_at AS "createdAt", amount_minor AS "amountMinor", shipping_minor AS "shippingMinor",
      duties_minor AS "dutiesMinor", adjustment_minor AS "adjustmentMinor"
    FROM refund
    WHERE shop_id = ${tx.shopId}::uuid AND order_id = ANY(${ids}::bigint[])`;
  if (refunds.length === 0) return new Map();
  const lines = await tx.$queryRaw<RefundLineRow[]>`
    SELECT refund_id AS "refundId", line_id AS "lineId", quantity
    FROM refund_line
    WHERE shop_id = ${tx.shopId}::uuid AND order_id = ANY(${[...new Set(refunds.map(({ orderId }) => String(orderId)))]}::bigint[])`;
  const linesOf = Map.groupBy(lines, ({ refundId }) => refundId);
  const whole = refunds.map((refund) => ({ ...refund, lines: linesOf.get(refund.id) ?? [] }));
  return Map.groupBy(whole, ({ orderId }) => orderId);
}
