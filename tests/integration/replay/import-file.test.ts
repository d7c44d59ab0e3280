import { afterAll, beforeAll, expect, test } from "vitest";

import { tryFile } from "#tests/replay/imports/try-file.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";

const text = "Email,Points Balance\nann@example.com,500\nANN@example.com,500\n";
const file = { name: "balances.csv", text, mode: "add" } as const;

let connected: Connected;
beforeAll(async () => {
  connected = await connect();
});
afterAll(() => connected.close());

test("a file in which a person stands twice says so", async () => {
  expect(await tryFile(connected, file, false)).toMatchObject({
    refused: null,
    rows: 2,
    people: 1,
    points: "1000",
    worthMinor: "1000",
    problems: [],
    warnings: [{ code: "repeated_people" }],
    repeatedPeople: [{ who: "ann@example.com", rows: [2, 3] }],
    appliedBefore: null,
    ledgerAddsUp: true,
  });
});

test("one that was imported before says that, too", async () => {
  expect(await tryFile(connected, file, true)).toMatchObject({
    warnings: [{ code: "applied_before" }, { code: "repeated_people" }],
    appliedBefore: { by: "Staff member …1", file: "balances.csv" },
    ledgerAddsUp: true,
  });
});

test("balances that are set are refused of whoever stands twice", async () => {
  expect(await tryFile(connected, { ...file, mode: "set" }, true)).toMatchObject({
    people: 0,
    points: "0",
    problems: [
      { row: 2, code: "repeated", cells: ["ann@example.com", "500"] },
      { row: 3, code: "repeated", cells: ["ANN@example.com", "500"] },
    ],
    appliedBefore: { file: "balances.csv" },
  });
});

test("people are known by whatever their rows say of them together", async () => {
  const rows = [
    "Customer ID,Email,Phone,Points",
    "501,ann@example.com,,500",
    ",,+44 20 7946 0958,10",
    "'502,bea@example.com,+442079460958,20",
    ",Ann@example.com,,30",
    "501,,,40",
    ",nobody,,50",
  ];
  const ending = await tryFile(connected, { ...file, text: rows.join("\n") }, false);
  expect(ending).toMatchObject({
    rows: 6,
    people: 2,
    problems: [{ row: 7, code: "not_an_email" }],
    repeatedPeople: [
      { who: "ann@example.com", rows: [2, 5, 6] },
      { who: "bea@example.com", rows: [3, 4] },
    ],
  });
});

test("a file that cannot be read says why", async () => {
  expect(await tryFile(connected, { ...file, text: "name,age\nAnn,36\n" }, true)).toMatchObject({
    refused: "no_heading",
  });
});
