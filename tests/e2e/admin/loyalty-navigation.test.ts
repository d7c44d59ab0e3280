import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { groupOf, navGroups } from "#app/routes/admin/loyalty/nav-groups.ts";
import { accessibilityFaults } from "#tests/support/accessibility.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

describe.each([
  ["a desk", 1280],
  ["a phone", 390],
])("on %s", (_name, width) => {
  let visit: Visit;
  beforeAll(async () => (visit = await visitAdmin({ width })));
  afterAll(() => visit.close());

  const nav = () => visit.app.getByRole("navigation", { name: "Loyalty" });
  const current = (kind: "page" | "true") =>
    nav().locator(`[aria-current=${kind}]`).allTextContents();
  const heading = (name: string) =>
    visit.app.getByRole("heading", { level: 1, name, exact: true }).waitFor();

  test("every page is two links away, says where it is, and nothing lies beyond the edge", async () => {
    const { app, open } = visit;
    await open("/app/loyalty/activity-log");
    for (const group of navGroups) {
      await nav().getByRole("link", { name: group.name, exact: true }).first().click();
      await expect.poll(() => current("page")).toEqual([group.pages[0].name]);
      for (const page of group.pages) {
        const pages = app.getByRole("list", { name: `Pages: ${group.name}` });
        await pages.getByRole("link", { name: page.name, exact: true }).click();
        await expect.poll(() => current("page")).toEqual([page.name]);
        expect(await current("true")).toEqual([group.name]);
        await expect.poll(visit.address).toBe(page.path);
      }
      expect(await accessibilityFaults(visit.frame())).toEqual([]);
      expect(await nav().getByRole("link").evaluateAll(beyondTheEdge)).toEqual([]);
    }
  });

  test("it is used by keyboard, and a page within a page belongs to its own", async () => {
    const { page, open } = visit;
    await open("/app/loyalty/liability");
    await nav().getByRole("link", { name: "Operations" }).focus();
    const { pages } = groupOf("/app/loyalty/ledger-audit");
    const tabs = 1 + pages.findIndex(({ name }) => name === "Ledger audit");
    for (let link = 0; link < tabs; link += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await heading("Ledger audit");

    await open("/app/loyalty/rewards/new");
    expect(await current("page")).toEqual(["Rewards"]);
  });
});

function beyondTheEdge(links: Element[]): (string | null)[] {
  return links
    .filter((link) => {
      const { left, right } = link.getBoundingClientRect();
      return left < 0 || right > innerWidth || link.scrollWidth > link.clientWidth;
    })
    .map((link) => link.textContent);
}
