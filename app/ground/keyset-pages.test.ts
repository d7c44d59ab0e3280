import { expect, test } from "vitest";

import { fromCursor, toCursor } from "./keyset-pages.ts";

const place = { value: "2026-01-02T03:04:05.000Z", id: "01900000-0000-7000-8000-000000000001" };

test("a cursor gives back the place it was made of", () => {
  expect(fromCursor("spent.asc", toCursor("spent.asc", place))).toEqual(place);
  expect(fromCursor("spent.asc", toCursor("spent.asc", { value: null, id: "42" }))).toEqual({
    value: null,
    id: "42",
  });
});

test("a cursor of another order means nothing", () => {
  expect(fromCursor("spent.desc", toCursor("spent.asc", place))).toBeNull();
});

test.each([
  "",
  "rubbish",
  "e30=",
  toCursor("x", { value: "1; DROP", id: place.id }),
  toCursor("x", { value: "1", id: "me" }),
])("what is not a cursor is no place: %s", (cursor) => expect(fromCursor("x", cursor)).toBeNull());
