import { expect, test } from "vitest";

import { formatsFor } from "../format/formats.ts";
import { type HistoryImport, importInWords, isRunning } from "./history-import.ts";

const formats = formatsFor({ currency: "EUR", timezone: "UTC", now: "2026-11-23T12:00:00Z" });

const job: HistoryImport = {
  state: "importing",
  ordersDone: 1_250,
  ordersTotal: 9_120,
  requestedAt: "2026-11-23T11:00:00Z",
  importingAt: "2026-11-23T11:02:00Z",
  finishedAt: null,
  lastError: null,
};

test("an import says how far it is", () => {
  expect(importInWords(job, formats)).toBe("1,250 of 9,120 orders");
  expect(isRunning(job)).toBe(true);
});

test("an import that does not know its end says what it has", () => {
  const endless = { ...job, ordersDone: 1, ordersTotal: null };
  expect(importInWords(endless, formats)).toBe("1 order so far");
});

test("an import that ended says how", () => {
  const failed = { ...job, state: "failed" };
  expect(importInWords({ ...job, state: "done" }, formats)).toMatch(
    /^1,250 orders of your history/,
  );
  expect(importInWords(failed, formats)).toMatch(/Nothing that was read is lost/);
  expect([isRunning(failed), isRunning(null)]).toEqual([false, false]);
});
