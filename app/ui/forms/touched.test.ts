import { expect, test } from "vitest";

import { ofTouched } from "./touched.ts";

const was = { name: "", cost: "", tiers: [{ name: "New", orders: "1" }], productIds: [] };
const errors = {
  name: "Enter a name.",
  cost: "Enter a whole number of points.",
  "tiers.0.orders": "Enter a number of orders.",
  "tiers.1.name": "Enter a name.",
  "tiers.1": "Ask for more orders.",
  productIds: "Choose a product.",
};

test("a field in which nothing was typed is not wrong yet; a list is at once", () => {
  const values = { ...was, cost: "some", tiers: [...was.tiers, { name: "", orders: "1" }] };
  expect(Object.keys(ofTouched(errors, values, was))).toEqual([
    "cost",
    "tiers.1.name",
    "tiers.1",
    "productIds",
  ]);
});
