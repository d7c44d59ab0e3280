import { afterAll, beforeAll, expect, test } from "vitest";

import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

let visit: Visit;
beforeAll(async () => (visit = await visitAdmin()));
afterAll(() => visit.close());

test("Home says how the shop does and what is set up", async () => {
  const { app, open } = visit;
  await open("/app");

  const figures = app.getByRole("region", { name: "Key figures" });
  for (const label of ["Customers", "Orders", "Revenue", "Returning customers", "Points to spend"])
    await figures.getByRole("heading", { name: label, exact: true }).waitFor();
  await app.getByRole("heading", { name: "Recent activity" }).waitFor();

  await unfold("Done Import your order history");
  await app.getByText(/[\d,]+ orders of your history are in Encore/).waitFor();
});

test("the setup guide finds out by itself whether the theme shows the points", async () => {
  const { app, open } = visit;
  await open("/app");

  await unfold("Done Show shoppers their points");
  await app.getByText("In your theme", { exact: true }).waitFor();
  const editor = app.getByRole("link", { name: "Open the theme editor" });
  expect(await editor.getAttribute("href")).toMatch(
    /\/admin\/themes\/current\/editor\?template=customers%2Faccount&addAppBlockId=.+points-balance/,
  );
});

test("the setup guide is worked with the keyboard alone", async () => {
  const { app, page, open } = visit;
  await open("/app");
  const step = app.getByRole("button", { name: /Choose how customers earn points/ });

  for (let tabs = 0; tabs < 40 && !(await isFocused()); tabs++) await page.keyboard.press("Tab");
  expect(await isFocused()).toBe(true);
  const before = await step.getAttribute("aria-expanded");
  await page.keyboard.press("Enter");
  await expect.poll(() => step.getAttribute("aria-expanded")).not.toBe(before);

  function isFocused(): Promise<boolean> {
    return step.evaluate((element) => element === document.activeElement);
  }
});

test("the admin's own navigation leads to every page", async () => {
  const { app, page, open } = visit;
  await open("/app");
  const menu = page.getByRole("navigation", { name: "Admin" });

  for (const name of ["Customers", "Segments", "Loyalty", "Settings"]) {
    await menu.getByRole("link", { name, exact: true }).click();
    await app.getByRole("heading", { level: 1, name }).waitFor();
    await expect.poll(visit.address).toBe(`/app/${name.toLowerCase()}`);
  }
});

test("an address that leads nowhere says so, and the way back is there", async () => {
  const { app, open } = visit;
  await open("/app/nowhere");

  await app.getByText("There is nothing at this address").waitFor();
  await app.getByRole("link", { name: "Go to Home" }).click();
  await app.getByRole("heading", { level: 1, name: "Home" }).waitFor();
});

test("a rule that suits is kept with one click, and the finished guide can be closed", async () => {
  const { app, page, open } = visit;
  await open("/app/loyalty");
  const keep = app.getByRole("button", { name: "Keep this rule" });
  if (await keep.isVisible()) {
    await keep.click();
    await keep.waitFor({ state: "detached" });
  }

  await open("/app");
  await app.getByRole("button", { name: "Done Choose how customers earn points" }).waitFor();
  await app.getByText("4 of 4 done").waitFor();
  // It is gone at once, before the app has answered.
  const answered = page.waitForResponse(/setup-guide\/dismissal/);
  await app.getByRole("button", { name: "Close the setup guide" }).click();
  await answered;
  await app.getByText("4 of 4 done").waitFor({ state: "detached" });

  await open("/app");
  await app.getByRole("heading", { name: "Your shop at a glance" }).waitFor();
  expect(await app.getByText("4 of 4 done").count()).toBe(0);
});

/** Opens a step of the setup guide, once it is called so. */
async function unfold(step: string): Promise<void> {
  const toggle = visit.app.getByRole("button", { name: step });
  await toggle.waitFor();
  if ((await toggle.getAttribute("aria-expanded")) === "false") await toggle.click();
}
