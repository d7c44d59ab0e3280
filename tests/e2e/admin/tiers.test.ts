import { afterAll, beforeAll, expect, test } from "vitest";

import { usableOnDeskAndPhone } from "#tests/support/e2e/pictured.ts";
import { typeWhileSaving } from "#tests/support/e2e/slow-save.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";
import { until } from "#tests/support/wait.ts";

const PAGE = "/app/loyalty/tiers";

let visit: Visit;
let other: Visit;
beforeAll(async () => {
  visit = await visitAdmin();
  other = await visitAdmin();
});
afterAll(() => Promise.all([visit.close(), other.close()]));

const save = ({ page }: Visit) => page.getByRole("button", { name: "Save", exact: true });
const discard = () => visit.page.getByRole("button", { name: "Discard" });
const tier = (name: string, { app } = visit) => app.getByRole("region", { name, exact: true });

test("a shop finds four tiers ready, with how many of its customers are in each", async () => {
  await visit.open(PAGE);
  expect(await visit.app.getByRole("region").getByRole("heading").allTextContents()).toEqual([
    "New",
    "Loyal",
    "VIP",
    "Ambassador",
  ]);
  expect(await tier("VIP").getByLabel("Orders").inputValue()).toBe("5");
  await until("customers are rated", async () => {
    await visit.open(PAGE);
    return (
      (await tier("New")
        .getByText(/^[1-9]\d* members?$/)
        .count()) === 1
    );
  });
});

test("a tier is made harder and better, and everybody is rated anew", async () => {
  const { app, page, open } = visit;
  await open(PAGE);
  const vip = tier("VIP");
  await vip.getByLabel("Orders").fill("4");
  await vip.getByRole("button", { name: "What members have" }).click();
  await vip.getByLabel("They earn so many times as much").fill("1.5");
  await vip.getByLabel("Discount on every order").fill("5");
  await vip.getByLabel("Free shipping", { exact: true }).check();
  await vip.getByLabel("Early access").fill("24");
  await vip.getByLabel("Anything else").fill("A card at Christmas\nA friendly word");
  await vip.getByLabel("Entry reward").selectOption("Points");
  await vip.getByLabel("Points for coming in").fill("250");
  await app.getByText("What happens when you save").waitFor();
  await usableOnDeskAndPhone(visit, "tiers-unsaved");
  await save(visit).click();
  await page.getByText("Tiers saved").first().waitFor();
  await expect.poll(() => save(visit).isVisible()).toBe(false);

  await until("everybody is rated", async () => {
    await open(PAGE);
    return (await app.getByText("Everybody’s tier is being worked out anew").count()) === 0;
  });
  expect(await vip.getByLabel("Orders").inputValue()).toBe("4");
  await vip.getByRole("button", { name: "What members have" }).click();
  expect(await vip.getByLabel("They earn so many times as much").inputValue()).toBe("1.5");
  expect(await vip.getByLabel("Anything else").inputValue()).toBe(
    "A card at Christmas\nA friendly word",
  );
  expect(await vip.getByLabel("Points for coming in").inputValue()).toBe("250");
  await usableOnDeskAndPhone(visit, "tiers");
});

test("what cannot be is said where it is, and is not saved", async () => {
  const { app, page, open } = visit;
  await open(PAGE);
  await tier("Loyal").getByLabel("Orders").fill("many");
  await tier("Loyal").getByText("Enter a number of orders.").waitFor();
  await save(visit).click();
  await page.getByText("Not saved: some fields need another look").waitFor();
  await tier("Loyal").getByLabel("Orders").fill("9");
  await tier("VIP").getByText('Ask for more orders than "Loyal" does').waitFor();
  await app.getByLabel("What counts").selectOption("The last so many days");
  await app.getByLabel("Count the last").fill("0");
  await app.getByText("Enter at least 1.").waitFor();
  await discard().click();
  await expect.poll(() => tier("Loyal").getByLabel("Orders").inputValue()).toBe("2");
});

test("a tier is added between others by keyboard, and taken away again", async () => {
  const { app, page, open } = visit;
  await open(PAGE);
  await app.getByRole("button", { name: "Add a higher tier" }).click();
  const fresh = tier("New tier");
  await fresh.getByLabel("Spent").fill("750");
  await fresh.getByLabel("Name").fill("Friend of the house");
  const added = tier("Friend of the house");
  await added.getByRole("button", { name: "Move Friend of the house up" }).focus();
  await page.keyboard.press("Enter");
  await save(visit).click();
  await page.getByText("Tiers saved").first().waitFor();
  await open(PAGE);
  const names = () => app.getByRole("region").getByRole("heading").allTextContents();
  expect(await names()).toEqual(["New", "Loyal", "VIP", "Friend of the house", "Ambassador"]);

  await added.getByRole("button", { name: "Remove Friend of the house" }).click();
  await save(visit).click();
  await expect.poll(() => save(visit).isVisible()).toBe(false);
  expect(await names()).toEqual(["New", "Loyal", "VIP", "Ambassador"]);
});

test("what is typed while tiers are being saved stays, and can be saved next", async () => {
  const { app, page, open } = visit;
  await open(PAGE);
  const grace = app.getByLabel("Days of grace");
  const before = await grace.inputValue();
  await grace.fill("21");
  await typeWhileSaving(
    visit,
    PAGE,
    () => save(visit).click(),
    () => grace.fill("28"),
  );
  await page.getByText("Tiers saved").first().waitFor();
  expect(await grace.inputValue()).toBe("28");
  await grace.fill(before);
  await save(visit).click();
  await expect.poll(() => save(visit).isVisible()).toBe(false);
});

test("nobody saves over what somebody else has changed without knowing", async () => {
  await visit.open(PAGE);
  // Before anything is typed the page shows what others save, while it looks how far the rating is.
  await visit.app.getByLabel("Days of grace").fill("14");
  await other.open(PAGE);
  await tier("Loyal", other).getByLabel("Orders").fill("3");
  await save(other).click();
  await other.page.getByText("Tiers saved").first().waitFor();

  await save(visit).click();
  await visit.page.getByText("somebody else changed this meanwhile").waitFor();
  await discard().click();
  await expect.poll(() => tier("Loyal").getByLabel("Orders").inputValue()).toBe("3");
});
