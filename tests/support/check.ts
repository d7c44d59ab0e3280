import { spawn } from "node:child_process";
import { delimiter, resolve } from "node:path";
import { styleText } from "node:util";

const AT_ONCE = 2; // Most of these fill a core each.

/** What `npm run check` runs, the longest first; `npm run check -- eslint knip` runs those two. */
const checks: Record<string, string> = {
  eslint: "eslint --max-warnings 0 .",
  tsc: "tsc --noEmit --pretty --project . && tsc --noEmit --pretty --project extensions",
  drift: "node --import tsx prisma/drift.ts",
  knip: "knip --no-config-hints",
  depcruise: "depcruise app workers tests prisma",
  house: "node --import tsx tests/support/house/index.ts",
  prettier: "prettier --check --log-level warn .",
  theme: "node --import tsx tests/support/check-theme.ts",
  extensions: "node --import tsx tests/support/build-extensions.ts",
  graphql: "node --import tsx tests/support/graphql-documents.ts",
};

type Result = { name: string; passed: boolean; output: string };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(
    `No check is called ${unknown.join(", ")}. There are: ${Object.keys(checks).join(", ")}.`,
  );
  process.exit(2);
}

const waiting = asked.length > 0 ? asked : Object.keys(checks);
const results = (await Promise.all(Array.from({ length: AT_ONCE }, runWaiting))).flat();
const failures = results.filter((result) => !result.passed);
for (const { name, output } of failures) {
  console.log(`\n${styleText("bold", name)}\n${output.trim()}`);
}
process.exitCode = failures.length === 0 ? 0 : 1;

async function runWaiting(): Promise<Result[]> {
  const done: Result[] = [];
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const started = performance.now();
    const result = await run(name, checks[name] ?? "");
    const mark = result.passed ? styleText("green", "✓") : styleText("red", "✗");
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const remark = result.passed ? (result.output.trim().split("\n").at(-1) ?? "") : "";
    const line = `${mark} ${name.padEnd(10)} ${seconds.padStart(5)} s  ${styleText("dim", remark)}`;
    console.log(line.trimEnd());
    done.push(result);
  }
  return done;
}

function run(name: string, command: string): Promise<Result> {
  const child = spawn(command, {
    shell: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PATH: [resolve("node_modules/.bin"), process.env["PATH"]].join(delimiter),
      ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}),
    },
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));

  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) =>
      done({ name, passed: code === 0, output: Buffer.concat(chunks).toString() }),
    );
  });
}
