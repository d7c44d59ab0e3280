import { expect, test } from "vitest";

import { parseAdjustment } from "./adjustment.schema.ts";

const form = {
  direction: "take",
  points: "1,500",
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

test.each(["", "0", "-5", "1.5", "lots", "100000001"])(
  "%j points is an error at the field",
  (points) => {
    expect(Object.keys(parseAdjustment({ ...form, points }).errors ?? {})).toEqual(["points"]);
  },
);
