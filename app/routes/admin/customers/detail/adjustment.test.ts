import { expect, test } from "vitest";

import { balanceAfter, parseAdjustment } from "./adjustment.schema.ts";

const form = {
  direction: "take",
  points: " 1500",
  internal: " Parcel was late ",
  public: "",
  clientKey: "0198a0de-0000-7000-8000-000000000000",
};

test("what is typed becomes a signed number and two notes", () => {
  expect(parseAdjustment(form).adjustment).toEqual({
    points: -1500n,
    notes: { internal: "Parcel was late", public: null },
    clientKey: form.clientKey,
  });
});

test.each(["", "0", "-5", "1.5", "12,5", "1,500", "lots", "100000001"])(
  "%j points is an error at the field",
  (points) => {
    expect(Object.keys(parseAdjustment({ ...form, points }).errors ?? {})).toEqual(["points"]);
  },
);

test("a change is given a reason", () => {
  expect(parseAdjustment({ ...form, internal: "  " }).errors).toEqual({
    internal: "Say why, for your team.",
  });
});

test("what will be there afterwards is known while it is typed", () => {
  expect(balanceAfter(1_084, { direction: "give", points: "125" })).toBe(1_209);
  expect(balanceAfter(1_084, { direction: "take", points: "84" })).toBe(1_000);
  expect(balanceAfter(-30, { direction: "give", points: "100" })).toBe(70);
  expect(balanceAfter(1_084, { direction: "give", points: "12,5" })).toBe(null);
});
