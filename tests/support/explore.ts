import { spawn } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { parseArgs, styleText } from "node:util";

// Searches for a seed that random tests fail with, one after the other, until the time is up.
const USAGE = "npm run explore -- NAME --minutes N   (NAME: a part of a test file's path)";
const VITEST = "node_modules/vitest/vitest.mjs";

const { name, minutes } = readArguments(process.argv.slice(2));
const files = randomTests().filter((path) => path.includes(name));
if (files.length === 0)
  refuse(`No random test has "${name}" in its path. There are:\n  ${randomTests().join("\n  ")}`);

console.log(files.join("\n"));
const end = performance.now() + minutes * 60_000;
do {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const started = performance.now();
  const { passed, output } = await run(files, seed);
  const mark = passed ? styleText("green", "✓") : styleText("red", "✗");
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${mark} ${String(seed).padStart(10)} ${seconds.padStart(6)} s`);
  if (passed) continue;

  console.log(`\n${output.trim()}\n`);
  console.log(
    `Seed ${seed} failed. Repeat it with: ENCORE_SEED=${seed} npx vitest run ${files.join(" ")}`,
  );
  console.log("Once it is mended, add the run to tests/support/seeds.ts.");
  process.exitCode = 1;
} while (process.exitCode === undefined && performance.now() < end);

function readArguments(asked: string[]): { name: string; minutes: number } {
  try {
    const { values, positionals } = parseArgs({
      args: asked,
      allowPositionals: true,
      options: { minutes: { type: "string" } },
    });
    const [name, ...more] = positionals;
    const minutes = Number(values.minutes);
    if (!name || more.length > 0) return refuse("Say one NAME.");
    if (!values.minutes || !(minutes > 0 && Number.isFinite(minutes)))
      return refuse("Say for how many --minutes: a number above 0.");
    return { name, minutes };
  } catch (error) {
    return refuse((error as Error).message);
  }
}

function refuse(message: string): never {
  console.error(`${message}\n${USAGE}`);
  process.exit(2);
}

/** The files of all tests that are tried with seeds. */
function randomTests(): string[] {
  return globSync("{app,workers,tests}/**/*.test.{ts,tsx}")
    .filter((path) => readFileSync(path, "utf8").includes("#tests/support/random-runs.ts"))
    .toSorted();
}

function run(paths: readonly string[], seed: number): Promise<{ passed: boolean; output: string }> {
  const child = spawn(process.execPath, [VITEST, "run", ...paths], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ENCORE_SEED: String(seed) },
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));

  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) =>
      done({ passed: code === 0, output: Buffer.concat(chunks).toString() }),
    );
  });
}
