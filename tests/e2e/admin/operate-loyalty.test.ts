import { readFile } from "node:fs/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import { accessibilityFaults } from "#tests/support/accessibility.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

let visit: Visit;
beforeAll(async () => (visit = await visitAdmin()));
afterAll(() => visit.close());

/** The page of the person who ordered most often, and their address. */
async function openPerson(): Promise<string> {
  const { app, open } = visit;
  await open("/app/customers?sort=orders&direction=desc");
  await app.getByRole("main").getByRole("link").first().click();
  await app.getByRole("heading", { name: "Customer identity" }).waitFor();
  return (await app.locator("body").innerText()).match(/[\w.+-]+@[\w.-]+\.\w+/)?.[0] ?? "";
}

async function usableByEveryone(): Promise<void> {
  expect(await accessibilityFaults(visit.frame())).toEqual([]);
}

test("a rule is tried over past orders before it is saved", async () => {
  const { app, page, open } = visit;
  await open("/app/loyalty");
  await app.getByRole("textbox", { name: "Points", exact: true }).fill("2");
  await app.getByRole("button", { name: "Try it on past orders" }).click();

  const result = app.getByRole("table", { name: "In all" });
  await result.waitFor({ timeout: 60_000 });
  const [given = ""] = await result
    .getByRole("row")
    .filter({ hasText: "Points given" })
    .allInnerTexts();
  const [old, tried] = given
    .split("\t")
    .slice(1)
    .map((text) => Number(text.replaceAll(",", "")));
  expect(old).toBeGreaterThan(0);
  expect(tried).toBeGreaterThan(1.9 * (old ?? 0));
  await usableByEveryone();
  await page.getByRole("button", { name: "Discard" }).click();
});

test("points are given by hand, no more is taken than there is, and why is told to the line", async () => {
  const { app, page } = visit;
  await openPerson();
  await app.getByRole("button", { name: "Adjust points" }).click();
  const dialog = app.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "What" }).selectOption("Take");
  await dialog.getByRole("textbox", { name: "Points" }).fill("99999999");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Parcel was late");
  await dialog.getByRole("button", { name: "Take points" }).click();
  await dialog.getByText("Nothing was changed").waitFor();
  await usableByEveryone();

  await dialog.getByRole("combobox", { name: "What" }).selectOption("Give");
  await dialog.getByRole("textbox", { name: "Points" }).fill("25");
  await dialog.getByRole("textbox", { name: "Note to the customer" }).fill("Sorry for the wait");
  await dialog.getByRole("button", { name: "Give points" }).click();
  await page.getByText("Points changed").waitFor();
  await app.getByText("To the customer: Sorry for the wait").first().waitFor();

  await app.getByRole("link", { name: "Why this balance?" }).click();
  await app.getByRole("heading", { name: "25 points · changed by hand" }).waitFor();
  await app
    .getByRole("table", { name: /What order #\d+ earns, line by line/ })
    .first()
    .waitFor();
  await usableByEveryone();
});

test("a file of points is checked, imported, and reversed as one", async () => {
  const { app, open } = visit;
  const email = await openPerson();
  await open("/app/loyalty/imports");
  const text = `email,points,note\n${email},"1,500",Welcome over\nnobody@nowhere.example,10,\n`;
  const file = { name: "old-points.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  await app.locator("input[type=file]").setInputFiles(file);
  await app.getByRole("button", { name: "Check the file" }).click();

  await app.getByText("1 row can be imported: +1,500 points in all. 1 cannot be used.").waitFor();
  await app.getByText("Nobody in your shop is known by this.", { exact: false }).waitFor();
  await usableByEveryone();
  await app.getByRole("button", { name: "Import points" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Import points" }).click();
  await app.getByText("1 row was imported.", { exact: false }).waitFor({ timeout: 60_000 });

  await app.getByRole("button", { name: "Reverse import" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Reverse import" }).click();
  await app.getByText("This import was reversed.", { exact: false }).waitFor({
    timeout: 60_000,
  });
});

test("a file that is no list of points says what it lacks", async () => {
  const { app, open } = visit;
  await open("/app/loyalty/imports");
  const file = { name: "x.csv", mimeType: "text/csv", buffer: Buffer.from("name,age\nAda,36\n") };
  await app.locator("input[type=file]").setInputFiles(file);
  await app.getByRole("button", { name: "Check the file" }).click();
  await app.getByText("The first line has to name the columns", { exact: false }).waitFor();
});

test("balances are downloaded as a file that an import understands", async () => {
  const { app, page, open } = visit;
  await open("/app/loyalty/imports");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    app.getByRole("button", { name: "Download balances" }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");
  expect(text.split("\r\n")[0]).toMatch(/^\uFEFFCustomer id,Email,.*,Points,/);
  expect(text.split("\r\n").length).toBeGreaterThan(50);
});

test("what is owed in points is counted, and follows what a point is worth", async () => {
  const { app, page, open } = visit;
  await open("/app/loyalty/liability");
  await app.getByRole("button", { name: "Count now" }).click();
  const worth = app.getByRole("textbox", { name: "Are worth" });
  await worth.waitFor({ timeout: 60_000 });
  await worth.fill("2");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Saved").first().waitFor();
  await app.getByText(/100 points are worth .2\.00/).waitFor();
  await usableByEveryone();
});

test("a campaign is made, stands on its days, is switched off, and deleted once that is confirmed", async () => {
  const { app, page, open } = visit;
  const save = page.getByRole("button", { name: "Save", exact: true });
  await open("/app/loyalty/campaigns/new");
  await app.getByRole("textbox", { name: "Name" }).fill("Tea week");
  await app.getByLabel("Begins").fill("2031-05-05T00:00");
  await app.getByLabel("Ends").fill("2031-05-05T00:00");
  await app.getByText("Enter an end that lies after the beginning.").waitFor();
  await save.click();
  await page.getByText("Not saved: some fields need another look").waitFor();
  await app.getByLabel("Ends").fill("2031-05-08T00:00");
  await save.click();
  await app.getByRole("heading", { name: "Campaigns", level: 1 }).waitFor();

  await open("/app/loyalty/campaigns?month=2031-05");
  const calendar = app.getByRole("table", { name: "Campaigns in May 2031" });
  expect(await calendar.getByRole("link", { name: "Tea week" }).count()).toBe(3);
  await usableByEveryone();
  await calendar.getByRole("link", { name: "Tea week" }).first().press("Enter");
  await app.getByRole("checkbox", { name: "The campaign is on" }).uncheck();
  await save.click();
  await page.getByText("Campaign saved").first().waitFor();
  await open("/app/loyalty/campaigns");
  await app.getByText("Off", { exact: true }).first().waitFor();

  await app.getByRole("link", { name: "Tea week" }).click();
  await app.getByRole("button", { name: "Delete campaign" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Delete campaign" }).click();
  await app.getByRole("heading", { name: "Campaigns", level: 1 }).waitFor();
  expect(await app.getByRole("link", { name: "Tea week" }).count()).toBe(0);
});

test("the ledger is audited on request, and adds up", async () => {
  const { app, open } = visit;
  await open("/app/loyalty/ledger-audit");
  await app.getByRole("button", { name: "Run audit" }).click();
  await app.getByText("Everything adds up").waitFor({ timeout: 60_000 });
  await app
    .getByRole("table", { name: /Audits of the ledger/ })
    .getByText("All add up")
    .first()
    .waitFor();
});

test("who changed what is written down, and can be looked for", async () => {
  const { app, open, address } = visit;
  await open("/app/loyalty/activity-log");
  const log = app.getByRole("table", { name: "Changes, latest first" });
  await log.getByText("Reversed a points import").waitFor();
  await app.getByLabel("About").selectOption("Points");
  await expect.poll(address).toContain("what=points");
  await log.getByText("Adjusted a balance").first().waitFor();
  expect(await log.getByText("Changed a campaign").count()).toBe(0);
  expect(visit.complaints.filter((line) => !/status of 4\d\d/.test(line))).toEqual([]);
});
