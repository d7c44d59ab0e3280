import { expect, test } from "vitest";

import { formatKey, hintOf, parseKey } from "./api-key.ts";

const shopId = "0197a3c5-7b1e-7c33-9d0a-3f2b1c4d5e6f";
const secret = "A".repeat(40) + "b-_";

test("a key names its shop and keeps its secret", () => {
  const key = formatKey({ shopId, secret });
  expect(parseKey(key)).toEqual({ shopId, secret });
  expect(hintOf(key)).toBe("Ab-_");
});

test.each([
  "",
  "enc_",
  `enc_${shopId}_${secret}`,
  `enc_${shopId.replaceAll("-", "")}_short`,
  "Bearer x",
])("%j is no key", (text) => {
  expect(parseKey(text)).toBeNull();
});
