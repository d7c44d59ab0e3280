import { hash } from "node:crypto";

import pg from "pg";

import { newId } from "#app/ground/ids.server.ts";

import { benchDomain } from "./install-shops.ts";
import { orderPayload } from "./order-payload.ts";

const BATCH = 500;
/** Each order is heard of three times, as Shopify does: created, paid, updated. */
const TOPICS = ["orders/create", "orders/paid", "orders/updated"];
const ORDERS_PER_CUSTOMER = 3;

/**
 * Puts deliveries of about 5 KB for so many of the installed shops into the inbox. The customers are guests, known by email:
 * nothing has to be told to Shopify, so that the figure is Encore's own. Returns how many orders there are.
 */
export async function fillInbox(
  databaseUrl: string,
  { shops, deliveries }: { shops: number; deliveries: number },
): Promise<{ orders: number }> {
  const { insertDeliveries } = await import("#app/ingest/insert-deliveries.server.ts");
  const { sealBody } = await import("#app/ingest/delivery-body.server.ts");
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const orders = Math.floor(deliveries / TOPICS.length);
  const receivedAt = new Date();
  const rows = Array.from({ length: deliveries }, (_, index) => {
    const order = Math.floor(index / TOPICS.length) % orders;
    const topic = TOPICS[index % TOPICS.length] ?? "orders/updated";
    const shopDomain = benchDomain(order % shops);
    const text = orderPayload({
      id: BigInt(1_000_000 + order),
      customer: 0n,
      // As many customers, whether one shop has all of them or fifty have their part.
      email: `guest-${Math.floor(Math.floor(order / shops) / ORDERS_PER_CUSTOMER)}@example.com`,
      bytes: 5_000,
      updatedAt: new Date(Date.UTC(2026, 0, 15, 10, 0, index % TOPICS.length)),
    });
    const body = Buffer.from(text);
    return {
      id: newId(),
      shopDomain,
      topic,
      webhookId: `bench-${index}`,
      eventId: null,
      triggeredAt: receivedAt,
      receivedAt,
      body: sealBody(body, shopDomain),
      sha256: hash("sha256", body, "buffer"),
      state: "received" as const,
      finishedAt: null,
    };
  });
  for (let start = 0; start < rows.length; start += BATCH)
    await insertDeliveries(pool, rows.slice(start, start + BATCH));
  await pool.query("ANALYZE delivery");
  await pool.end();
  return { orders };
}
