import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { buildApp } from "./build-app.ts";
import { outputOf } from "./child.ts";
import { startCompiled } from "./compiled-process.ts";
import { freePort } from "./postgres.ts";
import { untilAnswers } from "./wait.ts";

export type WebProcess = {
  url: string;
  /** The errors that it has logged so far. */
  errors(): string[];
  stop(): Promise<void>;
};

/**
 * The web process as production runs it, on the database of this test file, with its calls to Shopify going to the stand-in at
 * this port. Resolves when it answers. Builds first: give the hook `BUILD_TIMEOUT_MS`.
 */
export async function startWeb(
  standInPort: number,
  more: Record<string, string> = {},
): Promise<WebProcess> {
  await buildApp();
  const directory = mkdtempSync(join(tmpdir(), "encore-web-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = startCompiled("web", {
    logFile: join(directory, "web.log"),
    env: { LOG_LEVEL: "warn", PORT: String(port), SHOPIFY_APP_URL: url, ...more },
    standInPort,
  });
  await untilAnswers(`${url}/readyz`, child, 60_000);
  return {
    url,
    errors: () =>
      outputOf(child)
        .split("\n")
        .filter((line) => line.includes('"level":50')),
    stop: async () => {
      await child.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
