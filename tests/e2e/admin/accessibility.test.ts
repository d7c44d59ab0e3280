import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { accessibilityFaults } from "#tests/support/accessibility.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

const pages = [
  "/app",
  "/app/customers",
  "/app/customers?search=nobody-is-called-this",
  "/app/segments",
  "/app/loyalty",
  "/app/loyalty/launch",
  "/app/loyalty/campaigns",
  "/app/loyalty/campaigns/new",
  "/app/loyalty/referrals",
  "/app/loyalty/liability",
  "/app/loyalty/imports",
  "/app/loyalty/ledger-audit",
  "/app/loyalty/activity-log",
  "/app/settings",
  "/app/settings/deliveries",
  "/app/settings/deliveries?state=poison",
  "/app/settings/privacy",
];

describe.each([
  ["a desk", 1280],
  ["a phone", 390],
])("on %s", (_name, width) => {
  let visit: Visit;
  beforeAll(async () => (visit = await visitAdmin({ width })));
  afterAll(() => visit.close());

  test.each(pages)("%s can be used by everyone, and nothing is cut off", async (path) => {
    await visit.open(path);
    await usableByEveryone();
  });

  test("a person's page too", async () => {
    await visit.open("/app/customers?sort=orders&direction=desc");
    await visit.app.getByRole("main").getByRole("link").first().click();
    await visit.app.getByRole("heading", { name: "Customer identity" }).waitFor();
    await usableByEveryone();
  });

  async function usableByEveryone(): Promise<void> {
    expect(await accessibilityFaults(visit.frame())).toEqual([]);
    const beyond = await visit.frame().evaluate(() => document.body.scrollWidth - innerWidth);
    expect(beyond).toBeLessThanOrEqual(0);
    await expect.poll(() => visit.frame().evaluate(cutOff)).toEqual([]);
    expect(visit.complaints).toEqual([]);
  }
});

/** What lies outside its place: columns of a table that is not said to scroll, and links to the pages about loyalty. */
function cutOff(): (string | null | undefined)[] {
  const tables = [...document.querySelectorAll(".encore-table-scroll:not([role])")];
  const links = [...document.querySelectorAll(".encore-subnav a")];
  return [
    ...tables
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map((table) => table.querySelector("caption")?.textContent),
    ...links
      .filter((link) => link.getBoundingClientRect().right > innerWidth)
      .map((link) => link.textContent),
  ];
}
