import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

const GIVE_UP_AFTER_MS = 15_000;

export type Child = {
  name: string;
  pid: number;
  logFile: string;
  /** Resolves when the process has ended, however it came to that. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Asks the process to end, insists after a while, and waits until it has. */
  stop(): Promise<void>;
};

/** What a child has written so far. */
export function outputOf({ logFile }: Pick<Child, "logFile">): string {
  return existsSync(logFile) ? readFileSync(logFile, "utf8") : "";
}

type Options = {
  name: string;
  args: string[];
  env: Record<string, string | undefined>;
  logFile: string;
  cwd: string;
};

/** Starts a Node process whose output goes to a log file. */
export function startChild({
  name,
  args,
  env,
  logFile,
  cwd,
}: Options): Child & { process: ChildProcess } {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: "a" });
  const child = spawn(process.execPath, args, {
    cwd,
    // Not the terminal's Ctrl-C: the one who started it ends it, in the right order.
    detached: true,
    env: { ...process.env, ENCORE_PROCESS: name, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });

  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) =>
    child.once("exit", (code, signal) => done({ code, signal })),
  );
  const killWithParent = () => void child.kill("SIGKILL");
  process.once("exit", killWithParent);
  void ended.then(() => process.removeListener("exit", killWithParent));
  return {
    name,
    pid: child.pid ?? 0,
    logFile,
    process: child,
    ended,
    stop: async () => {
      const insist = setTimeout(() => child.kill("SIGKILL"), GIVE_UP_AFTER_MS);
      child.kill("SIGTERM");
      await ended;
      clearTimeout(insist);
    },
  };
}
