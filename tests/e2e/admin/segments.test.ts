import { afterAll, beforeAll, expect, test } from "vitest";

import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

let visit: Visit;
beforeAll(async () => (visit = await visitAdmin()));
afterAll(() => visit.close());

test("the grid holds every customer who ordered, and each field leads to its people", async () => {
  const { app, open } = visit;
  await open("/app/segments");
  const grid = app.getByRole("table", { name: /Customers by when they last ordered/ });

  const columns = await grid.getByRole("columnheader").count();
  const rows = await grid.getByRole("rowheader").count();
  expect([columns >= 2 && columns <= 5, rows >= 2 && rows <= 5]).toEqual([true, true]);
  expect(await grid.getByRole("cell").count()).toBe(columns * rows + 1);
  const counts = await grid.locator(".encore-grid__count").allTextContents();
  const inGrid = counts.reduce((sum, text) => sum + number(text), 0);
  const named = app.getByRole("table", { name: /Named segments/ }).locator("tbody tr");
  const inSegments = (await named.locator("td:nth-child(2)").allTextContents()).map(number);
  expect(inGrid).toBeGreaterThan(0);
  expect(inSegments.reduce((sum, count) => sum + count, 0)).toBe(inGrid);

  await grid.getByRole("link").first().click();
  await app.getByRole("heading", { level: 1, name: "Customers" }).waitFor();
  await expect.poll(visit.address).toMatch(/segment=/);
});

test("the customers can be compared again at once", async () => {
  const { app, open } = visit;
  await open("/app/segments");
  const asOf = () => app.getByText(/^As of/).textContent();
  expect(await asOf()).toMatch(/Renewed every night/);

  const renew = app.getByRole("button", { name: "Score customers now" });
  await renew.click();
  await expect.poll(() => renew.isDisabled()).toBe(true);
  await expect.poll(() => renew.isDisabled(), { timeout: 30_000 }).toBe(false);
});

function number(text: string): number {
  return Number(text.replaceAll(/\D/g, ""));
}
