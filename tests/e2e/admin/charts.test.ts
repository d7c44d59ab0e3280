import { afterAll, beforeAll, expect, test } from "vitest";

import { usableOnDeskAndPhone } from "#tests/support/e2e/pictured.ts";
import { openShopOfItsOwn, type OwnShop } from "#tests/support/e2e/shop-of-its-own.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";
import { until } from "#tests/support/wait.ts";

let shop: OwnShop;
let visit: Visit;

beforeAll(async () => {
  shop = await openShopOfItsOwn();
  visit = await visitAdmin();
}, 300_000);
afterAll(() => visit.close());

const chart = (name: string) => visit.app.getByRole("figure", { name });
const lines = (name: string) => chart(name).locator(".recharts-line-curve").count();

/** What the table beneath a chart says, row by row; it is opened for that. */
async function figures(name: string): Promise<string[][]> {
  await chart(name).getByText("Show as a table").click();
  const rows = await visit.app.getByRole("table", { name, exact: true }).getByRole("row").all();
  const cells = rows.slice(1).map((row) => row.locator("th, td").allTextContents());
  return Promise.all(cells);
}

const number = (text: string | undefined) => Number(text?.replaceAll(",", ""));
const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);

/** A night goes by, after which points, tiers and segments have been counted in so many. */
async function nightPasses(nights: number): Promise<void> {
  await shop.pass(1);
  await until(
    `${nights} nights are over`,
    async () => {
      const [counted] = await shop.rows<{ days: number; runs: number }>(
        `SELECT (SELECT count(*) FROM liability_snapshot)::int AS days,
           (SELECT count(DISTINCT at::date) FROM segment_run WHERE customers > 0)::int AS runs`,
      );
      return counted !== undefined && counted.days >= nights && counted.runs >= nights;
    },
    120_000,
  );
}

test("before a second night the pages say when there will be a line", async () => {
  await visit.open("/app/loyalty/tiers");
  await visit.app.getByText("There will be a line for each tier here tomorrow").waitFor();
  await visit.open("/app/segments");
  await visit.app.getByText("There will be a line here tomorrow").waitFor();
  expect(await visit.app.getByRole("figure").count()).toBe(0);
});

test("points issued, redeemed, expired and outstanding are lines, and a table of the same", async () => {
  const { app, page, open } = visit;
  await nightPasses(1);
  await nightPasses(2);
  await open("/app/loyalty/liability");
  const moved = "Points issued, redeemed and expired by month";
  await expect.poll(() => lines(moved)).toBe(3);
  expect(await lines("Outstanding points by month")).toBe(1);

  const rows = await figures(moved);
  const [issued] = await shop.rows<{ points: string }>(
    `SELECT -sum(outside_delta) AS points FROM ledger_entry WHERE outside = 'issued'`,
  );
  expect(sum(rows.map(([, issued]) => number(issued)))).toBe(Number(issued?.points));
  const [[, outstanding] = []] = await figures("Outstanding points by month");
  const [accounts] = await shop.rows<{ points: string }>(
    `SELECT sum(available + pending + held - debt) AS points FROM ledger_account`,
  );
  expect(number(outstanding)).toBe(Number(accounts?.points));

  const redeemed = chart(moved).getByRole("button", { name: "Redeemed" });
  await redeemed.click();
  expect(await redeemed.getAttribute("aria-pressed")).toBe("false");
  await expect.poll(() => lines(moved)).toBe(2);
  await chart(moved).getByRole("application").focus();
  await page.keyboard.press("ArrowRight");
  await chart(moved)
    .locator(".recharts-tooltip-wrapper")
    .getByText(/Issued/)
    .waitFor();
  await app.getByRole("heading", { level: 1 }).hover();
  await usableOnDeskAndPhone(visit, "liability");
});

test("how many are in each tier, and in each segment, are lines from night to night", async () => {
  const { app, open } = visit;
  await open("/app/loyalty/tiers");
  const tiers = "Customers in each tier by day";
  await expect.poll(() => lines(tiers)).toBe(4);
  const [latest = []] = await figures(tiers);
  const now = app.getByRole("table", { name: "Customers in each tier now" });
  expect(latest.slice(1)).toEqual(
    await now.getByRole("row").locator("td:nth-child(2)").allTextContents(),
  );
  await usableOnDeskAndPhone(visit, "tier-funnel");

  await open("/app/segments");
  const segments = "Customers in each segment by day";
  await expect.poll(() => lines(segments)).toBe(5);
  const [night = []] = await figures(segments);
  const [scored] = await shop.rows<{ customers: number }>(
    "SELECT count(*)::int AS customers FROM customer_score",
  );
  expect(sum(night.slice(1).map(number))).toBe(scored?.customers);
  await usableOnDeskAndPhone(visit, "segments");
});

test("the grid of scores has as many columns as there are scores", async () => {
  const { app, open } = visit;
  await open("/app/segments");
  const [run] = await shop.rows<{ columns: number; rows: number }>(
    `SELECT 1 + jsonb_array_length(thresholds->'frequency') AS columns,
       1 + jsonb_array_length(thresholds->'recency') AS rows
     FROM segment_run ORDER BY at DESC LIMIT 1`,
  );
  const grid = app.getByRole("table", { name: /Customers by when they last ordered/ });
  expect(await grid.getByRole("columnheader").count()).toBe(run?.columns);
  expect(await grid.getByRole("rowheader").count()).toBe(run?.rows);
});

test("a customer's balance is a line that ends with what they have", async () => {
  const [ada] = await shop.rows<{ id: string; available: string }>(
    `SELECT customer_id AS id, available FROM ledger_account
     WHERE available > 0 ORDER BY seq DESC, available DESC LIMIT 1`,
  );
  await visit.open(`/app/customers/${ada?.id}/balance`);
  const balance = "Points to spend by day";
  await expect.poll(() => lines(balance)).toBe(1);
  const [[, available] = []] = await figures(balance);
  expect(number(available)).toBe(Number(ada?.available));
  await usableOnDeskAndPhone(visit, "balance");
  expect(visit.complaints).toEqual([]);
});
