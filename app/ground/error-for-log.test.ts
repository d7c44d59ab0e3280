import { expect, test } from "vitest";

import { errorForLog } from "./error-for-log.ts";

test("an error is logged with its causes, and without what hangs on it", () => {
  const detail = "Failing row contains (1, ada@example.com)";
  const cause = Object.assign(new Error("null value in column"), { detail, code: "23502" });
  const error = Object.assign(new Error("The batch failed", { cause }), {
    code: "P2010",
    meta: { driverAdapterError: { cause: { detail } } },
  });

  expect(errorForLog(error)).toMatchObject({
    type: "Error",
    message: "The batch failed: null value in column",
    code: "P2010",
  });
  expect(JSON.stringify(errorForLog(error))).not.toContain("ada@example.com");
});

test("causes in a circle come to an end, and what is no error is not shown", () => {
  const error = new Error("round");
  error.cause = error;

  expect(errorForLog(error)).toMatchObject({ type: "Error" });
  expect(errorForLog("ada@example.com")).toEqual({ type: "string" });
});
