import { afterAll, beforeAll, expect, test } from "vitest";

import { visitAdmin, type Visit } from "./visit.ts";

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

  await app.getByRole("button", { name: "Done Import your order history" }).click();
  await app.getByText(/[\d,]+ orders of your history are in Encore/).waitFor();
});

test("the setup guide finds out by itself whether the theme shows the points", async () => {
  const { app, open } = visit;
  await open("/app");

  await app.getByRole("button", { name: "Done Show shoppers their points" }).click();
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
