import pMap from "p-map";

import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import {
  moreLines,
  moreRefundLines,
  ordersById,
  refundsOfOrders,
} from "#app/shopify/documents/orders.ts";

import type { Facts } from "../facts.ts";
import type {
  GraphqlLine,
  GraphqlOrder,
  GraphqlRefund,
  GraphqlRefundLine,
  Page,
} from "./graphql-order.ts";
import { orderFromGraphql } from "./order-from-graphql.ts";

/** A call asks for whole orders, so a few at a time keep it within what one call may cost. */
const ORDERS_A_CALL = 5;
const ORDERS_WITH_REFUNDS_A_CALL = 10;
const CALLS_AT_ONCE = 2;

type WholeOrder = GraphqlOrder & { lineItems: Page<GraphqlLine>; refunds: GraphqlRefund[] };
type OrderWithRefunds = { id: string; refunds: GraphqlRefund[] };

/** The facts of these orders (gids) as Shopify has them now. One that is gone, or too old to be seen, is left out. */
export async function fetchOrders(shopDomain: string, ids: readonly string[]): Promise<Facts[]> {
  const found = await inCalls(ids, ORDERS_A_CALL, (some) =>
    adminGraphql<{ nodes: (WholeOrder | null)[] }>(shopDomain, ordersById, { ids: some }),
  );
  return pMap(
    found,
    async (order) => {
      const refunds = await completeRefunds(shopDomain, order.refunds);
      return orderFromGraphql(order, await completeLines(shopDomain, order), refunds);
    },
    { concurrency: CALLS_AT_ONCE },
  );
}

/** The refunds of these orders (gids), by order. */
export async function fetchRefunds(
  shopDomain: string,
  ids: readonly string[],
): Promise<Map<string, GraphqlRefund[]>> {
  const found = await inCalls(ids, ORDERS_WITH_REFUNDS_A_CALL, (some) =>
    adminGraphql<{ nodes: (OrderWithRefunds | null)[] }>(shopDomain, refundsOfOrders, {
      ids: some,
    }),
  );
  const complete = await pMap(
    found,
    async ({ id, refunds }) => {
      return [id, await completeRefunds(shopDomain, refunds)] as const;
    },
    { concurrency: CALLS_AT_ONCE },
  );
  return new Map(complete);
}

async function inCalls<Node>(
  ids: readonly string[],
  perCall: number,
  call: (some: string[]) => Promise<{ nodes: (Node | null)[] }>,
): Promise<Node[]> {
  const calls = Array.from({ length: Math.ceil(ids.length / perCall) }, (_, place) =>
    ids.slice(place * perCall, (place + 1) * perCall),
  );
  const replies = await pMap(calls, call, { concurrency: CALLS_AT_ONCE });
  return replies.flatMap(({ nodes }) => nodes).filter((node) => node !== null);
}

async function completeLines(
  shopDomain: string,
  { id, lineItems }: WholeOrder,
): Promise<GraphqlLine[]> {
  return allOf(lineItems, async (after) => {
    type Reply = { order: { lineItems: Page<GraphqlLine> } | null };
    const { order } = await adminGraphql<Reply>(shopDomain, moreLines, { id, after });
    return order?.lineItems ?? null;
  });
}

async function completeRefunds(
  shopDomain: string,
  refunds: GraphqlRefund[],
): Promise<GraphqlRefund[]> {
  const complete: GraphqlRefund[] = [];
  for (const refund of refunds) {
    const nodes = await allOf(refund.refundLineItems, async (after) => {
      type Reply = { refund: { refundLineItems: Page<GraphqlRefundLine> } | null };
      const reply = await adminGraphql<Reply>(shopDomain, moreRefundLines, {
        id: refund.id,
        after,
      });
      return reply.refund?.refundLineItems ?? null;
    });
    complete.push({ ...refund, refundLineItems: { ...refund.refundLineItems, nodes } });
  }
  return complete;
}

async function allOf<Node>(
  first: Page<Node>,
  next: (after: string | null) => Promise<Page<Node> | null>,
): Promise<Node[]> {
  const nodes = [...first.nodes];
  let page: Page<Node> | null = first;
  while (page?.pageInfo.hasNextPage) {
    page = await next(page.pageInfo.endCursor);
    nodes.push(...(page?.nodes ?? []));
  }
  return nodes;
}
