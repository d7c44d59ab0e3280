import { db, inShop, type ShopTx } from "#app/ground/db.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { toJson } from "#app/ground/json.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { paymentsOfOrders } from "#app/shopify/documents/payments.ts";

import type { Paid } from "./counting/paid-at.ts";
import { type CreditsPaid, creditsPaid } from "./credit-payments.ts";
import { idOf, minorOf } from "./from-graphql/graphql-values.ts";
import type { GraphqlOrder, GraphqlTransaction } from "./from-graphql/graphql-order.ts";
import { paidOf } from "./from-graphql/order-from-graphql.ts";
import { orderChanged } from "./order-events.ts";

const ORDERS_A_CALL = 20;

type PaidOrder = Pick<
  GraphqlOrder,
  "id" | "createdAt" | "processedAt" | "displayFinancialStatus" | "originalTotalPriceSet"
> & { transactions: (GraphqlTransaction & { gateway: string | null; receiptJson: unknown })[] };

/** What was read of an order's payments; nothing where Shopify has it no more, or shows it to us no more. */
type Payments = { id: bigint; paid: Paid | null; credits: CreditsPaid | null };

/**
 * Asks Shopify when the events' orders were paid, and what gift cards and store credit paid of them, which no webhook tells: points
 * wait from the payment on, and what was a reward earns nothing when it is spent. Points are looked at again then.
 */
export async function readPayments(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const ids = [...new Set(events.flatMap(({ orderId }) => orderId ?? []))];
  const { domain } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  for (let start = 0; start < ids.length; start += ORDERS_A_CALL) {
    const some = ids.slice(start, start + ORDERS_A_CALL);
    const { nodes } = await adminGraphql<{ nodes: (PaidOrder | null)[] }>(
      domain,
      paymentsOfOrders,
      {
        ids: some.map((id) => `gid://shopify/Order/${id}`),
      },
    );
    const payments = some.map((id, place) => paymentsOf(id, nodes[place] ?? null));
    await inShop(shopId, (tx) => writePayments(tx, payments));
  }
}

function paymentsOf(id: bigint, order: PaidOrder | null): Payments {
  if (!order) return { id, paid: null, credits: null };
  const credits = creditsPaid(
    order.transactions.map(({ amountSet, receiptJson, ...payment }) => ({
      ...payment,
      receipt: receiptJson,
      amountMinor: minorOf(amountSet),
    })),
  );
  return { id: idOf(order.id), paid: paidOf(order), credits };
}

async function writePayments(tx: ShopTx, payments: readonly Payments[]): Promise<void> {
  const rows = payments.map(({ id, paid, credits }) => ({ id, at: paid?.at ?? null, credits }));
  // What cannot be asked for stays as it was told: nothing waits for it for ever.
  const orders = await tx.$queryRaw<{ id: bigint; customerId: string | null; version: string }[]>`
    UPDATE "order" o SET paid_at = LEAST(o.paid_at, r.at), paid_at_sure = true, credits_paid = COALESCE(r.credits, o.credits_paid)
    FROM jsonb_to_recordset(${toJson(rows)}::jsonb) AS r(id bigint, at timestamptz, credits jsonb)
    WHERE o.shop_id = ${tx.shopId}::uuid AND o.id = ANY (${payments.map(({ id }) => String(id))}::bigint[]) AND o.id = r.id
    RETURNING o.id, o.customer_id::text AS "customerId", md5(concat(o.paid_at, o.credits_paid)) AS version`;
  const changed = orders.map(({ id, customerId, version }) => ({
    ...orderChanged(id, `payments.${version}`, now(), "reconciliation"),
    customerId,
  }));
  await appendEvents(tx, tx.shopId, changed, now());
}
