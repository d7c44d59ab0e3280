import { db, inShop } from "#app/ground/db.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { parseMinor } from "#app/ground/money.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { paymentsOfOrders } from "#app/shopify/documents/payments.ts";

import { creditsPaid } from "./credit-payments.ts";
import { idOf } from "./from-graphql/graphql-values.ts";
import type { MoneyBag } from "./from-graphql/graphql-order.ts";
import { orderChanged } from "./order-events.ts";

const ORDERS_A_CALL = 20;

type Reply = {
  nodes: ({
    id: string;
    transactions: {
      gateway: string | null;
      kind: string;
      status: string;
      receiptJson: unknown;
      amountSet: MoneyBag;
    }[];
  } | null)[];
};

/**
 * Asks Shopify what gift cards and store credit paid of the events' orders, which no webhook tells: what was a reward earns
 * nothing when it is spent. Points are looked at again then.
 */
export async function readPayments(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const ids = [...new Set(events.flatMap(({ orderId }) => orderId ?? []))];
  const { domain } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  for (let start = 0; start < ids.length; start += ORDERS_A_CALL) {
    const some = ids.slice(start, start + ORDERS_A_CALL);
    const { nodes } = await adminGraphql<Reply>(domain, paymentsOfOrders, {
      ids: some.map((id) => `gid://shopify/Order/${id}`),
    });
    await inShop(shopId, async (tx) => {
      const changed = [];
      for (const node of nodes) {
        if (!node) continue;
        const id = idOf(node.id);
        const paid = creditsPaid(
          node.transactions.map(({ amountSet: { shopMoney }, receiptJson, ...payment }) => ({
            ...payment,
            receipt: receiptJson,
            amountMinor: parseMinor(shopMoney.amount, shopMoney.currencyCode),
          })),
        );
        const [order] = await tx.order.updateManyAndReturn({
          where: { shopId, id },
          data: { creditsPaid: paid },
          select: { customerId: true },
        });
        const customerId = order?.customerId ?? null;
        const version = `credits.${paid.storeCredit}.${paid.giftCards.map((card) => `${card.id}-${card.minor}`).join(".")}`;
        changed.push({ ...orderChanged(id, version, now(), "reconciliation"), customerId });
      }
      await appendEvents(tx, shopId, changed, now());
    });
  }
}
