import { expect, test } from "vitest";

import { parseExactJson } from "./exact-json.ts";

test("an id above 2^53 keeps its digits", () => {
  expect(parseExactJson('{"id":820982911946154508,"small":7}')).toEqual({
    id: "820982911946154508",
    small: 7,
  });
});

test("digits inside a string stay what they are", () => {
  expect(parseExactJson('{"note":"call 820982911946154508"}')).toEqual({
    note: "call 820982911946154508",
  });
});

test("a fraction stays a number", () => {
  expect(parseExactJson('{"n":195.66,"long":0.1234567890123456}')).toEqual({
    n: 195.66,
    long: 0.1234567890123456,
  });
});

test("what is not JSON throws", () => {
  expect(() => parseExactJson("<html>")).toThrow(SyntaxError);
});

test("what PostgreSQL cannot keep is left out of texts, however deep, and whole emoji stay", () => {
  const json = String.raw`{"id":820982911946154508,"lines":[{"title":"T\u0000ea \ud83d\ude00 \uD83D"}]}`;

  expect(parseExactJson(json)).toEqual({
    id: "820982911946154508",
    lines: [{ title: "Tea \u{1f600} \ufffd" }],
  });
});
