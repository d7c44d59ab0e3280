import { expect, test } from "vitest";

import { problemOfUrl } from "./webhook-url.server.ts";

const live = { local: false };

test.each([
  ["https://hooks.example.com/encore", null],
  ["https://8.8.8.8/x", null],
  ["http://hooks.example.com/encore", "not_https"],
  ["ftp://hooks.example.com", "not_https"],
  ["https://localhost/x", "not_public"],
  ["https://127.0.0.1/x", "not_public"],
  ["https://2130706433/x", "not_public"], // 127.0.0.1 as one number
  ["https://[::1]/x", "not_public"],
  ["https://169.254.169.254/latest", "not_public"],
  ["https://me:secret@example.com", "has_login"],
  ["nonsense", "unreadable"],
] as const)("%s: %s", (url, problem) => {
  expect(problemOfUrl(url, live)).toBe(problem);
});

test("in development this machine may be told", () => {
  expect(problemOfUrl("http://127.0.0.1:4000/hooks", { local: true })).toBeNull();
  expect(problemOfUrl("http://10.0.0.1/hooks", { local: true })).toBe("not_https");
});
