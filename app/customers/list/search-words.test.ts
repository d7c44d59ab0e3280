import { expect, test } from "vitest";

import { searchPatterns } from "./search-words.ts";

test("each word has to start a part of the name or the email; the longest is looked for first", () => {
  expect(searchPatterns("  jo SMITH ")).toEqual(["% smith%", "% jo%"]);
  expect(searchPatterns("ada@example.c")).toEqual(["% ada@example.c%"]);
});

test("accents, hyphens and apostrophes do not count", () => {
  expect(searchPatterns("José")).toEqual(["% jose%"]);
  expect(searchPatterns("Smith-Jones O’Brien")).toEqual([
    "% smith%",
    "% jones%",
    "% brien%",
    "% o%",
  ]);
});

test("what means something to LIKE is taken as it is", () => {
  expect(searchPatterns("50%_a\\")).toEqual(["% 50\\%\\_a\\\\%"]);
});

test("nothing typed looks for nothing", () => {
  expect(searchPatterns("   ")).toEqual([]);
  expect(searchPatterns("-")).toEqual([]);
});
