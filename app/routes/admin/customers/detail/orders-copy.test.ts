import { expect, test } from "vitest";

import { orderStateInWords } from "./orders-copy.ts";

const order = {
  financialState: "paid",
  fulfillmentState: null,
  cancelledAt: null,
  isDeleted: false,
  test: false,
  otherCurrency: null,
};

test.each([
  [{}, "Paid"],
  [{ fulfillmentState: "fulfilled" }, "Paid, sent"],
  [
    { financialState: "PARTIALLY_REFUNDED", fulfillmentState: "PARTIAL" },
    "Partially refunded, partly sent",
  ],
  [{ cancelledAt: "2026-11-23T12:00:00Z", isDeleted: true }, "Deleted in Shopify"],
  [{ cancelledAt: "2026-11-23T12:00:00Z", fulfillmentState: "restocked" }, "Cancelled, restocked"],
  [{ otherCurrency: "USD" }, "Paid, in USD: not counted"],
  [{ test: true, fulfillmentState: "something new" }, "Paid, test order"],
])("%j", (changes, words) => {
  expect(orderStateInWords({ ...order, ...changes })).toBe(words);
});
