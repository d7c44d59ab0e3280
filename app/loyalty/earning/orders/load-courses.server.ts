import type { ShopTx } from "#app/ground/db.server.ts";

import { type Course, courseFromJson } from "../order-course.ts";
import type { FoundOrder } from "./load-orders.server.ts";

/** When these orders gave and lost what they were given so far, by order; nothing of those that gave it all at once. */
export async function loadCourses(
  tx: ShopTx,
  orders: readonly FoundOrder[],
): Promise<Map<bigint, Course>> {
  const ids = orders
    .filter(({ order, award }) => award && (order.refunds.length > 0 || order.cancelledAt))
    .map(({ order }) => String(order.id));
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ orderId: bigint; course: [string, string][] }[]>`
    SELECT order_id AS "orderId", course FROM order_award
    WHERE shop_id = ${tx.shopId}::uuid AND order_id = ANY(${ids}::bigint[]) AND course IS NOT NULL`;
  return new Map(rows.map(({ orderId, course }) => [orderId, courseFromJson(course)]));
}
