import { setTimeout as pause } from "node:timers/promises";

import {
  createPostgresBackend,
  Queue,
  type Job,
  type Processor,
  WaitingError,
  Worker,
  withBackend,
} from "bullmq";

import { env } from "./env.server.ts";
import { jobKey, jobs, type JobName, type JobPayload, type QueueName } from "../jobs.ts";
import { LastingClient } from "./lasting-client.server.ts";
import { log } from "./log.server.ts";
import { CutOff } from "./retry.ts";

const SCHEMA = "queue";
const CONNECTIONS = 4;
const RETRY_AFTER_MS = 5_000;
const WAKE_EVERY_MS = 100;
/** A worker that dies leaves its job stalled, which counts apart from attempts: dying is not the job's fault. */
const MOST_STALLS = 1_000;
const STALLED_AFTER_MS = 15_000;

/** Until a database that does not answer is taken for one that is away. */
const CONNECT_TIMEOUT_MS = 5_000;
const OPEN_AGAIN_AFTER_MS = 1_000;
/** Longer nobody waits who has written down already what they want. */
const ANSWER_WITHIN_MS = 5_000;

type AnyQueue = Pick<Queue, "add" | "close" | "waitUntilReady">;
type AnyWorker = Pick<Worker, "close" | "run" | "waitUntilReady">;

const queues = new Map<QueueName, AnyQueue>();
const wakingSoon = new Map<JobName, NodeJS.Timeout>();

/** Asks for a job. Safe to ask often: a job that waits already is not added again. Throws when the queue does not answer. */
export async function enqueue<Name extends JobName>(
  name: Name,
  payload: JobPayload<Name>,
): Promise<void> {
  const giveUp = new AbortController();
  const tooLate = pause(ANSWER_WITHIN_MS, null, { signal: giveUp.signal }).then(() => {
    throw new Error("the queue does not answer");
  });
  // Redis is waited for as long as it is away; what was to be added then is added late, and once.
  await Promise.race([add(name, payload), tooLate]).finally(() => giveUp.abort());
}

async function add<Name extends JobName>(name: Name, payload: JobPayload<Name>): Promise<void> {
  const job = jobs[name];
  const queue = await openQueue(job.queue);
  await queue.add(name, payload, {
    deduplication: { id: jobKey(name, payload), keepLastIfActive: true },
    attempts: job.attempts,
    backoff: { type: "exponential", delay: RETRY_AFTER_MS },
    removeOnComplete: true,
    removeOnFail: { age: 24 * 3600, count: 1_000 },
  });
}

/** `enqueue` for what would be found by itself a little later: should the queue not answer, nothing is lost. */
export async function wake<Name extends JobName>(
  name: Name,
  payload: JobPayload<Name>,
): Promise<void> {
  try {
    await enqueue(name, payload);
  } catch (error) {
    log.warn(
      { err: error, job: name },
      "The workers could not be woken; they will look for themselves",
    );
  }
}

/**
 * `wake` for what happens often: at most ten times a second, and nobody waits for it. A second redemption within 100 ms
 * is heard of by the wake-up of the first.
 */
export function wakeSoon(name: "drain-deliveries" | "drain-reactions"): void {
  if (wakingSoon.has(name)) return;
  const timer = setTimeout(() => {
    wakingSoon.delete(name);
    void wake(name, {});
  }, WAKE_EVERY_MS);
  wakingSoon.set(name, timer.unref());
}

/**
 * Runs a queue's jobs in this process, `concurrency` at a time, whenever its database answers. Closing waits for those under way; one
 * that is cut off waits anew.
 */
export function startWorker(
  name: QueueName,
  concurrency: number,
  run: (job: { name: string; data: unknown }) => Promise<void>,
): { close: () => Promise<void> } {
  const closing = new AbortController();
  let worker: AnyWorker | null = null;
  const working = (async () => {
    while (!closing.signal.aborted) {
      worker = makeWorker(name, concurrency, run);
      // What met a database that was away remembers that for ever (BullMQ 6.7): then another is made. Its listener has said why.
      const isReady = await worker.waitUntilReady().then(
        () => true,
        () => false,
      );
      if (isReady && !closing.signal.aborted) await worker.run().catch(() => undefined);
      if (closing.signal.aborted) return;
      void worker.close(true).catch(() => undefined);
      await pause(OPEN_AGAIN_AFTER_MS, null, { signal: closing.signal }).catch(() => null);
    }
  })();
  return {
    close: async () => {
      closing.abort();
      await worker?.close();
      await working;
    },
  };
}

function makeWorker(
  queue: QueueName,
  concurrency: number,
  run: (job: { name: string; data: unknown }) => Promise<void>,
): AnyWorker {
  const processor: Processor = (job: Job, token) =>
    run(job).catch(async (error: unknown) => {
      if (!(error instanceof CutOff)) throw error;
      await job.moveToWait(token);
      throw new WaitingError();
    });
  const options = {
    concurrency,
    autorun: false,
    maxStalledCount: MOST_STALLS,
    stalledInterval: STALLED_AFTER_MS,
    lockDuration: STALLED_AFTER_MS * 2,
  };
  const worker = env.REDIS_URL
    ? new Worker(queue, processor, {
        ...options,
        connection: { url: env.REDIS_URL, maxRetriesPerRequest: null },
      })
    : new (withBackend(createPostgresBackend).Worker)(queue, processor, {
        ...options,
        connection: postgres(),
      });
  worker.on("error", (error) => log.warn({ err: error, queue }, "The queue had a fault"));
  worker.on("failed", (job, error) => log.error({ err: error, job: job?.name }, "A job failed"));
  return worker;
}

/** Lets go of the connections. */
export async function closeQueues(): Promise<void> {
  wakingSoon.forEach((timer) => clearTimeout(timer));
  wakingSoon.clear();
  await Promise.all([...queues.values()].map((queue) => queue.close()));
  queues.clear();
}

/** The queue of this name, ready. One whose database was away is made anew by whoever asks next. */
async function openQueue(name: QueueName): Promise<AnyQueue> {
  const queue = queueOf(name);
  try {
    await queue.waitUntilReady();
  } catch (error) {
    if (queues.get(name) === queue) queues.delete(name);
    void queue.close().catch(() => undefined);
    throw error;
  }
  return queue;
}

function queueOf(name: QueueName): AnyQueue {
  const known = queues.get(name);
  if (known) return known;

  const queue = env.REDIS_URL
    ? new Queue(name, { connection: { url: env.REDIS_URL } })
    : new (withBackend(createPostgresBackend).Queue)(name, { connection: postgres() });
  queue.on("error", (error) => log.warn({ err: error, queue: name }, "The queue had a fault"));
  queues.set(name, queue);
  return queue;
}

/** The queue's tables are its own: it makes them on first use, as the login of DATABASE_URL. */
function postgres() {
  return {
    connectionString: env.DATABASE_URL,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    Client: LastingClient,
    schema: SCHEMA,
    migrate: true,
    max: CONNECTIONS,
  };
}
