import { createHmac, randomUUID } from "node:crypto";

import { until } from "#tests/support/wait.ts";

import { row, type Stage } from "../stage.ts";

const TEN_MEGABYTES = 10 * 1024 * 1024;

/** What must not get in does not get in, is answered clearly, and harms nobody. */
export async function badInput(stage: Stage): Promise<void> {
  const { report } = stage;
  report.scene("Bad deliveries");

  report.check("a wrong signature", await send(stage, { signature: "d3Jvbmc=" }), 401);
  report.check("a missing signature", await send(stage, { signature: null }), 401);
  report.check(
    "a body of ten megabytes",
    await send(stage, { body: "x".repeat(TEN_MEGABYTES) }),
    413,
  );

  const unknown = randomUUID();
  report.check(
    "a topic nobody knows",
    await send(stage, { id: unknown, topic: "moons/rise" }),
    200,
  );
  report.check("… is kept as", await stateOf(stage, unknown, "unknown"), "unknown");

  const broken = randomUUID();
  report.check(
    "a signed body that is not JSON",
    await send(stage, { id: broken, topic: "orders/paid", body: "{ not json" }),
    200,
  );
  report.check("… is kept as", await stateOf(stage, broken, "poison"), "poison");
}

type Sent = { id?: string; topic?: string; body?: string; signature?: string | null };

/** Sends a delivery to the app as Shopify would. Returns the status it was answered with. */
async function send(
  { running }: Stage,
  { id = randomUUID(), topic = "products/update", body = "{}", signature }: Sent,
): Promise<number> {
  const right = createHmac("sha256", running.apiSecret).update(body).digest("base64");
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "x-shopify-topic": topic,
    "x-shopify-shop-domain": running.shop.domain,
    "x-shopify-api-version": "2026-10",
    "x-shopify-webhook-id": id,
    "x-shopify-event-id": id,
    "x-shopify-triggered-at": new Date().toISOString(),
  };
  if (signature !== null) headers["x-shopify-hmac-sha256"] = signature ?? right;
  const reply = await fetch(`${running.app.url}/webhooks`, { method: "POST", headers, body });
  await reply.text();
  return reply.status;
}

async function stateOf(
  stage: Stage,
  webhookId: string,
  expected: string,
): Promise<string | undefined> {
  const state = async () =>
    (
      await row<{ state: string }>(stage, `SELECT state FROM delivery WHERE webhook_id = $1`, [
        webhookId,
      ])
    )?.state;
  await until(
    `the delivery is ${expected}`,
    async () => (await state()) === expected,
    60_000,
    500,
  ).catch(() => undefined);
  return state();
}
