import { DateTime } from "luxon";

import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { Retry } from "#app/ground/retry.ts";
import type { Prisma } from "#prisma/generated/client/client.ts";

import { loadEarning } from "../earning/load-earning.server.ts";
import { type FoundOrder, loadOrders } from "../earning/orders/load-orders.server.ts";
import { type Earning, earningOf, reconcileAward } from "../earning/order-award.ts";
import { applyCapsInOrder } from "../earning/order-cap.ts";
import { ruleOf, type RuleSnapshot } from "../program/earning-rule.ts";
import { loadExclusions } from "../program/exclusions.server.ts";
import { nothingTried, addToTotals, type SimulationTotals, type TriedCustomer } from "./tally.ts";

const CUSTOMERS_AT_ONCE = 200;
const NO_ID = "00000000-0000-0000-0000-000000000000";

type Shop = { id: string; timezone: string };
/** Kept with each part: a worker that dies goes on from there. */
type Standing = { after: string; tally: SimulationTotals };

/** Takes a shop's simulation to its end, some customers at a time. One that cannot go on is said to have failed. */
export async function workOnSimulation(
  shop: Shop,
  clock: () => Date,
  customersAtOnce = CUSTOMERS_AT_ONCE,
): Promise<void> {
  try {
    while (await inShop(shop.id, (tx) => tryMore(tx, shop, clock(), customersAtOnce)));
  } catch (error) {
    if (error instanceof Retry) return; // A collection is still being read: the sweeper comes back.
    await inShop(shop.id, (tx) =>
      tx.simulation.updateMany({
        where: { shopId: shop.id, state: "running" },
        data: { state: "failed", endedAt: clock() },
      }),
    );
    throw error;
  }
}

/** False when there is nothing left to try. */
async function tryMore(
  tx: ShopTx,
  shop: Shop,
  at: Date,
  customersAtOnce: number,
): Promise<boolean> {
  const shopId = shop.id;
  const [open] = await tx.$queryRaw<{ id: string; settings: RuleSnapshot; result: unknown }[]>`
    SELECT id, settings, result FROM simulation
    WHERE shop_id = ${shopId}::uuid AND state = 'running'
    LIMIT 1
    FOR UPDATE SKIP LOCKED`;
  if (!open) return false;

  const standing = (open.result as Standing | null) ?? { after: NO_ID, tally: nothingTried };
  const customers = await tx.$queryRaw<Omit<TriedCustomer, "orders">[]>`
    SELECT c.id, m.tier_id AS "tierId", coalesce(a.available + a.pending + a.held - a.debt, 0)::bigint AS holds
    FROM (
      -- First the page: joined to all accounts, it would have them read from the first one on.
      SELECT shop_id, id FROM customer
      WHERE shop_id = ${shopId}::uuid AND id > ${standing.after}::uuid AND merged_into_id IS NULL
      ORDER BY id
      LIMIT ${customersAtOnce}::int
    ) c
    LEFT JOIN ledger_account a ON a.shop_id = c.shop_id AND a.customer_id = c.id
    LEFT JOIN tier_membership m ON m.shop_id = c.shop_id AND m.customer_id = c.id
    ORDER BY c.id`;
  const tried = await tryCustomers(tx, shop, customers, open.settings, at);
  const next: Standing = {
    after: customers.at(-1)?.id ?? standing.after,
    tally: addToTotals(standing.tally, tried),
  };
  const ended = customers.length < customersAtOnce;
  await tx.simulation.update({
    where: { shopId_id: { shopId, id: open.id } },
    data: {
      customers: { increment: customers.length },
      result: next as unknown as Prisma.InputJsonObject,
      ...(ended && { state: "done", endedAt: at }),
    },
  });
  return !ended;
}

async function tryCustomers(
  tx: ShopTx,
  { id: shopId, timezone }: Shop,
  customers: readonly Omit<TriedCustomer, "orders">[],
  settings: RuleSnapshot,
  at: Date,
): Promise<TriedCustomer[]> {
  const ids = await tx.order.findMany({
    where: { shopId, customerId: { in: customers.map(({ id }) => id) } },
    select: { id: true },
  });
  const found = await loadOrders(
    tx,
    ids.map(({ id }) => id),
  );
  const productIds = found.flatMap(({ order }) =>
    order.lines.flatMap((line) => line.productId ?? []),
  );
  const known = await loadEarning(tx, productIds, at);
  // As if a pause that lasts were over: orders from before it would give something.
  const pauses = known.pauses.map((pause) => ({ ...pause, resumedAt: pause.resumedAt ?? at }));
  const earning = { ...known, pauses, rule: ruleOf(settings) };
  const exclusions = await loadExclusions(
    tx,
    customers.map(({ id }) => id),
  );
  const byCustomer = Map.groupBy(found, ({ order }) => order.customerId);
  return customers.map((customer) => {
    const own = byCustomer.get(customer.id) ?? [];
    const given = wouldGive(own, earningOf(earning, exclusions.get(customer.id) ?? []), timezone);
    return {
      ...customer,
      orders: own.map(({ order, award }) => ({
        month: DateTime.fromJSDate(order.countsAt, { zone: timezone }).toFormat("yyyy-MM"),
        old: award?.posted ?? 0n,
        new: given.get(order.id) ?? 0n,
      })),
    };
  });
}

/** By the very functions that award orders: as if all of a customer's were heard of now for the first time. */
function wouldGive(
  own: readonly FoundOrder[],
  earning: Earning,
  timezone: string,
): Map<bigint, bigint> {
  const unheard = own.map(({ order }) => ({ order: { ...order, earnedBefore: 0n }, award: null }));
  const corrections = applyCapsInOrder(unheard, { rule: earning.rule, timezone }, ({ order }) =>
    reconcileAward(order, null, earning, { occurredAt: order.countsAt, source: "app" }),
  );
  return new Map(corrections.map(({ award }) => [award.orderId, award.posted]));
}
