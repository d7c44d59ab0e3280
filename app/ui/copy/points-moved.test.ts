import { expect, test } from "vitest";

import { formatsFor } from "../format/formats.ts";
import { ownPointsMoved, pointsMoved } from "./points-moved.ts";

const formats = formatsFor({ currency: "EUR", timezone: "UTC", now: "2026-11-23T12:00:00Z" });

test.each([
  [{ kind: "earn", points: "120", available: "1204" }, "{who} earned 120 points and now has 1,204"],
  [
    { kind: "earn", points: "120", pending: true, available: "0" },
    "{who} earned 120 points, which are pending",
  ],
  [{ kind: "earn", points: "20", available: "0" }, "{who} earned 20 points"],
  [{ kind: "expire", points: "-1", available: "4" }, "1 point of {who} expired"],
  [{ kind: "adjust", points: "-50", available: "0" }, "50 points were taken from {who}"],
  [{ kind: "adjust", points: "50", available: "50" }, "{who} was given 50 points and now has 50"],
])("%o", (properties, words) => {
  expect(pointsMoved(properties, formats)).toBe(words);
});

test.each([
  [{ kind: "earn", points: "120", available: "1204" }, "Earned 120 points and now has 1,204"],
  [{ kind: "expire", points: "-10", available: "4" }, "10 points expired"],
  [{ kind: "adjust", points: "-50", available: "0" }, "50 points were taken"],
  [{ kind: "earn", available: "0" }, "The points changed"],
])("in the person's own story: %o", (properties, words) => {
  expect(ownPointsMoved(properties, formats)).toBe(words);
});

test("of what was told before the movement was kept there is the balance, and never that somebody has nothing", () => {
  expect(pointsMoved({ kind: "earn", available: "1200" }, formats)).toBe(
    "{who} now has 1,200 points",
  );
  expect(pointsMoved({ kind: "earn", available: "0" }, formats)).toBe(
    "The points of {who} changed",
  );
});
