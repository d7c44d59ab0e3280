import { expect, test } from "vitest";

import { parsePointWorth, worthFormValues } from "./point-worth.schema.ts";

const pounds = { currency: "GBP" };

test("what is typed comes back as it was meant", () => {
  const typed = { points: " 100 ", amount: "1,50", rate: "62.5 %" };
  const { worth } = parsePointWorth(typed, pounds);
  expect(worth).toEqual({ valuePoints: 100, valueMinor: 150n, redemptionRateBps: 6_250 });
  expect(worth && worthFormValues(worth, "GBP")).toEqual({
    points: "100",
    amount: "1.50",
    rate: "62.5",
  });
});

test("no share is what was seen so far", () => {
  const { worth } = parsePointWorth({ points: "10", amount: "1", rate: "" }, { currency: "JPY" });
  expect(worth).toEqual({ valuePoints: 10, valueMinor: 1n, redemptionRateBps: null });
});

test("what cannot be is said at its field", () => {
  const { errors } = parsePointWorth({ points: "0", amount: "1.505", rate: "101" }, pounds);
  expect(Object.keys(errors ?? {}).toSorted()).toEqual(["amount", "points", "rate"]);
  expect(parsePointWorth({}, pounds).errors).toHaveProperty("points");
});
