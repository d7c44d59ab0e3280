import { createHmac, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import { running } from "#tests/support/e2e/shop-of-its-own.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

const FIVE_TRIES_MS = 60_000;

let visit: Visit;
beforeAll(async () => (visit = await visitAdmin()));
afterAll(() => visit.close());

test("a delivery that cannot be understood is shown with its reason, and can be tried again", async () => {
  const { app, open } = visit;
  await deliver("orders/paid", "{ this is not JSON");
  await open("/app/settings");
  await app.getByRole("link", { name: "Deliveries from Shopify" }).click();
  await app.getByRole("tab", { name: /Needs attention/ }).click();

  const row = app.getByRole("row").filter({ hasText: "orders/paid" }).first();
  await expect
    .poll(() => reload().then(() => row.count()), { timeout: FIVE_TRIES_MS, interval: 2_000 })
    .toBe(1);
  await row.getByText("What arrived is not JSON.").waitFor();
  await row.getByRole("button", { name: "Try again: Order paid" }).click();
  await expect.poll(() => row.count()).toBe(0);

  async function reload(): Promise<void> {
    await open("/app/settings/deliveries?state=poison");
  }
});

test("what a customer asked to see is answered, and downloaded as a file", async () => {
  const { app, page, open } = visit;
  const customerId = await aCustomer();
  await act(`customers/${customerId}/data-request`);

  const row = app.getByRole("row").filter({ hasText: `Shopify customer ${customerId}` });
  await expect
    .poll(() => open("/app/settings/privacy").then(() => row.getByText("Done").count()), {
      timeout: 30_000,
      interval: 1_000,
    })
    .toBe(1);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    row.getByRole("button", { name: "Download" }).click(),
  ]);
  const answer = JSON.parse(await readFile(await download.path(), "utf8")) as object;
  expect(JSON.stringify(answer)).toContain(customerId);
});

test("how long data is kept is said", async () => {
  await visit.open("/app/settings/privacy");
  await visit.app.getByText("Answers to data requests: 30 days.").waitFor();
});

async function deliver(topic: string, body: string): Promise<void> {
  const { app, apiSecret, shop } = running();
  const reply = await fetch(`${app.url}/webhooks`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-shopify-topic": topic,
      "x-shopify-shop-domain": shop.domain,
      "x-shopify-api-version": "2026-10",
      "x-shopify-webhook-id": randomUUID(),
      "x-shopify-hmac-sha256": createHmac("sha256", apiSecret).update(body).digest("base64"),
    },
  });
  expect(reply.status).toBe(200);
}

async function act(path: string): Promise<void> {
  const { standIn, shop } = running();
  const reply = await fetch(`${standIn.url}/control/${shop.handle}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  expect(reply.ok).toBe(true);
}

/** The Shopify id of a customer who is in the shop. */
async function aCustomer(): Promise<string> {
  await visit.open("/app/customers?sort=created&direction=asc");
  await visit.app.locator("tbody a").first().click();
  const link = visit.app.getByRole("link", { name: "Customer page" });
  return /(\d+)$/.exec((await link.getAttribute("href")) ?? "")?.[1] ?? "";
}
