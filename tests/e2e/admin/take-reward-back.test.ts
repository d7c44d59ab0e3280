import { afterAll, beforeAll, expect, test } from "vitest";

import { USER_AGENT } from "#tests/support/browser.ts";
import { usableOnDeskAndPhone } from "#tests/support/e2e/pictured.ts";
import { running } from "#tests/support/e2e/shop-of-its-own.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

let visit: Visit;
beforeAll(async () => (visit = await visitAdmin()));
afterAll(() => visit.close());

const rewards = () => visit.app.getByRole("table", { name: "Rewards, latest first" });

test("on a shopper's request an unused code is taken back, its points return, and it is written down", async () => {
  const { app, page, open } = visit;
  const person = await customerWithPoints();
  const code = await redeemOnTheStorefront();
  await open(person);
  await rewards().getByText(code).waitFor();
  await rewards()
    .getByText(/^Ready to use until/)
    .waitFor();
  await usableOnDeskAndPhone(visit, "customer-rewards");

  await rewards()
    .getByRole("button", { name: `Give the points back: €5 off, ${code}` })
    .click();
  const dialog = app.getByRole("dialog");
  await dialog.getByText(/500 points go back to this person/).waitFor();
  await usableOnDeskAndPhone(visit, "take-reward-back");
  await dialog.getByRole("button", { name: "Give the points back" }).click();
  await page.getByText("The reward is taken back").waitFor();
  await rewards().getByText("Not used, points given back").waitFor({ timeout: 60_000 });
  expect(await rewards().getByRole("button").count()).toBe(0);

  await open("/app/loyalty/activity-log");
  const log = app.getByRole("table", { name: "Changes, latest first" });
  await log.getByText("Took an unused reward back").first().waitFor();
});

/** The page of somebody with points enough for a reward. */
async function customerWithPoints(): Promise<string> {
  const { app, page, open, address } = visit;
  await open("/app/customers?sort=orders&direction=desc");
  await app.getByRole("main").getByRole("link").nth(1).click();
  await app.getByRole("heading", { name: "Customer identity" }).waitFor();
  await app.getByRole("button", { name: "Adjust points" }).click();
  const dialog = app.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Points" }).fill("600");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("To try a reward");
  await dialog.getByRole("button", { name: "Give points" }).click();
  await page.getByText("Points changed").waitFor();
  await expect.poll(address).toMatch(/customers\/[0-9a-f-]{36}$/);
  return address();
}

/** What that person does in the shop. Returns the code. */
async function redeemOnTheStorefront(): Promise<string> {
  const { app, page } = visit;
  const email = (await app.locator("body").innerText()).match(/[\w.+-]+@[\w.-]+\.\w+/)?.[0] ?? "";
  const { storefront } = running();
  const context = await page.context().browser()?.newContext({ userAgent: USER_AGENT });
  const shopper = await context?.newPage();
  if (!context || !shopper) throw new Error("There is no browser");
  await shopper.goto(`${storefront.url}/account/login`);
  await shopper.locator("input[type=email]").fill(email);
  await shopper.locator("main form button").click();
  await shopper.waitForURL(/account$/);
  const button = shopper.locator("main li", { hasText: "€5 off" }).locator("[data-encore-redeem]");
  await expect
    .poll(async () => (await shopper.goto(`${storefront.url}/pages/rewards`), button.count()), {
      timeout: 30_000,
    })
    .toBe(1);
  await button.click();
  const told = shopper.locator("main").getByText(/Your code: \S+/);
  const text = await told.innerText({ timeout: 30_000 });
  await context.close();
  return /Your code: (\S+)/.exec(text)?.[1] ?? "";
}
