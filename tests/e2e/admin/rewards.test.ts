import { afterAll, beforeAll, expect, test } from "vitest";

import { usableOnDeskAndPhone } from "#tests/support/e2e/pictured.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

const LIST = "/app/loyalty/rewards";
const LONG =
  "Ten percent off all that is brewed, steeped or stirred, for those who have waited longest";

let visit: Visit;
let other: Visit;
beforeAll(async () => {
  visit = await visitAdmin();
  other = await visitAdmin();
});
afterAll(() => Promise.all([visit.close(), other.close()]));

const save = ({ page }: Visit) => page.getByRole("button", { name: "Save", exact: true });
const rewards = () => visit.app.getByRole("list", { name: "Rewards", exact: true });

test("a reward is put together under the eyes of the merchant, and stays as it was saved", async () => {
  const { app, page, open } = visit;
  await open(`${LIST}/new`);
  const preview = app.getByRole("status").filter({ hasText: "What shoppers see" });
  await app.getByLabel("Name").fill("Coffee for nothing");
  await app.getByLabel("It costs").fill("750");
  await app.getByLabel("Amount taken off").fill("7.50");
  await preview.getByText(/750 points → \D*7\.50 off/).waitFor();

  await app.getByLabel("What it is").selectOption("A percentage off an order");
  await app.getByLabel("Percent taken off").fill("15");
  await app.getByLabel("The cart comes to at least").fill("20");
  await app.getByLabel("Times per customer").fill("1");
  await app.getByLabel("In which time").selectOption("a month");
  await preview.getByText("750 points → 15% off").waitFor();
  await preview.getByText("Can be had once a month").waitFor();
  await app.getByLabel("Whose code it is").selectOption("For whoever has the code");
  await app.getByText("a customer can hand theirs to somebody else").waitFor();
  await usableOnDeskAndPhone(visit, "reward");
  await save(visit).click();
  await page.getByText("Reward saved").first().waitFor();

  await rewards().getByRole("link", { name: "Coffee for nothing" }).click();
  await app.getByRole("heading", { level: 1, name: "Coffee for nothing" }).waitFor();
  expect(await app.getByLabel("Percent taken off").inputValue()).toBe("15");
  expect(await app.getByLabel("The cart comes to at least").inputValue()).toMatch(/^20(\.00)?$/);
  expect(await app.getByLabel("In which time").inputValue()).toBe("month");
});

test("what is not typed yet is wrong only once it was to be saved", async () => {
  const { app, page, open } = visit;
  await open(`${LIST}/new`);
  await app.getByLabel("It costs").fill("900");
  await app.getByText("It shows here once all fields are as they have to be.").waitFor();
  expect(await app.locator("[aria-invalid=true]").count()).toBe(0);

  await save(visit).click();
  await page.getByText("Not saved: some fields need another look").waitFor();
  expect(await app.getByLabel("Name").getAttribute("aria-invalid")).toBe("true");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect.poll(() => app.locator("[aria-invalid=true]").count()).toBe(0);
});

test("what cannot be is said at its field, and is not saved", async () => {
  const { app, page, open } = visit;
  await open(LIST);
  await rewards().getByRole("link", { name: "Coffee for nothing" }).click();
  await app.getByLabel("Percent taken off").fill("140");
  await app.getByText("Enter at most 100 %.").waitFor();
  await app.getByLabel("It costs").fill("a lot");
  await app.getByText("Enter a whole number of points, such as 100.").waitFor();
  await save(visit).click();
  await page.getByText("Not saved: some fields need another look").waitFor();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect.poll(() => app.getByLabel("It costs").inputValue()).toBe("750");
});

test("nobody saves over what somebody else has changed without knowing", async () => {
  await visit.open(LIST);
  await rewards().getByRole("link", { name: "Coffee for nothing" }).click();
  await visit.app.getByLabel("It costs").waitFor();
  // The admin hears of the new address a moment after the page shows it.
  await expect.poll(visit.address).not.toBe(LIST);
  await other.open(visit.address());
  await other.app.getByLabel("It costs").fill("800");
  await save(other).click();
  await other.page.getByText("Reward saved").first().waitFor();

  await visit.app.getByLabel("It costs").fill("900");
  await save(visit).click();
  await visit.page.getByText("somebody else changed this meanwhile").waitFor();
  await visit.page.getByRole("button", { name: "Discard" }).click();
  await expect.poll(() => visit.app.getByLabel("It costs").inputValue()).toBe("800");
});

test("rewards are shown in the order that the merchant gives them, by keyboard too", async () => {
  const { app, page, open } = visit;
  await open(LIST);
  const first = () => rewards().getByRole("listitem").first().getByRole("link").textContent();
  await app.getByRole("button", { name: "Move Coffee for nothing up" }).focus();
  for (let left = 3; left > 0; left--) {
    await page.keyboard.press("Enter");
    const places = rewards().getByRole("listitem");
    await places
      .nth(left - 1)
      .getByRole("link", { name: "Coffee for nothing" })
      .waitFor();
  }
  await expect.poll(first).toBe("Coffee for nothing");
  await app.getByRole("button", { name: "Move Coffee for nothing up", disabled: true }).waitFor();
  await page.waitForLoadState("networkidle");
  await expect
    .poll(async () => (await open(LIST), first()), { timeout: 20_000 })
    .toBe("Coffee for nothing");
});

test("a reward with a long name is archived, and unarchived", async () => {
  const { app, page, open } = visit;
  await open(LIST);
  await rewards().getByRole("link", { name: "Coffee for nothing" }).click();
  await app.getByLabel("Name").fill(LONG.slice(0, 80));
  await save(visit).click();
  await page.getByText("Reward saved").first().waitFor();
  await app.getByRole("button", { name: "Archive" }).click();
  const archived = app.getByRole("list", { name: "Archived rewards" });
  await archived.getByRole("link", { name: LONG.slice(0, 80) }).waitFor();
  await usableOnDeskAndPhone(visit, "rewards");

  await archived.getByRole("button", { name: /^Unarchive/ }).click();
  await rewards()
    .getByRole("link", { name: LONG.slice(0, 80) })
    .waitFor();
  await open("/app/loyalty/activity-log");
  await app.getByText("Changed a reward").first().waitFor();
});
