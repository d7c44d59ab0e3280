import { afterAll, beforeAll, expect, test } from "vitest";

import { openShopOfItsOwn, type OwnShop } from "#tests/support/e2e/shop-of-its-own.ts";
import { usableOnDeskAndPhone } from "#tests/support/e2e/pictured.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

let shop: OwnShop;
let visit: Visit;

beforeAll(async () => {
  shop = await openShopOfItsOwn({ isDraft: true, customers: "few" });
  visit = await visitAdmin();
}, 300_000);
afterAll(() => visit.close());

/** What customers have by the ledger. */
async function have(): Promise<{ members: number; points: number }> {
  const [sum] = await shop.rows<{ members: number; points: number }>(
    `SELECT count(*) FILTER (WHERE available + pending > 0)::int AS members,
       coalesce(sum(available + pending), 0)::float8 AS points FROM ledger_account`,
  );
  return sum ?? { members: 0, points: 0 };
}

const number = (value: number) => new Intl.NumberFormat("en").format(value);

async function confirm(button: string, sure: string): Promise<string> {
  const { app } = visit;
  await app.getByRole("button", { name: button, exact: true }).click();
  const dialog = app.getByRole("dialog");
  const words = (await dialog.textContent()) ?? "";
  await dialog.getByRole("button", { name: sure, exact: true }).click();
  return words;
}

async function state(name: string): Promise<void> {
  await visit.app.getByText(name, { exact: true }).first().waitFor({ timeout: 60_000 });
}

test("a new shop is a draft: its setup says so, and nobody has anything", async () => {
  await visit.open("/app");
  await visit.app
    .getByRole("button", { name: "Not done yet Launch your loyalty program" })
    .waitFor();
  await visit.app
    .getByRole("button", { name: "Not done yet Choose how customers earn points" })
    .waitFor();
  expect(await have()).toEqual({ members: 0, points: 0 });
});

test("the launch page says what launching will do, and the launch does that, to the point", async () => {
  const { app, open } = visit;
  await open("/app/loyalty/launch");
  await state("Draft");
  await app.getByRole("button", { name: "Launch program" }).waitFor({ timeout: 60_000 });
  const [preview] = await shop.rows<{ members: number; points: number }>(
    `SELECT (result->>'members')::int AS members, (result->>'points')::float8 AS points FROM program_run
     WHERE kind = 'preview' AND state = 'done' ORDER BY id DESC LIMIT 1`,
  );
  if (!preview) throw new Error("Nothing was worked out");
  expect(preview.points).toBeGreaterThan(0);
  await app.getByText(number(preview.points), { exact: true }).first().waitFor();
  expect(await have()).toEqual({ members: 0, points: 0 });
  await usableOnDeskAndPhone(visit, "launch-draft");

  await app.getByText("Start at zero", { exact: true }).click();
  await app.getByText("Only orders placed after the launch count").waitFor();
  await expect
    .poll(async () => app.getByRole("heading", { name: "Customers with points" }).count())
    .toBe(1);
  await app.getByText("Count orders placed since a day", { exact: true }).click();
  await app.getByText("Choose a day first.").waitFor();
  await app.getByText("Count all past orders", { exact: true }).click();

  const words = await confirm("Launch program", "Launch");
  expect(words).toContain(
    `${number(preview.members)} customers with ${number(preview.points)} points`,
  );
  await state("Live");
  expect(await have()).toEqual(preview);
  await usableOnDeskAndPhone(visit, "launch-live");
  expect(visit.complaints).toEqual([]);
});

test("sums that are not final say so, and by themselves when they are", async () => {
  const { app, open } = visit;
  await shop.settle();
  await shop.rows(
    "UPDATE tier_program SET version = version + 1, rated = 0, rated_to = NULL, to_rate = NULL",
  );
  await open("/app");
  await app.getByText(/^Still being calculated/).waitFor();
  await app
    .getByText(/^Working out everybody’s tier/)
    .first()
    .waitFor();
  await usableOnDeskAndPhone(visit, "home-settling");
  await app.getByText(/^Still being calculated/).waitFor({ state: "hidden", timeout: 60_000 });
});

test("balances that today's rules would change are listed, and change when the merchant says so", async () => {
  const { app, open } = visit;
  // As a release before had counted it: half of what the order is worth.
  const [changed] = await shop.rows<{ customerId: string }>(
    `WITH one AS (
       SELECT a.order_id, a.customer_id FROM order_award a
       JOIN order_line l ON l.shop_id = a.shop_id AND l.order_id = a.order_id
       WHERE a.posted >= 20 GROUP BY a.order_id, a.customer_id ORDER BY a.order_id LIMIT 1
     ), halved AS (
       UPDATE order_line l SET discount_minor = l.discount_minor + (l.price_minor * l.quantity - l.discount_minor) / 2
       FROM one WHERE l.order_id = one.order_id
     ) SELECT customer_id AS "customerId" FROM one`,
  );
  if (!changed) throw new Error("Nobody has points for an order");
  const before = await have();

  await open("/app/loyalty/recalculation");
  await app.getByText("Balances have not been compared with your rules yet.").waitFor();
  await app.getByRole("button", { name: "Compare balances" }).click();
  await app.getByText("Waits for you").waitFor({ timeout: 60_000 });
  expect(await app.getByRole("row").count()).toBe(2);
  await usableOnDeskAndPhone(visit, "recalculation");
  expect(await have()).toEqual(before);

  const words = await confirm("Change these balances", "Change balances");
  expect(words).toMatch(/1 customer: [\d,]+ points less/);
  await app.getByText(/^Changed on /).waitFor({ timeout: 60_000 });
  expect((await have()).points).toBeLessThan(before.points);
  await usableOnDeskAndPhone(visit, "recalculation-done");
  expect(visit.complaints).toEqual([]);
});

test("a program is paused, goes on, and begins again from zero, each with its numbers named", async () => {
  await visit.open("/app/loyalty/launch");
  const before = await have();
  const sum = `${number(before.members)} customers with ${number(before.points)} points`;
  expect(await confirm("Pause program", "Pause program")).toContain(sum);
  await state("Paused");
  await usableOnDeskAndPhone(visit, "launch-paused");

  expect(await confirm("Launch again", "Launch again")).toContain(sum);
  await state("Live");
  expect(await have()).toEqual(before);

  await confirm("Pause program", "Pause program");
  await state("Paused");
  const asked = await confirm("Start again from zero", "Take everything back");
  expect(asked).toContain(sum);
  expect(asked).toMatch(/It also takes [\d,]+ badges back/);
  await state("Draft");
  expect(await have()).toEqual({ members: 0, points: 0 });
});
