import { readFileSync } from "node:fs";

import { afterAll, beforeAll, expect, test } from "vitest";

import { usableOnDeskAndPhone } from "#tests/support/e2e/pictured.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

let visit: Visit;
beforeAll(async () => (visit = await visitAdmin()));
afterAll(() => visit.close());

const log = () => visit.app.getByRole("table", { name: "Changes, latest first" });

test("a change is told by who made it, from what to what, in the words of the form", async () => {
  const { app, open } = visit;
  await open("/app/loyalty/rewards");
  await app.getByRole("main").getByRole("link", { name: /off/ }).first().click();
  const field = app.getByLabel(/^Name/).first();
  const before = await field.inputValue();
  await field.fill("Ten percent for a friend");
  await visit.page.getByRole("button", { name: "Save" }).click();
  await expect
    .poll(() => app.getByRole("heading", { level: 1 }).textContent())
    .toContain("Ten percent for a friend");

  await open("/app/loyalty/activity-log");
  const line = log().getByRole("row").filter({ hasText: "Changed a reward" }).first();
  await line.getByText(`Name: ${before} → Ten percent for a friend`).waitFor();
  await line.getByText("Robin Merchant").first().waitFor();
  // No JSON shows through. Placeholders of messages, as {link}, are the merchant's own words.
  const words = (await log().textContent())?.replaceAll(/\{\w+\}/g, "");
  expect(words).not.toMatch(/[{}[\]]|undefined/);
  await usableOnDeskAndPhone(visit, "activity-log");
});

test("it is looked for by person and by day, and had as a file", async () => {
  const { app, open, page, address } = visit;
  await open("/app/loyalty/activity-log");
  await app.getByLabel("By", { exact: true }).selectOption("Robin Merchant");
  await expect.poll(address).toMatch(/who=staff\.\d+/);
  await log().getByText("Changed a reward").first().waitFor();
  await app.getByLabel("To", { exact: true }).fill("2001-01-01");
  await app.getByText("Nothing of this kind").waitFor();

  await open("/app/loyalty/activity-log?what=rewards");
  const count = await log().locator("tbody tr").count();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    app.getByRole("button", { name: "Export" }).click(),
  ]);
  const lines = readFileSync((await download.path()) ?? "", "utf8")
    .trim()
    .split("\r\n");
  expect(lines[0]).toContain("When,By,What,About,Changes");
  expect(lines.length).toBeGreaterThanOrEqual(1 + count);
  expect(lines.join("\n")).toContain("→ Ten percent for a friend");
});
