import { expect, test } from "vitest";

import { decodeFile, MOST_ROWS, readPointsFile } from "./points-file.ts";

const rowsOf = (text: string) => readPointsFile(text).rows ?? [];

test("a file as a spreadsheet saves it: a mark at the start, semicolons, quotes, another line end", () => {
  const text =
    '\uFEFFE-mail;Points;Note\r\nada@example.com;"1,500";"Welcome; and thanks ""Ada"""\r\n';
  expect(rowsOf(text)).toEqual([
    {
      line: 1,
      who: { email: "ada@example.com" },
      points: 1500n,
      note: 'Welcome; and thanks "Ada"',
      problem: null,
    },
  ]);
});

test("columns in any order, people by address or by Shopify's id, points given or taken", () => {
  const text = "points,customer_id,email\n+50,,Ada@Example.com \n-20,gid://shopify/Customer/77,\n";
  expect(rowsOf(text)).toMatchObject([
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
])("the row %s has a problem that can be said: %s", (row, problem) => {
  expect(rowsOf(`email,points\n${row}\n`)).toMatchObject([{ line: 1, problem }]);
});

test.each([
  ["500.00", 500n],
  ["1 500", 1500n],
  ["−20", -20n],
  ["1,234,567", 1234567n],
])("whole points may be written as %s", (typed, points) => {
  expect(rowsOf(`email;points\na@b.c;${typed}\n`)).toMatchObject([{ points, problem: null }]);
});

test("an empty line is no row, and a short one lacks its points", () => {
  expect(rowsOf("email,points,note\n\na@b.c\n,,\nd@e.f,3\n")).toMatchObject([
    { line: 1, problem: "no_points" },
    { line: 2, points: 3n },
  ]);
});

test.each([
  ["", "empty"],
  ["email,points\n", "empty"],
  ["name,age\nAda,36\n", "no_heading"],
  ["email,note\na@b.c,x\n", "no_heading"],
  ['email,points\n"a@b.c,5\n', "broken"],
  [`email,points\n${"a@b.c,1\n".repeat(MOST_ROWS + 1)}`, "too_many_rows"],
])("a file that cannot be read says why (%#)", (text, problem) => {
  expect(readPointsFile(text)).toEqual({ rows: null, problem });
});

test("bytes are read as what they are", () => {
  expect(decodeFile(new TextEncoder().encode("Zoë"))).toBe("Zoë");
  expect(decodeFile(Uint8Array.of(0x5a, 0x6f, 0xeb))).toBe("Zoë");
  expect(decodeFile(Uint8Array.of(0xff, 0xfe, 0x5a, 0, 0xeb, 0))).toBe("Zë");
});
