import { personsOf } from "#app/customers/identity/persons-of.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";
import { onceCountedOrder, spentOnOrder } from "#app/orders/counting/counted-order.server.ts";
import type { Goods } from "#app/orders/counting/goods.ts";
import { loadGoods } from "#app/orders/counting/load-goods.server.ts";
import type { Ordered } from "#app/orders/counting/remains.ts";

import { loadOrderFacts } from "../order-points/load-order-facts.server.ts";
import { countsAt } from "../order-points/order-conditions.server.ts";
import { ruleOf } from "../program/earning-rule.ts";
import { type Exclusion, outsideOf } from "../program/exclusion.ts";
import { loadExclusions } from "../program/exclusions.server.ts";
import { countedFacts, type CountedOrder, type OtherPoints } from "./counted-facts.ts";
import type { TierFacts } from "./tier-progress.ts";

type OfCustomer<Row> = Row & { customerId: string };
type OrderRow = OfCustomer<
  Omit<CountedOrder, "ordered" | "earned"> & Omit<Ordered, keyof Goods>
> & {
  id: bigint;
  isLessened: boolean;
};

/** With when they were excluded from the program, which is left out of the facts already. */
export type LoadedFacts = TierFacts & { excluded: readonly Exclusion[] };

/**
 * What these customers' tiers are decided by: their orders, and the points of all records that they
 * once were. By customer. Where nobody asks (`withPoints` false), what points an order had before
 * something went back is not looked up. What was bought while they were excluded from the program is left out.
 */
export async function loadFacts(
  tx: ShopTx,
  customerIds: readonly string[],
  withPoints: boolean,
): Promise<Map<string, LoadedFacts>> {
  const orders = Map.groupBy(
    await loadCountedOrders(tx, customerIds, withPoints),
    ({ customerId }) => customerId,
  );
  const others = Map.groupBy(
    await loadOtherPoints(tx, customerIds),
    ({ customerId }) => customerId,
  );
  const exclusions = await loadExclusions(tx, customerIds);
  return new Map(
    customerIds.map((id) => {
      const excluded = exclusions.get(id) ?? [];
      const { gains, losses } = countedFacts(orders.get(id) ?? [], others.get(id) ?? []);
      const facts = { gains: outsideOf(excluded, gains), losses: outsideOf(excluded, losses) };
      return [id, { ...facts, excluded }];
    }),
  );
}

/**
 * The paid orders of these customers, with what remains of them. Points follow the order to whom it belongs: an award that is still
 * somebody else's is moved soon, and looked at again then.
 */
export async function loadCountedOrders(
  tx: ShopTx,
  customerIds: readonly string[],
  withPoints: boolean,
): Promise<OfCustomer<CountedOrder>[]> {
  const rows = await tx.$queryRaw<OrderRow[]>`
    SELECT o.id, o.customer_id::text AS "customerId", ${countsAt} AS "countsAt", o.cancelled_at AS "cancelledAt",
      ${spentOnOrder} AS "spentMinor", o.goods_remain AS "goodsRemain", COALESCE(a.posted, 0) AS points,
      o.financial_state AS "financialState", o.taxes_included AS "taxesIncluded", o.total_minor AS "totalMinor",
      o.current_total_minor AS "currentTotalMinor", o.tip_minor AS "tipMinor",
      o.cancelled_at IS NOT NULL
        OR EXISTS (SELECT FROM refund r WHERE r.shop_id = o.shop_id AND r.order_id = o.id) AS "isLessened"
    FROM "order" o
    LEFT JOIN order_award a ON a.shop_id = o.shop_id AND a.order_id = o.id
    WHERE o.shop_id = ${tx.shopId}::uuid AND o.customer_id = ANY(${customerIds}::uuid[])
      AND ${onceCountedOrder}`;
  const lessened = rows.filter(({ isLessened }) => isLessened).map(({ id }) => id);
  const goods = lessened.length > 0 ? await loadGoods(tx, lessened) : null;
  const earned = withPoints ? await loadEarned(tx, lessened) : new Map<bigint, never>();
  return rows.map((row) => ({
    ...row,
    ordered: row.isLessened && goods ? { ...row, ...goods(row.id) } : null,
    earned: earned.get(row.id) ?? null,
  }));
}

/** What the points of these orders are made of, by order. */
async function loadEarned(
  tx: ShopTx,
  orderIds: readonly bigint[],
): Promise<Map<bigint, NonNullable<CountedOrder["earned"]>>> {
  if (orderIds.length === 0) return new Map();
  const known = await loadOrderFacts(tx, orderIds);
  return new Map(
    known.flatMap(({ order, award }) =>
      award
        ? [[order.id, { order, rule: ruleOf(award.ruleSnapshot), rates: award.lineRates }]]
        : [],
    ),
  );
}

function loadOtherPoints(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<OfCustomer<OtherPoints>[]> {
  const { shopId } = tx;
  return tx.$queryRaw`
    ${personsOf(shopId, customerIds)}
    SELECT person.customer_id::text AS "customerId", e.occurred_at AS at, e.qualifying_delta AS points
    FROM person
    JOIN ledger_entry e ON e.shop_id = ${shopId}::uuid AND e.customer_id = person.id
    WHERE e.order_id IS NULL AND e.qualifying_delta <> 0 AND e.kind NOT IN ('move_in', 'move_out')
    ORDER BY e.occurred_at, e.id`;
}
