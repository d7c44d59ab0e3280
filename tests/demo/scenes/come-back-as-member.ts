import { until } from "#tests/support/wait.ts";

import { ask, row, type Stage, type StoryOrder } from "../stage.ts";
import { wholePoints } from "./guest-buys.ts";

/** The guest makes an account with the same address, typed another way, and finds their points there. */
export async function comeBackAsMember(stage: Stage, order: StoryOrder): Promise<void> {
  const { report, page, running } = stage;
  report.scene("The guest signs up with the same email");

  await page.goto(running.storefront.url);
  report.check(
    "a signed-out visitor is invited",
    /sign in|account/i.test((await page.locator(".encore-balance").textContent()) ?? ""),
    true,
  );
  await page.goto(`${running.storefront.url}/account/register`);
  await page.getByLabel("First name").fill("Noor");
  await page.getByLabel("Last name").fill("van den Berg");
  await page.getByLabel("Email").fill(stage.email.toLowerCase());
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(/\/account/);

  const people = () =>
    row<{ records: number; shopify_ids: number; orders: number }>(
      stage,
      `SELECT count(*)::int AS records, count(shopify_id)::int AS shopify_ids, sum(orders_count)::int AS orders
       FROM customer WHERE lower(email) = lower($1) AND merged_into_id IS NULL`,
      [stage.email],
    );
  await until(
    "the record has a Shopify customer",
    async () => (await people())?.shopify_ids === 1,
  ).catch(() => undefined);
  report.check("records of this person", await people(), { records: 1, shopify_ids: 1, orders: 1 });

  const points = wholePoints(order.linesMinor[0] + order.linesMinor[1]);
  // They have signed in: what waited for that is theirs.
  report.check("points shown on the account page", await shownBalance(stage, points), points);
  await page.goto(`${running.storefront.url}/de/account`);
  report.check(
    "the account page speaks German",
    /Punkte/.test((await page.locator(".encore-balance").textContent()) ?? ""),
    true,
  );
}

/** The balance on the account page, once it is what it should be or a while has passed. */
export async function shownBalance(stage: Stage, expected: number): Promise<number> {
  const { page, running } = stage;
  const shown = async () => {
    await page.goto(`${running.storefront.url}/account`);
    return Number(
      ((await page.locator(".encore-balance .encore__points").textContent()) ?? "").replace(
        /\D/g,
        "",
      ),
    );
  };
  await until(
    "the storefront shows the balance",
    async () => (await shown()) === expected,
    20_000,
    300,
  ).catch(() => undefined);
  return shown();
}

/** The person's record as it is now: the guest's may have become another one's. */
export async function currentCustomer(stage: Stage): Promise<{ id: string; shopify_id: string }> {
  const customer = await row<{ id: string; shopify_id: string }>(
    stage,
    `SELECT id, shopify_id FROM customer WHERE lower(email) = lower($1) AND merged_into_id IS NULL`,
    [stage.email],
  );
  if (!customer) throw new Error("the story's customer is gone");
  return customer;
}

/** What Shopify holds as the customer's balance. */
export async function metafieldBalance(stage: Stage, shopifyId: string): Promise<number | null> {
  const { customer } = await ask<{ customer: { metafields: { key: string; value: string }[] } }>(
    stage,
    `customers/${shopifyId}`,
  );
  const balance = customer.metafields.find(({ key }) => key === "points_balance");
  return balance ? Number(balance.value) : null;
}
