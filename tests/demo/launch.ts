import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { installInto, launchIn, untilImported } from "#tests/support/open-shop.ts";
import { preferredPort } from "#tests/support/postgres.ts";
import { type Running, type Stack, startStack } from "#tests/support/stack.ts";
import { logEnd } from "#tests/support/wait.ts";

import { alone } from "./alone.mjs";
import { openReport } from "./report.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const home = join(root, ".encore");
const runningFile = join(home, "running.json");
const APP_PORT = 4500;
const STAND_IN_PORT = 4501;
const DEMO_CUSTOMERS = 3_000;

const { values: options } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    reset: { type: "boolean", default: false },
    fresh: { type: "boolean", default: false },
    report: { type: "string" },
    store: { type: "string" },
    seed: { type: "string" },
    customers: { type: "string" },
  },
});

let leaving = false;
const other = runningLauncher();
if (other) {
  process.stderr.write(
    `Encore already runs here (process ${other}). Stop it first, or open what .encore/running.json names.\n`,
  );
  process.exitCode = 1;
} else {
  // One that has just been stopped may still be ending.
  process.exitCode = await alone("running", launch);
}

async function launch(): Promise<number> {
  // A check, and a shop that has just installed Encore, start from nothing each time, and leave the demo's data alone.
  const name = options.check ? "check" : options.fresh ? "fresh" : "demo";
  const directory = join(home, name);
  if (name !== "demo" || options.reset) rmSync(directory, { recursive: true, force: true });

  let stack: Stack | undefined;
  const interrupted = new Promise<number>((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      // Until all of it runs there is nothing to end in order: leaving ends every process that was started.
      process.on(signal, () => (stack ? done(0) : process.exit(1)));
    }
  });
  try {
    stack = await startStack({
      directory,
      store: options.store,
      seed: options.seed === undefined ? undefined : Number(options.seed),
      customers: options.store ? undefined : Number(options.customers ?? DEMO_CUSTOMERS),
      ports: { app: await preferredPort(APP_PORT), standIn: await preferredPort(STAND_IN_PORT) },
      onProgress: say,
    });
    return await Promise.race([
      serve(stack),
      interrupted.then(() => 0),
      stack.broken.then(explain),
    ]);
  } catch (error) {
    complain(error);
    return 1;
  } finally {
    leaving = true;
    rmSync(runningFile, { force: true });
    await stack?.stop();
  }
}

/** Opens the shop, then either stays up until it is stopped or plays the story and reports. */
async function serve(stack: Stack): Promise<number> {
  await installInto(stack.running);
  writeRunning(stack.running);
  if (options.check) {
    await untilImported(stack, say);
    // With its browser a second to load.
    const { playOtherShops, playTheDay, playTheLaunch } = await import("./story.ts");
    const report = openReport(say);
    await playTheLaunch(stack.running, report);
    await playTheDay(stack.running, report);
    await playOtherShops(stack.running, report);
    return report.close(options.report);
  }

  say(
    `Encore is running. Open ${stack.running.admin.url} (storefront: ${stack.running.storefront.url}). Ctrl-C stops it.`,
  );
  await followImport(stack);
  return new Promise<number>(() => undefined);
}

/** The app shows how far the import is; here one line says that it has ended. The demo's program is then launched, a fresh one not. */
async function followImport(stack: Stack): Promise<void> {
  try {
    const { orders, customers } = await untilImported(stack, () => undefined);
    const counts = [orders, customers].map((count) => count.toLocaleString("en"));
    say(`The shop's history is imported: ${counts[0]} orders, ${counts[1]} customers.`);
    if (options.fresh)
      return say("The loyalty program is a draft: launch it under Loyalty → Launch.");
    const { points } = await launchIn(stack);
    say(`The loyalty program is live: customers have ${points.toLocaleString("en")} points.`);
  } catch (error) {
    // An import that failed can be looked at, and started again, in the app.
    if (!leaving) complain(error);
  }
}

function explain(child: { name: string; logFile: string } & Parameters<typeof logEnd>[0]): number {
  process.stderr.write(
    `The ${child.name} process ended by itself. The end of its log (${child.logFile}):\n${logEnd(child)}\n`,
  );
  return 1;
}

function runningLauncher(): number | null {
  if (!existsSync(runningFile)) return null;
  const { pids } = JSON.parse(readFileSync(runningFile, "utf8")) as Running;
  try {
    process.kill(pids.launcher, 0);
    return pids.launcher;
  } catch {
    return null; // It was killed before it could tidy up.
  }
}

function writeRunning(running: Running): void {
  mkdirSync(home, { recursive: true });
  writeFileSync(runningFile, `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
}

function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
