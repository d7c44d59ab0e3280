import { expect, test } from "vitest";

import { csvLines } from "#app/ground/csv.ts";

import { readRows } from "#tests/support/loyalty/points-rows.ts";

import type { ImportMode } from "./file-cells.ts";
import {
  cellsFor,
  decodeFile,
  MOST_ROWS,
  problemOf,
  REASON_COLUMN,
  unreadColumns,
} from "./points-file.ts";

/** Parts end within words, and within letters. */
const PART_BYTES = 37;
const rowsOf = async (text: string, mode?: ImportMode) =>
  (await readRows(text, mode, PART_BYTES)).rows;

test("a file as a spreadsheet saves it: a mark at the start, semicolons, quotes, another line end", async () => {
  const text =
    '\uFEFFE-mail;Points;Note\r\nada@example.com;"1 500";"Welcome; and thanks ""Ada"""\r\n';
  expect(await rowsOf(text)).toEqual([
    {
      line: 2,
      cells: ["ada@example.com", "1 500", 'Welcome; and thanks "Ada"'],
      who: { email: "ada@example.com" },
      points: 1500n,
      birthday: null,
      tier: null,
      tierUntil: null,
      note: 'Welcome; and thanks "Ada"',
      problem: null,
    },
  ]);
});

test("columns in any order, people by address or by Shopify's id, points given or taken", async () => {
  const text = "points,customer_id,email\n+50,,Ada@Example.com \n-20,gid://shopify/Customer/77,\n";
  expect(await rowsOf(text)).toMatchObject([
    { who: { email: "ada@example.com" }, points: 50n },
    { who: { shopifyId: 77n }, points: -20n },
  ]);
});

test.each([
  [",5", "no_customer"],
  ["ada,5", "not_an_email"],
  ["ada@example.com,", "no_points"],
  ["ada@example.com,0", "no_points"],
  ["ada@example.com,lots", "not_whole_points"],
  ["ada@example.com,1.5", "not_whole_points"],
  ["ada@example.com,1.500", "doubtful_separator"],
  ["ada@example.com,100000001", "too_many_points"],
  ["ada@example.com,99999999999999999999", "not_whole_points"],
])("the row %s has a problem that can be said: %s", async (row, problem) => {
  expect(await rowsOf(`email,points\n${row}\n`)).toMatchObject([{ line: 2, problem }]);
});

test.each([
  ["500.00", 500n],
  ["500,00", 500n],
  ["2.500,00", 2500n],
  ["1'500", 1500n],
  ["'500", 500n],
  ["- 20", -20n],
  ["1 500", 1500n],
  ["−20", -20n],
  ["1,234,567", 1234567n],
])("whole points may be written as %s", async (typed, points) => {
  expect(await rowsOf(`email;points\na@b.c;${typed}\n`)).toMatchObject([{ points, problem: null }]);
});

test.each([
  ["12 5", ";", "not_whole_points"],
  ["1 5 0", ";", "not_whole_points"],
  ["12,5", ";", "not_whole_points"],
  ["-", ";", "not_whole_points"],
  // Where a semicolon stands between cells, a comma is the decimal sign.
  ["1,500", ";", "doubtful_separator"],
  ["1,500", "\t", "doubtful_separator"],
  ['"1,500"', ",", null],
  ["1.500", ";", "doubtful_separator"],
  ["1.500", ",", "doubtful_separator"],
])("points written as %s where cells are parted by %j: %s", async (typed, separator, problem) => {
  expect(await rowsOf(`email${separator}points\na@b.c${separator}${typed}\n`)).toMatchObject([
    { problem },
  ]);
});

test.each([
  ["+44 20 7946-0958", "+442079460958"],
  ["0044 (20) 7946 0958", "+442079460958"],
  ["'+1.613.555.1111", "+16135551111"],
])("people by phone, however %s is written", async (typed, phone) => {
  expect(await rowsOf(`Phone number,points\n${typed},5\n`)).toMatchObject([{ who: { phone } }]);
});

test.each(["020 7946 0958", "+44", "call me"])("a phone has its country: %s", async (typed) => {
  expect(await rowsOf(`phone;points\n${typed};5\n`)).toMatchObject([{ problem: "not_a_phone" }]);
});

test("balances are set to zero or more", async () => {
  expect(await rowsOf("email,points\na@b.c,0\nd@e.f,-5\ng@h.i,\nj@k.l,70\n", "set")).toMatchObject([
    { points: 0n, problem: null },
    { problem: "below_zero" },
    { problem: "no_points" },
    { points: 70n, problem: null },
  ]);
});

test.each([
  ["1990-05-31", 5, 31],
  ["1990-05-31 00:00:00", 5, 31],
  ["--05-31", 5, 31],
  ["31.05.1990", 5, 31],
  ["3.5.", 5, 3],
  ["31/05/1990", 5, 31],
  ["05/31/1990", 5, 31],
  ["05/05/1990", 5, 5],
  ["31 May", 5, 31],
  ["3rd of May", null, null],
  ["May 3rd, 1990", 5, 3],
  ["29 Feb", 2, 29],
  ["31 June", null, null],
  ["yes", null, null],
])("the birthday %s", async (typed, month, day) => {
  const expected =
    month === null ? { problem: "not_a_day" } : { birthday: { month, day }, problem: null };
  expect(await rowsOf(`email;birthday\na@b.c;"${typed}"\n`)).toMatchObject([expected]);
});

test("a day that is another one elsewhere is not guessed", async () => {
  const rows = await rowsOf("email,points,dob\na@b.c,5,03/05/1990\nd@e.f,,3 May\ng@h.i,0,\n");
  expect(rows).toMatchObject([
    { problem: "doubtful_day" },
    { points: null, birthday: { month: 5, day: 3 }, problem: null },
    { problem: "no_points" },
  ]);
});

test("a number that its comma cut in two is no point", async () => {
  expect(await rowsOf("email,points\na@b.c,1,500\nd@e.f,5,\n")).toMatchObject([
    { problem: "too_many_cells", cells: ["a@b.c", "1", "500"] },
    { points: 5n, problem: null },
  ]);
});

test("rows that failed are read again as they were, whatever was written with them", async () => {
  const heading = ["email", "points", "note"];
  const cells = ["=a@b.c", "-20", "+1 from us"];
  const text = csvLines([
    [REASON_COLUMN, ...heading],
    ["It could not be used.", ...cells],
  ]);
  const read = await readRows(text);
  expect(read).toMatchObject({ heading, rows: [{ line: 2, cells, points: -20n, problem: null }] });
  expect(unreadColumns([...heading, "Store", ""])).toEqual(["Store"]);
  expect(cellsFor(["Store", "Points", "E-Mail address"], { points: "5", email: "a@b.c" })).toEqual([
    "",
    "5",
    "a@b.c",
  ]);
});

test("what Excel is told about the separator is no heading, and the column that is most clearly meant is read", async () => {
  expect(await rowsOf("sep=;\nCustomer Email;Points Approved\na@b.c;5\n")).toMatchObject([
    { line: 3, who: { email: "a@b.c" }, points: 5n, problem: null },
  ]);
  expect(await rowsOf("email,amount,balance,points\na@b.c,1,5,500\n")).toMatchObject([
    { points: 500n },
  ]);
});

test("an empty line is no row, and a short one lacks its points", async () => {
  expect(await rowsOf("email,points,note\n\na@b.c\n,,\nd@e.f,3\n")).toMatchObject([
    { line: 3, problem: "no_points" },
    { line: 5, points: 3n },
  ]);
});

test.each([
  ["", "empty"],
  ["email,points\n", "empty"],
  ["name,age\nAda,36\n", "no_heading"],
  ["email,note\na@b.c,x\n", "no_heading"],
  ['email,points\n"a@b.c,5\n', "broken"],
  [`email,points\n${"a@b.c,1\n".repeat(MOST_ROWS + 1)}`, "too_many_rows"],
])("a file that cannot be read says why (%#)", async (text, problem) => {
  expect(await readRows(text)).toMatchObject({ problem });
  expect(problemOf(text, true, "add")).toBe(problem);
});

test("how a file begins says whether its columns are named", () => {
  expect(problemOf("name,age\nAda,3", false, "add")).toBe("no_heading");
  expect(problemOf('email,points\n"a@b.c,5', false, "add")).toBeNull();
});

test("bytes are read as what they are", () => {
  expect(decodeFile(new TextEncoder().encode("Zoë"))).toBe("Zoë");
  expect(decodeFile(Uint8Array.of(0x5a, 0x6f, 0xeb))).toBe("Zoë");
  expect(decodeFile(Uint8Array.of(0xff, 0xfe, 0x5a, 0, 0xeb, 0))).toBe("Zë");
});

test("a tier is read by its name, with its last day", async () => {
  const heading = "email,VIP Tier,Tier expires\n";
  const [row] = await rowsOf(`${heading}a@x.com, Gold ,2027-05-31`);
  expect(row).toMatchObject({ tier: "Gold", tierUntil: "2027-05-31", problem: null });
  expect((await rowsOf(`${heading}a@x.com,Gold,2027-02-30`))[0]?.problem).toBe("not_a_date");
  expect((await rowsOf(`${heading}a@x.com,,soon`))[0]).toMatchObject({
    tier: null,
    problem: "no_points",
  });
});
