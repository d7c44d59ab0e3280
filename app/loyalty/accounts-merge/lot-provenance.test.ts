import { expect, test } from "vitest";

import { isFrom, type LotProvenance } from "./lot-provenance.ts";

/** As `Ann < Gil`: in Ann's account, before in Gil's. A star is for what came there when records were parted. */
function line(text: string): LotProvenance {
  return text.split(" < ").map((one) => ({
    customerId: one.replace("*", ""),
    isReturned: one.endsWith("*"),
  }));
}

test.each([
  ["Ann", "Gil", false],
  ["Ann < Gil", "Gil", true],
  // Given back late, into a lot of its own.
  ["Ann < Ann < Gil", "Gil", true],
  ["Ann < Ann", "Gil", false],
  // Gil's came by Hal, who is somebody else's: it is Hal's that Ann has.
  ["Ann < Hal < Gil", "Gil", false],
  ["Ann < Hal < Gil", "Hal", true],
  // Ann's account had been a part of Kim's, and is as it was before.
  ["Ann* < Kim < Ann < Gil", "Gil", true],
  ["Ann* < Kim < Ann", "Gil", false],
  ["Ann* < Kim < Kim < Ann < Gil", "Gil", true],
  // It came into Kim's account when Ann's was a part of it already.
  ["Ann* < Kim < Gil", "Gil", true],
  ["Ann* < Kim", "Gil", false],
])("%s: from %s? %s", (text, id, is) => {
  expect(isFrom(line(text), new Set([id]))).toBe(is);
});
