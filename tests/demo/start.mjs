import { spawn } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

import { ensureInstalled } from "./install.mjs";

// Plain JavaScript for Node 20: what it starts runs on the Node 24 that the installation brings.

const root = fileURLToPath(new URL("../..", import.meta.url));

try {
  await ensureInstalled();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

const launcher = spawn(
  `${root}node_modules/.bin/node`,
  ["--import", "tsx", `${root}tests/demo/launch.ts`, ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit" },
);
// The launcher stops what it started and then itself. A terminal's Ctrl-C reaches it directly.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => launcher.kill(signal));

launcher.once("error", (error) => {
  console.error(`Could not start Node 24: ${error.message}`);
  process.exitCode = 1;
});
launcher.once("exit", (code, signal) => {
  process.exitCode = code ?? 128 + constants.signals[signal];
});
