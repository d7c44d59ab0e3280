import { afterAll, beforeAll, expect, test } from "vitest";

import { accessibilityFaults } from "#tests/support/accessibility.ts";
import { usableOnDeskAndPhone } from "#tests/support/e2e/pictured.ts";
import { typeWhileSaving } from "#tests/support/e2e/slow-save.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

type Pick = (options: object) => Promise<unknown>;

let visit: Visit;
let other: Visit;
beforeAll(async () => {
  visit = await visitAdmin();
  other = await visitAdmin();
});
afterAll(() => Promise.all([visit.close(), other.close()]));

const save = ({ page } = visit) => page.getByRole("button", { name: "Save", exact: true });
const discard = () => visit.page.getByRole("button", { name: "Discard" });
const points = ({ app } = visit) => app.getByRole("textbox", { name: "Points", exact: true });

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

test("what is typed while the rule is being saved stays, and is not saved yet", async () => {
  const { page, open } = visit;
  await open("/app/loyalty");
  await points().fill("3");
  await typeWhileSaving(
    visit,
    "/app/loyalty",
    () => save().click(),
    () => points().fill("4"),
  );
  await page.getByText("Rule saved").first().waitFor();
  await discard().click();
  await expect.poll(() => points().inputValue()).toBe("3");
  await points().fill("1");
  await save().click();
  await expect.poll(() => save().isVisible()).toBe(false);
});

test("nobody saves over a rule that somebody else has changed without knowing", async () => {
  await visit.open("/app/loyalty");
  await other.open("/app/loyalty");
  await points(other).fill("5");
  await save(other).click();
  await other.page.getByText("Rule saved").first().waitFor();

  await visit.app.getByRole("textbox", { name: "Points of an order wait for" }).fill("9");
  await save().click();
  await visit.page.getByText("somebody else changed this meanwhile").waitFor();
  await discard().click();
  await expect.poll(() => points().inputValue()).toBe("5");
  await points().fill("1");
  await save().click();
  await expect.poll(() => save().isVisible()).toBe(false);
});

test("products that earn nothing are chosen in Shopify's own picker", async () => {
  const { app, page, open } = visit;
  await open("/app/loyalty");
  await app.getByRole("button", { name: "Choose products" }).first().click();
  const picker = page.getByRole("dialog");
  await picker.getByRole("checkbox").first().check();
  await picker.getByRole("button", { name: /Select|Add|Choose/ }).click();

  const chosen = app.getByRole("list", { name: "Products that earn nothing" });
  await expect.poll(() => chosen.getByRole("listitem").count()).toBe(1);
  await discard().click();
});

test("what is typed before the picker has answered stays", async () => {
  const { app, page, open } = visit;
  await open("/app/loyalty");
  await answerAfterTyping();
  await app.getByRole("button", { name: "Add a rate" }).click();
  const rate = app.getByRole("group", { name: "Rate 1" });
  await rate.getByRole("button", { name: "Choose collections" }).click();
  const picker = page.getByRole("dialog");
  await picker.getByRole("checkbox").first().check();
  await picker.getByRole("button", { name: /Select|Add|Choose/ }).click();

  const times = rate.getByRole("textbox", { name: "So many times as many points" });
  await times.fill("2.5");
  await rate.getByRole("list", { name: "Collections at rate 1" }).waitFor();
  expect(await times.inputValue()).toBe("2.5");
  await discard().click();

  /** The picker answers through the admin, in its own time: here, not before something was typed, however long it takes itself. */
  async function answerAfterTyping(): Promise<void> {
    await visit.frame().evaluate(() => {
      const { shopify } = window as unknown as { shopify: { resourcePicker: Pick } };
      const pick = shopify.resourcePicker;
      shopify.resourcePicker = async (options) => {
        const typed = new Promise((done) =>
          document.addEventListener("input", done, { once: true }),
        );
        const picked = await pick(options);
        await typed;
        return picked;
      };
    });
  }
});

test("products that earn more are tried before they are saved, and points get a life and a name", async () => {
  const { app, page, open } = visit;
  await open("/app/loyalty");
  await app.getByRole("textbox", { name: "Someone buys for" }).fill("20");
  await app.getByRole("button", { name: "Add a rate" }).click();
  await app.getByText("Choose products or collections that earn at this rate.").waitFor();
  const rate = app.getByRole("group", { name: "Rate 1" });
  await rate.getByRole("button", { name: "Choose collections" }).click();
  const picker = page.getByRole("dialog");
  await picker.getByRole("checkbox").first().check();
  await picker.getByRole("button", { name: /Select|Add|Choose/ }).click();
  await rate.getByRole("textbox", { name: "So many times as many points" }).fill("2.5");
  await app.getByRole("combobox", { name: "The product" }).selectOption("At rate 1: 2.5×");
  await app.getByText("50 points", { exact: true }).first().waitFor();

  await app.getByRole("textbox", { name: "Points of an order wait for" }).fill("14");
  await app
    .getByRole("combobox", { name: "Points expire" })
    .selectOption("Some time after the customer was last active");
  await app.getByRole("checkbox", { name: "Points given or taken by hand" }).check();
  await app.getByRole("button", { name: "Name points in German" }).click();
  const name = app.getByRole("group", { name: "German" });
  await name.getByRole("textbox", { name: "One" }).fill("Stern");
  await name.getByRole("textbox", { name: "Many" }).fill("Sterne");
  expect(await accessibilityFaults(visit.frame())).toEqual([]);
  await save().click();
  await page.getByText("Rule saved").first().waitFor();

  await open("/app/loyalty");
  expect(await rate.getByRole("textbox").first().inputValue()).toBe("2.5");
  expect(
    await app.getByRole("checkbox", { name: "Points given or taken by hand" }).isChecked(),
  ).toBe(true);
  expect(await name.getByRole("textbox", { name: "Many" }).inputValue()).toBe("Sterne");

  await app.getByRole("button", { name: "Remove rate 1" }).click();
  await app.getByRole("button", { name: "Remove the name in German" }).click();
  await app.getByRole("textbox", { name: "Points of an order wait for" }).fill("0");
  await app.getByRole("combobox", { name: "Points expire" }).selectOption("Never");
  await save().click();
  await expect.poll(() => save().isVisible()).toBe(false);
});

test("shipping, gift cards and the most that orders give are tried before they are saved", async () => {
  const { app, page, open } = visit;
  await open("/app/loyalty");
  const shipping = app.getByRole("checkbox", { name: "Shipping" });
  const cards = app.getByRole("combobox", { name: "The money in a gift card earns" });
  const preview = app.getByRole("status").filter({ hasText: "for every" });
  await app.getByRole("textbox", { name: "Someone buys for" }).fill("95.50");
  await preview.getByText("95 points", { exact: true }).waitFor();
  await shipping.check();
  await app.getByRole("textbox", { name: "And for shipping" }).fill("4.90");
  await preview.getByText("100 points", { exact: true }).waitFor();
  await cards.selectOption("When the card is bought");
  await app.getByRole("textbox", { name: "Paid by gift card" }).fill("50");
  await preview.getByText("50 points", { exact: true }).waitFor();
  const most = app.getByRole("textbox", { name: "The most that orders give a customer" });
  await most.fill("40");
  await app.getByRole("combobox", { name: "Per", exact: true }).selectOption("week");
  await preview.getByText("40 points", { exact: true }).waitFor();
  await usableOnDeskAndPhone(visit, "earning-options");
  await save().click();
  await page.getByText("Rule saved").first().waitFor();

  await open("/app/loyalty");
  expect(await shipping.isChecked()).toBe(true);
  expect(await cards.inputValue()).toBe("when_bought");
  expect(await most.inputValue()).toBe("40");
  expect(await app.getByRole("combobox", { name: "Per", exact: true }).inputValue()).toBe("week");
  await most.fill("");
  await shipping.uncheck();
  await cards.selectOption("When the card is spent");
  await save().click();
  await expect.poll(() => save().isVisible()).toBe(false);
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
  await app.getByRole("heading", { name: "Customer identity" }).waitFor();
});
