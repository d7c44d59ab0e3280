import { createHmac } from "node:crypto";

import type { AppConfig } from "../app-config.ts";
import type { DeliveryRow, Try } from "../store/deliveries.ts";

const TIMEOUT_MS = 5000;

/** One try: signed over the raw body, five seconds in all. Never throws; the try says what went wrong. */
export async function sendDelivery(
  { app, domainOf }: { app: AppConfig; domainOf: (shopId: string) => string },
  row: DeliveryRow,
): Promise<Try> {
  const started = Date.now();
  const at = new Date(started).toISOString();
  try {
    const response = await fetch(new URL(row.uri, `${app.appUrl}/`), {
      method: "POST",
      body: row.body,
      headers: webhookHeaders(app, domainOf(row.shopId), row),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return { at, status: response.status, error: null, ms: Date.now() - started };
  } catch (error) {
    return { at, status: null, error: reason(error), ms: Date.now() - started };
  }
}

/** The headers of a delivery, with the signature of its body. */
function webhookHeaders(
  app: AppConfig,
  domain: string,
  row: Pick<
    DeliveryRow,
    "topic" | "body" | "secret" | "webhookId" | "eventId" | "triggeredAt" | "name"
  >,
): Record<string, string> {
  return {
    "content-type": "application/json",
    "user-agent": "Shopify-Captain-Hook",
    "x-shopify-topic": row.topic,
    "x-shopify-shop-domain": domain,
    "x-shopify-api-version": app.apiVersion,
    "x-shopify-webhook-id": row.webhookId,
    "x-shopify-event-id": row.eventId,
    "x-shopify-triggered-at": row.triggeredAt,
    ...(row.name && { "x-shopify-name": row.name }),
    "x-shopify-hmac-sha256": createHmac("sha256", row.secret ?? app.apiSecret)
      .update(row.body, "utf8")
      .digest("base64"),
  };
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "No answer within 5 seconds";
  return error.cause instanceof Error ? error.cause.message : error.message;
}
