import { spawnSync } from "node:child_process";

import { expect, test } from "vitest";

import { demoEnvironment } from "#tests/support/env.ts";

const own = {
  DATABASE_URL: "postgresql://localhost/none",
  SHOPIFY_API_KEY: "key",
  SHOPIFY_API_SECRET: "a secret of one's own",
  SHOPIFY_APP_URL: "https://encore.example",
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
};

test("with secrets of its own Encore starts in production", () => {
  expect(start(own)).toEqual({ status: 0, said: "" });
});

test("a missing secret stops the start and says which", () => {
  const { status, said } = start({ ...own, SHOPIFY_API_SECRET: undefined });

  expect(status).toBe(1);
  expect(said).toContain("SHOPIFY_API_SECRET");
});

test.each(["SHOPIFY_API_SECRET", "ENCRYPTION_KEYS"] as const)(
  "the demo's %s stops the start in production",
  (name) => {
    const { status, said } = start({ ...own, [name]: demoEnvironment[name] });

    expect(status).toBe(1);
    expect(said).toContain(`${name}: is the demo's secret: set your own`);
  },
);

function start(env: Record<string, string | undefined>) {
  const run = spawnSync(process.execPath, ["--import", "tsx", "app/ground/env.server.ts"], {
    encoding: "utf8",
    env: { NODE_ENV: "production", PATH: process.env["PATH"], ...env },
  });
  return { status: run.status, said: run.stderr };
}
