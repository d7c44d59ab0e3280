import { afterAll, beforeAll, expect, test } from "vitest";

import { visitAdmin, type Visit } from "./visit.ts";

let visit: Visit;
beforeAll(async () => (visit = await visitAdmin()));
afterAll(() => visit.close());

const save = () => visit.page.getByRole("button", { name: "Save", exact: true });
const discard = () => visit.page.getByRole("button", { name: "Discard" });
const points = () => visit.app.getByRole("textbox", { name: "Points", exact: true });

test("the preview answers while the rule is typed, before anything is saved", async () => {
  const { app, open } = visit;
  await open("/app/loyalty");
  const preview = app.getByRole("status").filter({ hasText: "for every" });
  await app.getByRole("textbox", { name: "Someone buys for" }).fill("20.50");

  await points().fill("3");
  await preview.getByText("61 points", { exact: true }).waitFor();
  await app.getByLabel("When an order does not come out even").selectOption("Round up");
  await preview.getByText("62 points", { exact: true }).waitFor();

  await discard().click();
  await preview.getByText("20 points", { exact: true }).waitFor();
  expect(await points().inputValue()).toBe("1");
});

test("what cannot be a rule is said at its field, and is not saved", async () => {
  const { app, page, open } = visit;
  await open("/app/loyalty");

  await points().fill("some");
  await app.getByText("Enter a whole number of points, such as 1.").waitFor();
  expect(await points().getAttribute("aria-invalid")).toBe("true");
  await save().click();
  await page.getByText("Not saved: some fields need another look").waitFor();

  await discard().click();
});

test("a saved rule stays, and the save bar goes", async () => {
  const { page, open } = visit;
  await saveAs("2");
  await expect.poll(() => save().isVisible()).toBe(false);
  await open("/app/loyalty");
  expect(await points().inputValue()).toBe("2");

  await saveAs("1");
  await page.getByText("Rule saved").first().waitFor();

  async function saveAs(typed: string): Promise<void> {
    await open("/app/loyalty");
    await points().fill(typed);
    await save().click();
    await page.getByText("Rule saved").first().waitFor();
  }
});

test("products that earn nothing are chosen in Shopify's own picker", async () => {
  const { app, page, open } = visit;
  await open("/app/loyalty");
  await app.getByRole("button", { name: "Choose products" }).click();
  const picker = page.getByRole("dialog");
  await picker.getByRole("checkbox").first().check();
  await picker.getByRole("button", { name: /Select|Add|Choose/ }).click();

  const chosen = app.getByRole("list", { name: "Products that earn nothing" });
  await expect.poll(() => chosen.getByRole("listitem").count()).toBe(1);
  await discard().click();
});

test("the latest points name the person, the order and the reason", async () => {
  await visit.open("/app/loyalty");
  const entries = visit.app.getByRole("table", { name: /The latest movements of points/ });
  await entries
    .getByText(/#\d+ was paid\./)
    .first()
    .waitFor();
  expect(await entries.getByRole("link").count()).toBeGreaterThan(0);
});

test("unsaved changes are not lost by following a link", async () => {
  const { app, page, open } = visit;
  await open("/app/loyalty");
  await points().fill("7");
  const person = app
    .getByRole("table", { name: /The latest movements/ })
    .getByRole("link")
    .first();

  await person.click();
  await page.getByRole("dialog").getByRole("button", { name: "Stay" }).click();
  expect(await points().inputValue()).toBe("7");

  await person.click();
  await page.getByRole("dialog").getByRole("button", { name: "Leave" }).click();
  await app.getByRole("heading", { name: "Who this is" }).waitFor();
});
