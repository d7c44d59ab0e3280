import { createHmac, randomUUID } from "node:crypto";

import { now } from "#app/ground/clock.server.ts";
import { db } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { sealBody, sha256 } from "#app/ingest/delivery-body.server.ts";

import { demoEnvironment } from "./env.ts";

export type Sent = { topic: string; payload: unknown; triggeredAt?: Date; webhookId?: string };

/** Stores deliveries as the receiver does, in this order, without going over HTTP. */
export async function deliver(shopDomain: string, sent: readonly Sent[]): Promise<void> {
  await db.delivery.createMany({
    data: sent.map(({ topic, payload, triggeredAt, webhookId }) => {
      const body = Buffer.from(typeof payload === "string" ? payload : exactJson(payload));
      const at = now();
      return {
        id: newId(),
        shopDomain,
        topic,
        webhookId: webhookId ?? randomUUID(),
        triggeredAt: triggeredAt ?? at,
        receivedAt: at,
        body: new Uint8Array(sealBody(body, shopDomain)),
        sha256: new Uint8Array(sha256(body)),
        dueAt: at,
      };
    }),
  });
}

/** What Shopify puts beside a body, signed. */
export function webhookHeaders(
  shopDomain: string,
  topic: string,
  body: string,
): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-shopify-topic": topic,
    "x-shopify-shop-domain": shopDomain,
    "x-shopify-api-version": "2026-10",
    "x-shopify-webhook-id": randomUUID(),
    "x-shopify-triggered-at": new Date().toISOString(),
    "x-shopify-hmac-sha256": createHmac("sha256", demoEnvironment.SHOPIFY_API_SECRET)
      .update(body)
      .digest("base64"),
  };
}

/** JSON with bigints written as numbers, with all their digits. */
export function exactJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, one: unknown) =>
    typeof one === "bigint" ? `\u0000${one}\u0000` : one,
  );
  return text.replaceAll(/"\\u0000(\d+)\\u0000"/g, "$1");
}
