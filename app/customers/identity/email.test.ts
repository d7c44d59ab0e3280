import { expect, test } from "vitest";

import { normaliseEmail } from "./email.ts";

test.each([
  [" Ada@Example.COM ", "ada@example.com"],
  ["ada+tea@example.com", "ada+tea@example.com"],
  ["", null],
  ["  ", null],
  ["nobody", null],
  [null, null],
  [undefined, null],
])("%j is compared as %j", (email, normal) => {
  expect(normaliseEmail(email)).toBe(normal);
});
