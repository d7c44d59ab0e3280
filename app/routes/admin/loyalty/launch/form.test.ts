import { expect, test } from "vitest";

import { parsePast, pastValues } from "./form.schema.ts";

const zone = "Asia/Tokyo";

test("a day begins by the shop's clock, and comes back as it was chosen", () => {
  const chosen = { past: "since", since: "2026-03-01" } as const;
  const { past } = parsePast(chosen, zone);
  expect(past).toEqual({ kind: "since", since: "2026-02-28T15:00:00.000Z" });
  expect(past && pastValues(past, zone)).toEqual(chosen);
});

test("all and none need no day", () => {
  expect(parsePast({ past: "all", since: "" }, zone).past).toEqual({ kind: "all" });
  expect(parsePast({ past: "none", since: "2026-02-30" }, zone).past).toEqual({ kind: "none" });
});

test.each([
  { past: "since", since: "" },
  { past: "since", since: "2026-02-30" },
])("%j is no day", (typed) => {
  expect(parsePast(typed, zone)).toEqual({ past: null, errors: { since: "Enter a day." } });
});

test("what no form sends is refused", () => {
  expect(parsePast({ past: "some", since: "" }, zone).past).toBeNull();
  expect(parsePast(null, zone).past).toBeNull();
});
