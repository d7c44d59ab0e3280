import { Worker } from "node:worker_threads";

const BEAT_MS = 1_000;
/** Longer than any work holds the process up. */
const DEAD_AFTER_MS = 60_000;

/** In a thread of its own: whoever is stuck cannot look at a clock. */
const WATCH = `
  const { workerData: { beats, everyMs, deadAfterMs } } = require("node:worker_threads");
  let [seen, since] = [-1, 0];
  setInterval(() => {
    const now = Atomics.load(beats, 0);
    since = now === seen ? since + everyMs : 0;
    seen = now;
    if (since < deadAfterMs) return;
    process.stderr.write('{"level":60,"msg":"The process has been stuck for a minute and ends"}\\n');
    process.kill(process.pid, "SIGKILL");
  }, everyMs);`;

/** Ends this process when it has been stuck for a minute, so that what started it (compose, Kubernetes) starts it again. */
export function startWatchdog(): void {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref();
  new Worker(WATCH, {
    eval: true,
    workerData: { beats, everyMs: BEAT_MS, deadAfterMs: DEAD_AFTER_MS },
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
    execArgv: [],
  }).unref();
}
