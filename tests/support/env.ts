import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { registerReactions } from "#app/events/registered-reactions.server.ts";

/** What the app needs to start against a stand-in. Secrets here are good for nothing else, and production refuses them. */
export const demoEnvironment = {
  SHOPIFY_API_KEY: "encore-demo-key",
  SHOPIFY_API_SECRET: "encore-demo-secret",
  ENCRYPTION_KEYS: `encore-demo:${Buffer.from("encore-demo-key-of-32-bytes-long").toString("base64")}`,
} as const;

/** Sets this test process up like an app process, with a database of its own. Must run before any app module is loaded. */
export function setTestEnvironment(databaseUrl: string): void {
  Object.assign(process.env, demoEnvironment, {
    NODE_ENV: "test",
    DATABASE_URL: databaseUrl,
    SHOPIFY_APP_URL: "https://encore.test",
    LOG_LEVEL: process.env["LOG_LEVEL"] ?? "error",
    // Never the name of a file that an earlier run left: process ids come again, and with them a clock that somebody moved.
    ENCORE_CLOCK_FILE: join(tmpdir(), `encore-clock-${randomUUID()}.json`),
  });
  // Asked for with the first event: most tests append none, and all handlers are much to load.
  registerReactions(async () => (await import("#app/reactions.server.ts")).reactions);
}
