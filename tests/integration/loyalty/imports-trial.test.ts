import { expect, test } from "vitest";

import { redactCustomer } from "#app/customers/privacy/privacy.server.ts";
import { csvLines } from "#app/ground/csv.ts";
import { DAY_MS } from "#app/ground/calendar.ts";
import { inShop } from "#app/ground/db.server.ts";
import { exportFailedRows } from "#app/loyalty/imports/failed-rows.server.ts";
import { findImport } from "#app/loyalty/imports/imports-list.server.ts";
import { applyImport, discardImport } from "#app/loyalty/imports/imports.server.ts";
import { CELLS_KEPT_DAYS, dropOldCells } from "#app/loyalty/imports/row-cells.server.ts";
import { uploadFile } from "#app/loyalty/imports/upload-file.server.ts";
import { workOnImports } from "#app/loyalty/imports/work-on-imports.server.ts";
import { postEntries } from "#app/loyalty/ledger/post-entries.server.ts";
import { dueJobs } from "#tests/support/due-jobs.ts";
import {
  adjust,
  apply,
  at,
  clock,
  csv,
  reverse,
  shopWithPeople,
  tried,
} from "#tests/support/loyalty/points-imports.ts";

const PAGE = { problems: false, after: 0, limit: 100 };

async function pageOf(shopId: string, id: string) {
  const found = await findImport(shopId, id, PAGE);
  if (!found) throw new Error("There is no such import");
  return found;
}

async function trialOf(shopId: string, id: string) {
  const { trial } = await pageOf(shopId, id);
  if (!trial) throw new Error("It was applied");
  return trial;
}

test("somebody who stands in several rows is found, by whichever column names them", async () => {
  const { shopId, people } = await shopWithPeople(3);
  await inShop(shopId, (tx) =>
    tx.customer.updateMany({ where: { shopifyId: 1000n }, data: { phone: "+442079460958" } }),
  );
  const rows = [
    ["person-0@example.com", "", "", "500"],
    ["person-1@example.com", "", "", "500"],
    ["", "1000", "", "20"],
    [" Person-0@EXAMPLE.com ", "", "", "7"],
    ["", "", "+44 20 7946 0958", "a lot"],
    ["stranger@example.com", "", "", "1"],
    ["stranger@example.com", "", "", "1"],
  ];
  const text = csvLines([["Email", "Customer ID", "Phone", "Points"], ...rows]);
  const id = await tried(shopId, text);

  const { repeated, people: counted } = await trialOf(shopId, id);
  expect(repeated).toMatchObject({ people: 1, first: [{ id: people[0]?.id, rows: [2, 4, 5, 6] }] });
  expect(counted).toBe(2);
  await apply(shopId, id);
  expect(await availableOf(shopId, people)).toEqual([527n, 500n, 0n]);
});

test("a phone that several customers have names none of them", async () => {
  const { shopId } = await shopWithPeople(2);
  await inShop(shopId, (tx) => tx.customer.updateMany({ data: { phone: "+442079460958" } }));
  const id = await tried(shopId, csv([["+442079460958", "5"]], "phone"));
  expect((await pageOf(shopId, id)).rows).toMatchObject([{ problem: "two_customers" }]);
});

test("a file that was imported is known again, however it was saved, until it is reversed", async () => {
  const { shopId, people } = await shopWithPeople(2);
  const rows = people.map(({ email }) => [email, "500"]);
  const first = await tried(shopId, csv(rows), { name: "january.csv" });
  const again = () =>
    tried(shopId, `\uFEFF${csv(rows).replaceAll(",", ";").replaceAll("\n", "\r\n")}\r\n`);
  expect(await trialOf(shopId, await again())).toMatchObject({ appliedBefore: null });

  await apply(shopId, first);
  const second = await again();
  expect(await trialOf(shopId, second)).toMatchObject({
    appliedBefore: { id: first, fileName: "january.csv", at: at.toISOString(), actor: "staff.1" },
  });
  const other = await tried(shopId, csv([...rows, ["person-0@example.com", "1"]]));
  expect(await trialOf(shopId, other)).toMatchObject({ appliedBefore: null });

  await reverse(shopId, first);
  expect(await trialOf(shopId, second)).toMatchObject({ appliedBefore: null });
});

test("a file is not imported when the same one was since it was checked: nobody was warned of that", async () => {
  const { shopId, people } = await shopWithPeople(1);
  const text = csv([["person-0@example.com", "500"]]);
  const [one, other] = [await tried(shopId, text), await tried(shopId, text)];
  const clicks = await Promise.all(
    [one, other].map((id) => applyImport(shopId, id, "staff.1", at)),
  );
  expect(clicks.filter(({ done }) => done)).toHaveLength(1);
  expect(clicks).toContainEqual({ done: false, reason: "imported_meanwhile" });
  await apply(shopId, one);
  expect(await availableOf(shopId, people)).toEqual([500n]);
});

test("the totals say how many people, how many points, and what they are worth", async () => {
  const { shopId, people } = await shopWithPeople(3);
  await inShop(shopId, (tx) => postEntries(tx, [adjust(people[2]?.id, 100n)], at));
  const rows = [
    ["person-0@example.com", "1000"],
    ["person-1@example.com", "250"],
    ["person-1@example.com", "50"],
    ["person-2@example.com", "-50"],
    ["stranger@example.com", "9999"],
  ];
  const added = await pageOf(shopId, await tried(shopId, csv(rows)));
  expect(added).toMatchObject({
    file: { mode: "add", rows: 5, problems: 1, points: 1250 },
    trial: { people: 3, worthMinor: 1250, value: { points: 100, minor: 100 } },
  });
  const balances = csv([...rows.slice(0, 2), ["person-2@example.com", "40"]]);
  const set = await pageOf(shopId, await tried(shopId, balances, { mode: "set" }));
  expect(set).toMatchObject({
    file: { mode: "set", problems: 0, points: 1190 },
    trial: { people: 3, balances: 1290, worthMinor: 1190 },
  });
});

test("columns that are not read are named", async () => {
  const { shopId } = await shopWithPeople(1);
  const id = await tried(
    shopId,
    "Email,Store,Points,First name\nperson-0@example.com,Gold,5,Ann\n",
  );
  expect((await trialOf(shopId, id)).unreadColumns).toEqual(["Store", "First name"]);
});

test("rows that failed come back as a file of their own, which is mended and imported", async () => {
  const { shopId, people } = await shopWithPeople(2);
  const text = csvLines([
    ["Email", "Points", "Store", "Note"],
    ["person-0@example.com", "10", "Gold", ""],
    ["Strangr@example.com", "+20", "", "=Hello"],
    ["person-1@example.com", "a lot", "Silver", 'so; "much"'],
  ]);
  const id = await tried(shopId, text);
  expect((await pageOf(shopId, id)).rows).toMatchObject([
    { line: 2, cells: null },
    { line: 3, cells: ["Strangr@example.com", "+20", "", "=Hello"] },
    { line: 4, cells: ["person-1@example.com", "a lot", "Silver", 'so; "much"'] },
  ]);
  await apply(shopId, id);

  const failed = await failedFile(shopId, id);
  expect(failed).toBe(
    csvLines([
      ["Why it was left out", "Email", "Points", "Store", "Note"],
      [
        "Nobody in your shop is known by this. Encore makes no new customers.",
        "Strangr@example.com",
        "+20",
        "",
        "=Hello",
      ],
      [
        "Points are whole numbers, such as 500 or -20.",
        "person-1@example.com",
        "a lot",
        "Silver",
        'so; "much"',
      ],
    ]),
  );
  const mended = failed
    .replace("Strangr@example.com", "person-0@example.com")
    .replace("a lot", "5");
  const next = await tried(shopId, mended);
  expect(await pageOf(shopId, next)).toMatchObject({
    file: { rows: 2, problems: 0, points: 25 },
    trial: { unreadColumns: ["Store"] },
    rows: [{ note: "=Hello" }, { note: 'so; "much"' }],
  });
  await apply(shopId, next);
  expect(await availableOf(shopId, people)).toEqual([30n, 5n]);
});

test("a row that was fine until it was applied is in the file as it is known", async () => {
  const { shopId, people } = await shopWithPeople(1);
  await inShop(shopId, async (tx) => {
    await postEntries(tx, [adjust(people[0]?.id, 100n)], at);
    await tx.customer.updateMany({ data: { email: "person-0@example.com" } });
  });
  const id = await tried(shopId, "Points,Store,E-mail\n-80,Gold,person-0@example.com\n");
  await inShop(shopId, (tx) => postEntries(tx, [adjust(people[0]?.id, -50n)], at));
  await apply(shopId, id);
  expect(await failedFile(shopId, id)).toBe(
    csvLines([
      ["Why it was left out", "Points", "Store", "E-mail"],
      ["They do not have so many points.", "-80", "", "person-0@example.com"],
    ]),
  );
});

test("what failed rows said is dropped after a while, and when somebody is to be forgotten", async () => {
  const { shopId } = await shopWithPeople(1);
  const text = csv([["stranger@example.com", "10"]]);
  const cellsOf = async (id: string) => (await pageOf(shopId, id)).rows.map(({ cells }) => cells);
  const old = await tried(shopId, text);
  await dropOldCells(shopId, new Date(at.getTime() + (CELLS_KEPT_DAYS - 1) * DAY_MS));
  expect(await cellsOf(old)).toEqual([["stranger@example.com", "10"]]);
  await dropOldCells(shopId, new Date(at.getTime() + (CELLS_KEPT_DAYS + 1) * DAY_MS));
  expect(await cellsOf(old)).toEqual([null]);

  const fresh = await tried(shopId, text);
  const stranger = { shopifyCustomerId: 9n, email: "stranger@example.com", orderIds: [] };
  await redactCustomer(shopId, stranger, { key: "forget", at, now: at });
  expect(await cellsOf(fresh)).toEqual([null]);
  expect(await failedFile(shopId, fresh)).toContain("Nobody in your shop is known by this.");
});

async function failedFile(shopId: string, id: string): Promise<string> {
  const failed = await exportFailedRows(shopId, id);
  if (!failed) throw new Error("There is no such import");
  const parts = [csvLines([failed.heading])];
  for await (const rows of failed.rows) parts.push(csvLines(rows));
  return parts.join("");
}

async function availableOf(shopId: string, people: readonly { id: string }[]): Promise<bigint[]> {
  const accounts = await inShop(shopId, (tx) => tx.ledgerAccount.findMany());
  const available = new Map(accounts.map((account) => [account.customerId, account.available]));
  return people.map(({ id }) => available.get(id) ?? 0n);
}

test("a worker that dies while it checks a file costs nothing: another goes on, and the rows count once", async () => {
  const { shopId, people } = await shopWithPeople(3);
  const rows = people.flatMap(({ email }) => [
    [email, "10"],
    [email, "-5"],
    [email, "-9"],
  ]);
  const file = { name: "points.csv", text: csv([...rows, ["nobody@example.com", "1"]]) };
  const uploaded = await uploadFile(shopId, file, "staff.1", at);
  if (uploaded.outcome === "refused") throw new Error(uploaded.problem);
  const { id } = uploaded;
  expect((await pageOf(shopId, id)).file).toMatchObject({ state: "checking", rows: 11 });

  let batches = 0;
  const dying = () => {
    batches += 1;
    if (batches === 3) throw new Error("The power went out");
    return at;
  };
  await expect(workOnImports(shopId, dying, 2)).rejects.toThrow("The power went out");
  expect((await pageOf(shopId, id)).file).toMatchObject({ state: "checking", linesDone: 5 });
  expect(await dueJobs(shopId, at)).toContain("import-points");

  await Promise.all([workOnImports(shopId, clock, 2), workOnImports(shopId, clock, 3)]);
  const { file: checked, rows: all } = await pageOf(shopId, id);
  expect(checked).toMatchObject({ state: "tried", rows: 10, problems: 4, points: 15 });
  expect(all.map(({ problem }) => problem)).toEqual([
    ...Array.from({ length: 3 }, () => [null, null, "short"]).flat(),
    "unknown_customer",
  ]);
  expect(await inShop(shopId, (tx) => tx.pointsImportPart.count())).toBe(0);
});

test("a file whose end cannot be read says so, and keeps nothing of what came before", async () => {
  const { shopId, people } = await shopWithPeople(1);
  const long = "x".repeat(70_000);
  const text = `email,points,note\n${people[0]?.email},5,${long}\n"${people[0]?.email},5\n`;
  const id = await tried(shopId, text);
  const { file, trial, rows } = await pageOf(shopId, id);
  expect(file).toMatchObject({ state: "unreadable", fileProblem: "broken" });
  expect({ trial, rows }).toEqual({ trial: null, rows: [] });
  expect(await inShop(shopId, (tx) => tx.pointsImportPart.count())).toBe(0);
  await applyImport(shopId, id, "staff.1", at);
  expect((await pageOf(shopId, id)).file.state).toBe("unreadable");
  expect(await discardImport(shopId, id, "staff.1", at)).toEqual({ done: true });
});

test("who is forgotten while a file is being checked is not kept by it", async () => {
  const { shopId, people } = await shopWithPeople(1);
  const file = { name: "points.csv", text: csv([[people[0]?.email, "5"]]) };
  const uploaded = await uploadFile(shopId, file, "staff.1", at);
  if (uploaded.outcome === "refused") throw new Error(uploaded.problem);
  const shopifyCustomerId = people[0]?.shopifyId ?? null;
  const person = { shopifyCustomerId, email: null, orderIds: [] };
  await redactCustomer(shopId, person, { key: "forget", at, now: at });
  await workOnImports(shopId, clock);
  expect((await pageOf(shopId, uploaded.id)).file).toMatchObject({
    state: "unreadable",
    fileProblem: "forgotten_meanwhile",
  });
  expect(await inShop(shopId, (tx) => tx.pointsImportPart.count())).toBe(0);
});
