import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";

import { assertRandomly } from "#tests/support/random-runs.ts";

import { csvLines, withoutEscape } from "./csv.ts";

test("text that a spreadsheet would run stays text, and numbers stay numbers", () => {
  expect(csvLines([["=1+1", "+44 20", "-Bob", "@me", "\tx", -5, 3n, null]])).toBe(
    `'=1+1,'+44 20,'-Bob,'@me,"'\tx",-5,3,\r\n`,
  );
});

test.each([
  "\n=1",
  "\r=1",
  "\t=1",
  "\u00a0=1",
  "  =1",
  "\u3000+1",
  "＝1",
  "＋1",
  "－1",
  "＠x",
  "\n",
  "\u00a0x",
])("%j does not run either, and is read as it was", (cell) => {
  const [read = []] = parse(csvLines([[cell, "end"]])) as string[][];
  expect(read[0]).toBe(`'${cell}`);
  expect(withoutEscape(read[0] ?? "")).toBe(cell);
});

test("whatever is written is read back, and no cell begins as a formula", () => {
  assertRandomly(
    fc.property(
      fc.array(fc.string({ unit: "binary" }), { minLength: 2, maxLength: 5 }),
      (cells) => {
        const [read = []] = parse(csvLines([cells]), { skipEmptyLines: false }) as string[][];
        expect(read.map((text, index) => (text === cells[index] ? text : text.slice(1)))).toEqual(
          cells,
        );
        expect(read.some((text) => /^\s*[=+\-@＝＋－＠]|^[\t\r\n\u00a0]/.test(text))).toBe(false);
      },
    ),
    100,
  );
});

test("what was kept from running as a formula is read as it was, and an apostrophe of its own stays", () => {
  const cells = ["=1+1", "+44 20", "-20", "@me", "＝1", "'quoted'", "O'Neill", ""];
  const [read = []] = parse(csvLines([cells])) as string[][];
  expect(read.map(withoutEscape)).toEqual(cells);
});
