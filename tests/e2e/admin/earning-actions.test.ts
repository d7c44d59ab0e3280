import { afterAll, beforeAll, test } from "vitest";

import { usableOnDeskAndPhone } from "#tests/support/e2e/pictured.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

const LIST = "/app/loyalty/earning-actions";

let visit: Visit;
beforeAll(async () => (visit = await visitAdmin()));
afterAll(() => visit.close());

const save = () => visit.page.getByRole("button", { name: "Save", exact: true });
const earningAction = (name: string) =>
  visit.app
    .getByRole("list", { name: "Earning actions" })
    .getByRole("listitem")
    .filter({ has: visit.app.getByRole("link", { name, exact: true }) });

test("an earning action that is ready is switched on, and off again, where it stands", async () => {
  const { app, open } = visit;
  await open(LIST);
  await usableOnDeskAndPhone(visit, "earning-actions");
  await app.getByRole("button", { name: "Switch on: Open an account" }).click();
  await earningAction("Open an account").getByText("On", { exact: true }).waitFor();
  await open(LIST);
  await app.getByRole("button", { name: "Switch off: Open an account" }).click();
  await earningAction("Open an account").getByText("Off", { exact: true }).waitFor();
});

test("a share is paid only once it has a link, and is honest about what can be known", async () => {
  const { app, page, open } = visit;
  await open(LIST);
  await app.getByRole("link", { name: "Set up: Open our page to share it" }).click();
  await app.getByText("We can see that they opened the link, not that they posted.").waitFor();
  await app.getByLabel("Link that is opened").fill("facebook");
  await app.getByText("Enter the whole address, beginning with https://.").waitFor();
  await app.getByLabel("Customers can earn by it").check();
  await save().click();
  await page.getByText("Not saved: some fields need another look").waitFor();
  await app.getByLabel("Link that is opened").fill("https://facebook.com/encore-demo");
  await save().click();
  await page.getByText("Earning action saved").first().waitFor();

  await open(LIST);
  await earningAction("Open our page to share it").getByText("On", { exact: true }).waitFor();
});

test("a review with a photo pays more, so many times a month", async () => {
  const { app, page, open } = visit;
  await open(LIST);
  await earningAction("Write a review").getByRole("link").click();
  await app.getByLabel("Points with a photo").fill("75");
  await app.getByLabel("Times per customer").fill("2");
  await save().click();
  await page.getByText("Earning action saved").first().waitFor();
  await open(LIST);
  await earningAction("Write a review")
    .getByText("25 points · 75 with a photo · twice a month")
    .waitFor();
});

test("something of the shop's own is added, by the name that its systems give it", async () => {
  const { app, page, open } = visit;
  await open(`${LIST}/new?kind=custom`);
  await app.getByLabel("Name").fill("Bring your cup");
  await app.getByLabel("What your systems call it").fill("Own Cup!");
  await app.getByText("Use small letters, digits, dots and dashes").waitFor();
  await app.getByLabel("What your systems call it").fill("own-cup");
  await app.getByRole("textbox", { name: "Points", exact: true }).fill("5");
  await usableOnDeskAndPhone(visit, "earning-action");
  await save().click();
  await page.getByText("Earning action saved").first().waitFor();
  await earningAction("Bring your cup").getByText("5 points · once a month").waitFor();
});
