import { expect, test } from "vitest";

import { changeTo } from "./import-drafts.ts";

test.each([
  ["more than there is", 500n, { available: 120n, debt: 0n }, 380n],
  ["less", 50n, { available: 120n, debt: 0n }, -70n],
  ["nothing", 0n, { available: 120n, debt: 0n }, -120n],
  ["what is there already", 120n, { available: 120n, debt: 0n }, 0n],
  ["more, for somebody who owes: that is paid first", 500n, { available: 0n, debt: 30n }, 530n],
  ["nothing, for somebody who owes: that stays", 0n, { available: 0n, debt: 30n }, 0n],
])("a balance is set to %s", (_what, target, account, change) => {
  expect(changeTo(target, account)).toBe(change);
});
