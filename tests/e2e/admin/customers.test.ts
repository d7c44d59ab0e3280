import { afterAll, beforeAll, expect, test } from "vitest";

import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

let visit: Visit;
beforeAll(async () => (visit = await visitAdmin()));
afterAll(() => visit.close());

const rows = () => visit.app.locator("tbody tr");
const search = () => visit.app.getByPlaceholder(/^Search by name/);
const firstName = () => rows().first().getByRole("link").textContent();

test("a search narrows the list, is kept in the address, and can be taken back", async () => {
  const { open } = visit;
  await open("/app/customers");
  const all = await rows().count();
  const email = (await rows().nth(3).locator("bdi").last().textContent()) ?? "";

  await search().fill(email);
  await expect.poll(() => rows().count()).toBe(1);
  await expect.poll(visit.address).toContain(`search=${encodeURIComponent(email)}`);

  await search().fill("");
  await expect.poll(() => rows().count()).toBe(all);
});

test("a search that finds nobody says what to try", async () => {
  await visit.open("/app/customers?search=nobody-is-called-this");
  await visit.app.getByText("Nobody fits this search").waitFor();
});

test("filters by stage and segment show who they are about", async () => {
  const { app, open } = visit;
  await open("/app/customers");

  await app.getByRole("button", { name: "Stage" }).click();
  await app.locator(".Polaris-Popover").getByText("At risk").click();
  await expect.poll(visit.address).toContain("stage=at_risk");
  await app.getByRole("button", { name: "Stage: At risk" }).waitFor();
  await expect.poll(() => rows().count()).toBeGreaterThan(0);
  expect(await rows().filter({ hasText: "At risk" }).count()).toBe(await rows().count());
});

test("an address with a filter can be shared", async () => {
  await visit.open("/app/customers?segment=champions&sort=spent&direction=desc");

  await visit.app.getByRole("button", { name: "Segment: Champions" }).waitFor();
  const count = await rows().count();
  expect(count).toBeGreaterThan(0);
  expect(await rows().filter({ hasText: "Champions" }).count()).toBe(count);
  expect(await spent()).toEqual((await spent()).toSorted((a, b) => b - a));
});

test("pages follow each other in the chosen order, forth and back", async () => {
  const { app, open } = visit;
  await open("/app/customers");
  await app.getByRole("button", { name: /^Sort/ }).click();
  await app.getByRole("button", { name: "Spent most" }).click();
  await expect.poll(visit.address).toContain("sort=spent");
  await expect.poll(spent).toSatisfy((list: number[]) => (list[0] ?? 0) >= (list.at(-1) ?? 0));
  const [first, last] = [await firstName(), (await spent()).at(-1) ?? 0];

  await app.getByRole("button", { name: "Next" }).click();
  await expect.poll(firstName).not.toBe(first);
  expect((await spent())[0]).toBeLessThanOrEqual(last);

  await app.getByRole("button", { name: "Previous" }).click();
  await expect.poll(firstName).toBe(first);
});

test("a person's page says who they are, why Encore thinks so, and what they did", async () => {
  const { app, open } = visit;
  await open("/app/customers?sort=orders&direction=desc");
  const name = (await firstName()) ?? "";
  await rows().first().getByRole("link").click();
  await app.getByRole("heading", { level: 1, name }).waitFor();

  for (const section of ["Customer identity", "Activity", "Orders", "Points"])
    await app.getByRole("heading", { name: section, exact: true }).first().waitFor();
  await app.getByText("How Encore knows").waitFor();
  await app.getByText("How recently?").waitFor();

  const activities = app.locator(".encore-activity");
  const before = await activities.count();
  await app.getByRole("button", { name: "Show more of what happened" }).click();
  await expect.poll(() => activities.count()).toBeGreaterThan(before);
});

test("the same works on a phone", async () => {
  const phone = await visitAdmin({ width: 390, height: 800 });
  await phone.open("/app/customers");
  await phone.app.getByRole("row").getByRole("link").first().click();
  await phone.app.getByRole("heading", { name: "Customer identity" }).waitFor();
  await phone.close();
});

/** The money in the column "Spent", as numbers. */
async function spent(): Promise<number[]> {
  const texts = await rows().locator("td:nth-last-child(2)").allTextContents();
  return texts.map((text) => Number(text.replaceAll(/[^\d.-]/g, "")));
}
