import { inShop } from "#app/ground/db.server.ts";
import { tablesOfAShop } from "#app/customers/privacy/rooms.server.ts";
import { processDeliveries } from "#app/ingest/process-deliveries.server.ts";

import { deliver, type Sent } from "./deliver.ts";
import { fulfillmentPayload, orderPayload } from "./payloads.ts";
import { createShop } from "./shop.ts";

/** Two members, of whom Ada bought as a guest before and is to be forgotten. */
export const ada = { id: 501n, email: "ada@example.com", firstName: "Ada", lastName: "Lovelace" };
export const bob = { id: 502n, email: "bob@example.com", firstName: "Bob", lastName: "Norman" };

export const history: Sent[] = [
  { topic: "orders/create", payload: orderPayload({ id: 1n, email: "ada@example.com" }) },
  {
    topic: "orders/create",
    payload: orderPayload({
      id: 2n,
      customer: ada,
      fulfillments: [fulfillmentPayload({ id: 9n, orderId: 2n })],
    }),
  },
  { topic: "orders/create", payload: orderPayload({ id: 3n, customer: bob }) },
  subscribed("2026-03-01T10:00:00Z"),
];

/** Ada is to be forgotten, with both of her orders. */
export const redact: Sent = {
  topic: "customers/redact",
  payload: {
    customer: { id: 501, email: "ada@example.com", phone: null },
    orders_to_redact: [1, 2],
  },
};

/** Ada wants mail from that moment on. */
export function subscribed(at: string): Sent {
  return {
    topic: "customers_email_marketing_consent/update",
    payload: {
      customer_id: 501n,
      email_address: "ada@example.com",
      email_marketing_consent: {
        state: "subscribed",
        opt_in_level: "single_opt_in",
        consent_updated_at: at,
      },
    },
  };
}

/** A shop in which these have bought. */
export async function shopWithHistory() {
  const shop = await createShop();
  await take(shop.domain, history);
  return shop;
}

/** Tells a shop of these, and waits until all are dealt with. */
export async function take(shopDomain: string, sent: readonly Sent[]): Promise<void> {
  await deliver(shopDomain, sent);
  while ((await processDeliveries(shopDomain)) > 0);
}

/** Every row of the shop as text. */
export async function everything(shopId: string): Promise<string> {
  const parts: string[] = [];
  await inShop(shopId, async (tx) => {
    for (const table of tablesOfAShop) {
      const rows = await tx.$queryRawUnsafe<{ row: string }[]>(
        `SELECT to_jsonb(t)::text AS row FROM "${table}" t`,
      );
      parts.push(...rows.map(({ row }) => `${table} ${row}`));
    }
  });
  return parts.join("\n");
}
