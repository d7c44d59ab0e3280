import { expect, test } from "vitest";

import { parseManualTier } from "./manual-tier.schema.ts";

const tierId = "0198a0de-0000-7000-8000-000000000000";

test("a tier holds until its last day is over by the shop's clock, or for good", () => {
  expect(parseManualTier({ tierId, until: "2027-05-31" }, "America/New_York").asked).toEqual({
    tierId,
    until: new Date("2027-06-01T04:00:00Z"),
  });
  expect(parseManualTier({ tierId, until: "" }, "UTC").asked).toEqual({ tierId, until: null });
});

test("none is whatever was earned, whatever day stands beside it", () => {
  expect(parseManualTier({ tierId: "", until: "2027-05-31" }, "UTC").asked).toEqual({
    tierId: null,
    until: null,
  });
});

test.each(["31.05.2027", "2027-13-01", "soon"])("%s is no day", (until) => {
  expect(parseManualTier({ tierId, until }, "UTC").errors).toEqual({ until: "Choose a day." });
});
