import { readFile } from "node:fs/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import { usableOnDeskAndPhone } from "#tests/support/e2e/pictured.ts";
import { visitAdmin, type Visit } from "#tests/support/e2e/visit.ts";

let visit: Visit;
beforeAll(async () => (visit = await visitAdmin()));
afterAll(() => visit.close());

/** The addresses of so many people, from the file of balances. */
async function emailsOf(count: number): Promise<string[]> {
  const { app, page, open } = visit;
  await open("/app/loyalty/imports");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    app.getByRole("button", { name: "Download balances" }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");
  return [...text.matchAll(/[\w.+-]+@[\w.-]+\.\w+/g)].slice(0, count).map(([email]) => email);
}

async function check(name: string, lines: string[], mode = "Add to balances"): Promise<void> {
  const { app, open } = visit;
  await open("/app/loyalty/imports");
  const file = { name, mimeType: "text/csv", buffer: Buffer.from(lines.join("\r\n")) };
  await app.locator("input[type=file]").setInputFiles(file);
  await app.getByText(mode, { exact: true }).click();
  await app.getByRole("button", { name: "Check the file" }).click();
  await app.getByRole("heading", { level: 1, name }).waitFor();
}

async function importIt(says: RegExp): Promise<void> {
  const { app } = visit;
  await app.getByRole("button", { name: "Import points" }).click();
  const dialog = app.getByRole("dialog");
  await dialog.getByText(says).waitFor();
  await usableOnDeskAndPhone(visit, "import-confirmation");
  await dialog.getByRole("button", { name: "Import points" }).click();
  await app.getByText(/rows? w(as|ere) imported\./).waitFor({ timeout: 60_000 });
}

test("a file is warned of, its failed rows are mended, and it is known when it comes again", async () => {
  const { app, page } = visit;
  const [ann = "", bea = ""] = await emailsOf(2);
  const lines = [
    "Email,Points,Store",
    `${ann},500,Gold`,
    `${ann.toUpperCase()},500,Gold`,
    `${bea},"12,5",Silver`,
    "stranger@nowhere.example,70,",
  ];
  await check("from-smile.csv", lines);
  await app.getByText("1 person appears in more than one row.", { exact: false }).waitFor();
  await app.getByText(": rows 2, 3").waitFor();
  await app.getByText("Columns that are not read: “Store”.").waitFor();
  await app.getByText("2 rows can be imported: +1,000 points in all. 2 cannot be used.").waitFor();
  await app.getByText(`In the file: ${bea} · 12,5 · Silver`).waitFor();
  await usableOnDeskAndPhone(visit, "import-checked");

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    app.getByRole("button", { name: "Download failed rows" }).click(),
  ]);
  const failed = await readFile(await download.path(), "utf8");
  expect(failed.split("\r\n").slice(0, 2)).toEqual([
    "\uFEFFWhy it was left out,Email,Points,Store",
    `"Points are whole numbers, such as 500 or -20.",${bea},"12,5",Silver`,
  ]);
  await importIt(
    /^1,000 points in all, worth \D?[\d.,]+, are given to 1 person\. 2 of 4 rows are left out\. 1 person appears in/,
  );
  await usableOnDeskAndPhone(visit, "import-applied");

  await check("mended.csv", failed.replace('"12,5"', "12").split("\r\n"));
  await app.getByText("1 row can be imported: +12 points in all. 1 cannot be used.").waitFor();
  await check("once-more.csv", lines);
  await app.getByText(/The same file was imported on .+ by .+ \(“from-smile\.csv”\)\./).waitFor();
});

test("balances are set, and reversed", async () => {
  const { app } = visit;
  const emails = await emailsOf(4);
  const lines = ["email,points,birthday", ...emails.slice(2).map((email) => `${email},77,31 May`)];
  await check("balances.csv", lines, "Set balances to");
  await app
    .getByText(/^2 rows can be imported: 154 points in all, a change of [−+][\d,]+\.$/)
    .waitFor();
  await app.getByRole("columnheader", { name: "New balance" }).waitFor();
  await usableOnDeskAndPhone(visit, "import-set");
  await importIt(/^The balances of 2 people are set to 154 points in all\. .+2 birthdays are set/);

  await app.getByRole("button", { name: "Reverse import" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Reverse import" }).click();
  await app.getByText("This import was reversed.", { exact: false }).waitFor({ timeout: 60_000 });
});

test("the page where files are chosen says what its columns are", async () => {
  await visit.open("/app/loyalty/imports");
  await usableOnDeskAndPhone(visit, "imports");
});
