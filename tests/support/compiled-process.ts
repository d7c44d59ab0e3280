import { fileURLToPath } from "node:url";

import { compiled } from "./build-app.ts";
import { type Child, startChild } from "./child.ts";
import { demoEnvironment } from "./env.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The web process or a worker as production runs it, with the demo's secrets; `env` says which database, and whatever else is to be
 * otherwise. `standInPort` is that of a stand-in for Shopify which all of its calls go to.
 */
export function startCompiled(
  name: "web" | "worker",
  {
    logFile,
    env,
    standInPort,
  }: { logFile: string; env: Record<string, string>; standInPort?: number | undefined },
): Child {
  const isDiverted = standInPort !== undefined;
  return startChild({
    name,
    cwd: root,
    logFile,
    args: [...(isDiverted ? ["--import", "./tests/stand-in/divert.ts"] : []), ...compiled(name)],
    env: {
      ...demoEnvironment,
      NODE_ENV: "development",
      MALLOC_ARENA_MAX: "2",
      SHOPIFY_APP_URL: "https://encore.test",
      HOST: "127.0.0.1",
      LOG_LEVEL: "info",
      ...(isDiverted && { STAND_IN_PORT: String(standInPort) }),
      ...env,
    },
  });
}
