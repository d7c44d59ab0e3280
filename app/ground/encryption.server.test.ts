import { expect, test, vi } from "vitest";

const key = (id: string, letter: string) =>
  `${id}:${Buffer.from(letter.repeat(32)).toString("base64")}`;

test("what is sealed opens again, and is different each time", async () => {
  const { openText, sealText } = await withKeys(key("a", "1"));
  const sealed = sealText("shpat_token", "demo.session.accessToken");

  expect(openText(sealed, "demo.session.accessToken")).toBe("shpat_token");
  expect(sealText("shpat_token", "demo.session.accessToken")).not.toBe(sealed);
});

test("what is sealed for one shop or column does not open for another", async () => {
  const { openText, sealText } = await withKeys(key("a", "1"));
  const sealed = sealText("shpat_token", "demo.session.accessToken");

  expect(() => openText(sealed, "other.session.accessToken")).toThrow();
  expect(() => openText(sealed, "demo.session.refreshToken")).toThrow();
});

test("a changed byte does not go unnoticed", async () => {
  const { open, seal } = await withKeys(key("a", "1"));
  const sealed = seal(Buffer.from("body"), "demo");
  sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;

  expect(() => open(sealed, "demo")).toThrow();
});

test("a new key encrypts from now on while what the old one sealed still opens", async () => {
  const old = await withKeys(key("a", "1"));
  const sealedBefore = old.sealText("secret", "demo");
  const rotated = await withKeys(`${key("b", "2")},${key("a", "1")}`);

  expect(rotated.openText(sealedBefore, "demo")).toBe("secret");
  const withNewOnly = await withKeys(key("b", "2"));
  expect(withNewOnly.openText(rotated.sealText("secret", "demo"), "demo")).toBe("secret");
  expect(() => withNewOnly.openText(sealedBefore, "demo")).toThrow(/"a" is not in ENCRYPTION_KEYS/);
});

async function withKeys(keys: string) {
  vi.resetModules();
  for (const [name, value] of Object.entries({ ...REQUIRED, ENCRYPTION_KEYS: keys }))
    vi.stubEnv(name, value);
  return import("./encryption.server.ts");
}

const REQUIRED = {
  DATABASE_URL: "postgresql://localhost/none",
  SHOPIFY_API_KEY: "key",
  SHOPIFY_API_SECRET: "secret",
  SHOPIFY_APP_URL: "https://encore.example",
};
