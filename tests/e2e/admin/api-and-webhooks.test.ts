import { afterAll, beforeAll, expect, test } from "vitest";

import { accessibilityFaults } from "#tests/support/accessibility.ts";
import { usableOnDeskAndPhone } from "#tests/support/e2e/pictured.ts";
import { running } from "#tests/support/e2e/shop-of-its-own.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";
import { until } from "#tests/support/wait.ts";

let visit: Visit;
beforeAll(async () => (visit = await visitAdmin()));
afterAll(() => visit.close());

test("an API key is shown once, and ends when it is revoked", async () => {
  const { app, page, open } = visit;
  await open("/app/settings");
  await app.getByRole("link", { name: "API and webhooks" }).click();
  await app.getByRole("heading", { name: "API keys" }).waitFor();
  await app.getByRole("button", { name: "Create API key" }).click();
  await app.getByText("Enter a name, such as the system that uses the key.").waitFor();

  await app.getByRole("textbox", { name: "Name" }).fill("Till in the shop");
  await app.getByRole("button", { name: "Create API key" }).click();
  const key = await app.getByRole("textbox", { name: "New API key" }).inputValue();
  expect(key).toMatch(/^enc_[0-9a-f]{32}_/);
  await app.getByText(`Till in the shop …${key.slice(-4)}`).waitFor();
  expect(await app.getByRole("textbox", { name: "Name" }).inputValue()).toBe("");
  expect(await accessibilityFaults(visit.frame())).toEqual([]);

  await open("/app/settings/api-and-webhooks");
  expect(await app.getByRole("textbox", { name: "New API key" }).count()).toBe(0);
  await app.getByRole("button", { name: "Revoke the key Till in the shop" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Revoke key" }).click();
  await page.getByText("API key revoked").first().waitFor();
  await app.getByText("Revoked", { exact: true }).waitFor();
});

test("a webhook is added with its secret, switched off, and removed", async () => {
  const { app, page, open } = visit;
  const url = "https://hooks.example.com/encore";
  await open("/app/settings/api-and-webhooks");
  const address = app.getByRole("textbox", { name: "Address", exact: true });
  await address.fill("http://hooks.example.com");
  await app.getByRole("checkbox", { name: "A reward was used" }).check();
  await app.getByRole("button", { name: "Add webhook" }).click();
  await app.getByText("Enter an address that begins with https://.").waitFor();

  await address.fill(url);
  await app.getByRole("button", { name: "Add webhook" }).click();
  const secret = app.getByRole("textbox", { name: "Signing secret" });
  expect(await secret.inputValue()).toMatch(/^whs_/);
  expect(await address.inputValue()).toBe("");
  await app.getByText("Nothing waits to be sent.").waitFor();
  await app.getByRole("button", { name: `Switch off ${url}` }).click();
  await app.getByText(/You switched it off/).waitFor();
  expect(await accessibilityFaults(visit.frame())).toEqual([]);

  await app.getByRole("button", { name: `Remove ${url}` }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Remove webhook" }).click();
  await page.getByText("Webhook removed").first().waitFor();
  await expect.poll(() => app.getByText(url).count()).toBe(0);
});

test("a workflow of which Shopify's answer got lost is shown, and not started again", async () => {
  const { app, open } = visit;
  await act("/control/faults", { mode: "lost", count: 1, operation: "flowTriggerReceive" });
  const { shop } = running();
  const { customer } = await act<{ customer: { id: string } }>(
    `/control/${shop.handle}/customers`,
    {
      email: "wanda@flow.example",
      firstName: "Wanda",
      lastName: "Wirth",
      state: "enabled",
    },
  );
  const lines = [{ title: "Tea", price: "30.00", quantity: 1 }];
  await act(`/control/${shop.handle}/orders`, { customerId: customer.id, lines });

  const heading = app.getByRole("heading", { name: "Workflows that may not have started" });
  await until("the lost answer shows", async () => {
    await open("/app/settings/api-and-webhooks");
    return (await heading.count()) === 1;
  });
  await app.getByRole("listitem").filter({ hasText: "for Wanda Wirth" }).first().waitFor();
  await usableOnDeskAndPhone(visit, "api-and-webhooks");
});

async function act<Answer>(path: string, body: object): Promise<Answer> {
  const reply = await fetch(`${running().standIn.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  return (await reply.json()) as Answer;
}

test("who revoked an API key and updated a webhook stands in the log", async () => {
  await visit.open("/app/loyalty/activity-log");
  await visit.app.getByText("Revoked an API key").first().waitFor();
  await visit.app.getByText("Updated a webhook").first().waitFor();
});
