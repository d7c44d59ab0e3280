import type { ShopTx } from "#app/ground/db.server.ts";
import { toJson } from "#app/ground/json.ts";

import type { OrderFacts } from "../facts.ts";

/** Writes the discounts of orders whose content is new, in place of those that their earlier versions had. */
export async function writeDiscounts(tx: ShopTx, orders: readonly OrderFacts[]): Promise<void> {
  if (orders.length === 0) return;
  const ids = orders.map(({ id }) => String(id));
  await tx.$executeRaw`
    WITH gone AS (
      DELETE FROM order_discount WHERE shop_id = ${tx.shopId}::uuid AND order_id = ANY (${ids}::bigint[]))
    DELETE FROM order_line_discount WHERE shop_id = ${tx.shopId}::uuid AND order_id = ANY (${ids}::bigint[])`;

  const discounts = orders.flatMap(({ id: orderId, discounts }) =>
    discounts.map((discount, position) => ({ ...discount, orderId, position })),
  );
  if (discounts.length === 0) return;
  const shares = discounts.flatMap(({ lines, orderId, position }) =>
    lines.map((share) => ({ ...share, orderId, position })),
  );
  await tx.$executeRaw`
    INSERT INTO order_discount (shop_id, order_id, position, kind, code, title, amount_minor)
    SELECT ${tx.shopId}::uuid, d."orderId", d.position, d.kind, d.code, d.title, d."amountMinor"
    FROM jsonb_to_recordset(${toJson(discounts)}::jsonb) AS d(
      "orderId" bigint, position smallint, kind text, code text, title text, "amountMinor" bigint)`;
  await tx.$executeRaw`
    INSERT INTO order_line_discount (shop_id, order_id, line_id, position, amount_minor)
    SELECT ${tx.shopId}::uuid, s."orderId", s."lineId", s.position, s."amountMinor"
    FROM jsonb_to_recordset(${toJson(shares)}::jsonb) AS s(
      "orderId" bigint, "lineId" bigint, position smallint, "amountMinor" bigint)`;
}
