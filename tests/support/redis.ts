import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Redis } from "ioredis";

import { freePort } from "./postgres.ts";
import { until } from "./wait.ts";

/** A Redis as `compose.yaml` runs it: it keeps what it was told. */
export type RunningRedis = {
  url: string;
  /** What it answers to a command. */
  ask(command: string, ...words: string[]): Promise<unknown>;
  /** Ends it in the midst of whatever it does. */
  kill(): Promise<void>;
  /** Starts it again, with what it had written down by then. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** Whether this machine has one: no package of npm brings it. */
export function hasRedis(): boolean {
  return spawnSync("redis-server", ["--version"], { stdio: "ignore" }).status === 0;
}

export async function startRedis(): Promise<RunningRedis> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const directory = mkdtempSync(join(tmpdir(), "encore-redis-"));
  let server: ChildProcess | null = null;
  const kill = async () => {
    const running = server;
    server = null;
    if (!running || running.exitCode !== null) return;
    const ended = once(running, "exit");
    running.kill("SIGKILL");
    await ended;
  };
  const killWithParent = () => void server?.kill("SIGKILL");
  process.once("exit", killWithParent);

  const ask = async (command: string, ...words: string[]) => {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return await client.call(command, ...words);
    } finally {
      client.disconnect();
    }
  };
  const start = async () => {
    const settings = { port, dir: directory, bind: "127.0.0.1", appendonly: "yes", save: "" };
    const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
    server = spawn("redis-server", flags, { stdio: "ignore", detached: true });
    const isReady = () =>
      ask("PING").then(
        (answer) => answer === "PONG",
        () => false,
      );
    await until("Redis answers", isReady, 30_000, 20);
  };
  await start();
  return {
    url,
    ask,
    kill,
    start,
    stop: async () => {
      process.removeListener("exit", killWithParent);
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
