import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { buildApp, compiled } from "./build-app.ts";
import { outputOf, startChild } from "./child.ts";
import { freePort } from "./postgres.ts";
import { untilAnswers } from "./wait.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

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
  const child = startChild({
    name: "web",
    cwd: root,
    logFile: join(directory, "web.log"),
    env: {
      NODE_ENV: "development",
      LOG_LEVEL: "warn",
      HOST: "127.0.0.1",
      PORT: String(port),
      SHOPIFY_APP_URL: url,
      STAND_IN_PORT: String(standInPort),
      ...more,
    },
    args: ["--import", "./tests/stand-in/divert.ts", ...compiled("web")],
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
