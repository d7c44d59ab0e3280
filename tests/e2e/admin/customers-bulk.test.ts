import { readFileSync } from "node:fs";

import { afterAll, beforeAll, expect, test } from "vitest";

import { openShopOfItsOwn, type OwnShop } from "#tests/support/e2e/shop-of-its-own.ts";
import { usableOnDeskAndPhone } from "#tests/support/e2e/pictured.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

let shop: OwnShop;
let visit: Visit;

beforeAll(async () => {
  shop = await openShopOfItsOwn({ customers: "few" });
  await shop.rows(
    `UPDATE customer SET first_name = 'عبد الرحمن بن عبد العزيز', last_name = 'الأندلسي القرطبي'
     WHERE id = (SELECT id FROM customer ORDER BY last_order_at DESC NULLS LAST LIMIT 1)`,
  );
  visit = await visitAdmin();
}, 300_000);
afterAll(() => visit.close());

const rows = () => visit.app.locator("tbody tr");

async function points(): Promise<number> {
  const [sum] = await shop.rows<{ points: number }>(
    "SELECT coalesce(sum(available), 0)::float8 AS points FROM ledger_account",
  );
  return sum?.points ?? 0;
}

test("points are given to those who are ticked: a reason is asked for, and what it comes to is said first", async () => {
  const { app, open } = visit;
  const before = await points();
  await open("/app/customers");
  await usableOnDeskAndPhone(visit, "customers-list");
  for (const index of [0, 1]) await rows().nth(index).getByRole("checkbox").click();
  await app.getByText("2 selected").first().waitFor();
  await app.getByRole("button", { name: "Give points" }).first().click();
  await app.getByRole("heading", { level: 1, name: "Give points" }).waitFor();
  await app.getByText("2 customers").first().waitFor();

  await app.getByRole("button", { name: "Give points" }).click();
  await app.getByText("Say why, for your team and for the activity log.").waitFor();
  await usableOnDeskAndPhone(visit, "bulk-points-wrong");
  await app.getByLabel("Points for each customer").fill("50");
  await app.getByLabel("Reason").fill("Parcels were late");
  await app.getByText("50 points each for 2 customers, 100 points in all").waitFor();
  await app.getByRole("button", { name: "Give points" }).click();
  await usableOnDeskAndPhone(visit, "bulk-points-sure");
  await app.getByRole("dialog").getByRole("button", { name: "Give points" }).click();

  await app.getByText("Done for 2 of 2 customers.").waitFor({ timeout: 30_000 });
  expect(await points()).toBe(before + 100);
  await usableOnDeskAndPhone(visit, "bulk-run-done");

  await open("/app/customers");
  await app.getByText("Give points: done").waitFor();
  await open("/app/loyalty/activity-log");
  const line = app.getByRole("row").filter({ hasText: "Gave points to several customers" }).first();
  await line.getByText("Customers: 2").waitFor();
  await line.getByText("Points: 50").waitFor();
  await line.getByText("Robin Merchant").first().waitFor();
});

test("on a phone some are ticked, too, and something is done about them", async () => {
  const phone = await visitAdmin({ width: 390, height: 844 });
  const { app } = phone;
  const before = await points();
  await phone.open("/app/customers");
  const people = app.locator("tbody tr");
  for (const index of [0, 2]) await people.nth(index).getByRole("checkbox").click();
  await app.getByText("2 selected").first().waitFor();
  const beyond = await phone.frame().evaluate(() => document.body.scrollWidth - innerWidth);
  expect(beyond).toBeLessThanOrEqual(0);
  const give = app.getByRole("button", { name: "Give points" });
  if ((await give.count()) === 0)
    await app.getByRole("button", { name: "More actions" }).last().click();
  await give.first().click();
  await app.getByRole("heading", { level: 1, name: "Give points" }).waitFor();
  await app.getByText("2 customers").first().waitFor();
  await app.getByLabel("Points for each customer").fill("10");
  await app.getByLabel("Reason").fill("A rainy day");
  await app.getByRole("button", { name: "Give points" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Give points" }).click();
  await app.getByText("Done for 2 of 2 customers.").waitFor({ timeout: 30_000 });
  expect(await points()).toBe(before + 20);
  expect(phone.complaints).toEqual([]);
  await phone.close();
});

test("all who are found are tagged in Shopify, and guests are said to have been left out", async () => {
  const { app, open } = visit;
  const [found] = await shop.rows<{ all: number; guests: number }>(
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE shopify_id IS NULL)::int AS guests FROM customer
     WHERE merged_into_id IS NULL AND redacted_at IS NULL`,
  );
  await open("/app/customers");
  await app
    .getByRole("checkbox", { name: /Select all/ })
    .first()
    .click();
  await app.getByRole("button", { name: "More actions" }).last().click();
  await app.getByRole("button", { name: "Add tags" }).click();
  await app.getByLabel("Tags").fill("Early bird, VIP");
  await app.getByRole("button", { name: "Add tags" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Add tags" }).click();
  const { all = 0, guests = 0 } = found ?? {};
  await app.getByText(`Done for ${all - guests} of ${all} customers.`).waitFor({ timeout: 30_000 });
  if (guests > 0) await app.getByText("They ordered as a guest").first().waitFor();
  await usableOnDeskAndPhone(visit, "bulk-tags-done");
});

test("what is found is had as a file, in the list's order", async () => {
  const { app, open, page } = visit;
  await open("/app/customers?sort=spent&direction=desc");
  const count = await rows().count();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    app.getByRole("button", { name: "Export" }).click(),
  ]);
  const lines = readFileSync((await download.path()) ?? "", "utf8")
    .trim()
    .split("\r\n");
  expect(lines[0]).toContain("Customer id,First name,Last name,Email,Phone");
  expect(lines).toHaveLength(1 + count);
});

test("the columns are those that are chosen, kept in the address", async () => {
  const { app, open } = visit;
  await open("/app/customers");
  await app.getByRole("button", { name: "Columns" }).click();
  await app.getByRole("checkbox", { name: "Tier" }).click();
  await app.getByRole("columnheader", { name: "Tier" }).waitFor();
  await app.getByRole("checkbox", { name: "Stage" }).click();
  await expect.poll(() => app.getByRole("columnheader", { name: "Stage" }).count()).toBe(0);
  await expect.poll(visit.address).toContain("columns=");
});

test("what is looked at is saved as a view for everybody, renamed, changed and taken away", async () => {
  const { app, open, address } = visit;
  await open("/app/customers?stage=lapsed&sort=spent&direction=desc&columns=tier,points");
  await app.getByRole("button", { name: "Save as a new view" }).click();
  await app.getByRole("dialog").getByRole("textbox").fill("Big and gone");
  await app
    .getByRole("dialog")
    .getByRole("button", { name: /Create|Save/ })
    .click();
  await app.getByRole("tab", { name: "Big and gone" }).waitFor();
  await expect.poll(address).toContain("view=");
  await usableOnDeskAndPhone(visit, "customers-view");

  await app.getByRole("tab", { name: "All" }).click();
  await expect.poll(address).toBe("/app/customers");
  await app.getByRole("tab", { name: "Big and gone" }).click();
  await expect.poll(address).toContain("stage=lapsed");
  await app.getByRole("columnheader", { name: "Tier" }).waitFor();
  expect(await app.getByRole("columnheader", { name: "Spent" }).count()).toBe(0);

  await app.getByRole("button", { name: "Columns" }).click();
  await app.getByRole("checkbox", { name: "Spent" }).click();
  await app.getByRole("button", { name: "Save changes to this view" }).click();
  await expect
    .poll(() => app.getByRole("button", { name: "Save changes to this view" }).count())
    .toBe(0);
  const [kept] = await shop.rows<{ name: string; query: { columns: string[] } }>(
    "SELECT name, query FROM customer_view",
  );
  expect(kept).toMatchObject({ name: "Big and gone", query: { stage: "lapsed" } });
  expect(kept?.query.columns).toEqual(["tier", "spent", "points"]);
});

test("too few customers for five groups are listed by their last order", async () => {
  const { app, open } = visit;
  await open("/app/segments");
  await app.getByRole("heading", { name: "Too few customers for five groups yet" }).waitFor();
  const [buyers] = await shop.rows<{ count: number }>(
    "SELECT count(*)::int AS count FROM customer_score",
  );
  const table = app.getByRole("table", { name: /latest order first/ });
  expect(await table.locator("tbody tr").count()).toBe(buyers?.count);
  expect(await app.getByText("Champions").count()).toBe(0);
  await usableOnDeskAndPhone(visit, "segments-few");
});
