import { hash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import pg from "pg";

import { newId } from "#app/ground/ids.server.ts";
import { migrate } from "#prisma/migrate.ts";
import { launchEveryProgram } from "#tests/support/launched-programs.ts";
import { buildApp } from "#tests/support/build-app.ts";
import { setTestEnvironment } from "#tests/support/env.ts";
import { startScratchPostgres } from "#tests/support/postgres.ts";
import { until } from "#tests/support/wait.ts";

import type { BenchResult } from "./bench-result.ts";
import type { BenchOptions } from "./index.ts";
import { installShops } from "./install-shops.ts";
import { orderPayload } from "./order-payload.ts";
import { startWorker } from "./start-worker.ts";

const GOAL_PER_SECOND = 5;
/** One look for deliveries and one for reactions: what a worker that is told nothing does each second. */
const LEAST_PER_SECOND = 2;
/** The app gives its login up for this role; the queue does not. */
const APP_ROLE = "encore_app";
/** What the busy shops are heard of with: one delivery for each within this time. */
const BUSY_MS = 60_000;
const TELL_EVERY_MS = 100;
const GIVE_UP_AFTER_MS = 120_000;

type Latency = { ms: number; done: boolean };
type Database = { client: pg.Client; url: string };
type Idle = { app: number; queue: number; sweeps: number };

/**
 * Transactions a second of a worker while all installed shops are idle: what the hour and the night ask for is done, and
 * nothing arrives. Every statement of the worker is taken for a transaction; what the queue asks of PostgreSQL is told from
 * the rest by its role and printed apart. Then how long deliveries take: one among idle shops, and one for each shop within a
 * minute.
 */
export async function bench({ quick, sizes }: BenchOptions): Promise<BenchResult> {
  const shops = sizes[0] ?? (quick ? 500 : 10_000);
  const windowMs = quick ? 30_000 : 60_000;
  await buildApp(["processes"]);
  const server = await startScratchPostgres({ shared_preload_libraries: "pg_stat_statements" });
  const url = server.databaseUrl("postgres");
  await migrate(url);
  await launchEveryProgram(url);
  setTestEnvironment(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("CREATE EXTENSION pg_stat_statements");
  const database = { client, url };
  try {
    const domains = await installIdleShops(database, shops);
    const sweepMs = await timeSweep();
    const worker = startWorker(url);
    try {
      await untilSwept(database);
      const idle = await statementsDuring(database, windowMs);
      if (idle.sweeps === 0) throw new Error("No sweep ran while the shops were idle");
      console.log(
        `  ${shops} idle shops: ${idle.app} transactions/s, ${idle.queue} of the queue, ${idle.sweeps} sweeps`,
      );
      console.log(`  looked for all their work in ${sweepMs} ms`);
      const [one] = await latencies(database, domains.slice(0, 1), 0);
      const busy = await latencies(database, domains, (BUSY_MS * shops) / 10_000);
      const reactionsLeft = await countUntried(database);
      return {
        name: "shops",
        value: idle.app,
        unit: "transactions/s, idle",
        floor: LEAST_PER_SECOND,
        ratio: round(LEAST_PER_SECOND / idle.app),
        goal: GOAL_PER_SECOND,
        shops,
        queueOnly: idle.queue,
        sweeps: idle.sweeps,
        sweepMs,
        oneDeliveryMs: Math.round(one?.ms ?? NaN),
        busy: summaryOf(busy),
        reactionsLeft,
      };
    } finally {
      await worker.stop();
    }
  } finally {
    await client.end();
    await server.stop();
  }
}

/** Each with a birthday that is told a month before: what a sweep has the most to look for. */
async function installIdleShops({ client }: Database, count: number): Promise<string[]> {
  const domains = await installShops(client, count);
  await client.query(
    `UPDATE earning_action SET active = true, settings = '{"toldDaysBefore": 30, "since": "2020-01-01T00:00:00Z"}' WHERE kind = 'birthday'`,
  );
  await client.query("ANALYZE");
  return domains;
}

/** How long all shops' work is looked for, milliseconds: the shortest of a few, as other work only makes it longer. */
async function timeSweep(): Promise<number> {
  const { dueWork } = await import("#workers/due-work.ts");
  const { now } = await import("#app/ground/clock.server.ts");
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const startedAt = performance.now();
    const due = await dueWork(now(), 1);
    if (due.length > 0) throw new Error(`Idle shops are due for ${due[0]?.job}`);
    times.push(performance.now() - startedAt);
  }
  return Math.round(Math.min(...times));
}

/** Statements a second of the app and of the queue, and how often all shops were asked for their work. */
async function statementsDuring({ client }: Database, windowMs: number): Promise<Idle> {
  const startedAt = performance.now();
  await client.query("SELECT pg_stat_statements_reset()");
  await pause(windowMs);
  const { rows } = await client.query<Idle>(
    `SELECT coalesce(sum(calls) FILTER (WHERE userid = $1::regrole), 0)::float8 AS app,
            coalesce(sum(calls) FILTER (WHERE userid <> $1::regrole AND query NOT LIKE '%pg_stat_statements%'), 0)::float8 AS queue,
            coalesce(sum(calls) FILTER (WHERE query LIKE '%due_shop_work(%'), 0)::float8 AS sweeps
     FROM pg_stat_statements`,
    [APP_ROLE],
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const { app, queue, sweeps } = rows[0] ?? { app: NaN, queue: NaN, sweeps: 0 };
  return { app: round(app / seconds), queue: round(queue / seconds), sweeps };
}

async function untilSwept({ client }: Database): Promise<void> {
  await until(
    "the worker has swept",
    async () => {
      const { rows } = await client.query(
        "SELECT FROM turn WHERE name = 'sweep' AND due_at BETWEEN now() AND now() + interval '15 s'",
      );
      return rows.length > 0;
    },
    60_000,
  );
}

/** Reactions that nobody has come to yet: deliveries go before them. */
async function countUntried({ client }: Database): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM reaction WHERE state = 'pending' AND attempts = 0",
  );
  return rows[0]?.count ?? NaN;
}

/**
 * Puts a delivery for each shop into the inbox, evenly over a time. Returns how long each took, milliseconds, shortest
 * first; for one that workers which do not keep up left undone, how long it has waited.
 */
async function latencies(
  { client, url }: Database,
  domains: readonly string[],
  overMs: number,
): Promise<Latency[]> {
  const { insertDeliveries } = await import("#app/ingest/insert-deliveries.server.ts");
  const { wakeSoon } = await import("#app/ground/queues.server.ts");
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const marker = newId();
  const startedAt = performance.now();
  for (let sent = 0; sent < domains.length;) {
    const elapsed = performance.now() - startedAt;
    const share = overMs === 0 ? 1 : Math.min(elapsed / overMs, 1);
    const some = domains.slice(sent, Math.ceil(domains.length * share));
    const rows = await Promise.all(
      some.map((domain, place) => delivery(domain, marker, sent + place)),
    );
    if (rows.length > 0) {
      await insertDeliveries(pool, rows);
      wakeSoon("drain-deliveries");
    }
    sent += some.length;
    await pause(TELL_EVERY_MS);
  }
  const all = async () => {
    const { rows } = await client.query<Latency>(
      `SELECT extract(epoch FROM coalesce(finished_at, now()) - received_at)::float8 * 1000 AS ms, state = 'done' AS done
       FROM delivery WHERE webhook_id LIKE $1 || '.%' ORDER BY ms`,
      [marker],
    );
    return rows;
  };
  const deadline = performance.now() + GIVE_UP_AFTER_MS;
  while (performance.now() < deadline && (await all()).some(({ done }) => !done)) await pause(250);
  await pool.end();
  return all();
}

async function delivery(shopDomain: string, marker: string, index: number) {
  const { sealBody } = await import("#app/ingest/delivery-body.server.ts");
  const text = orderPayload({
    id: BigInt(1_000_000 + index),
    customer: 0n,
    email: `guest-${index}@example.com`,
    bytes: 5_000,
  });
  const body = Buffer.from(text);
  const receivedAt = new Date();
  return {
    id: newId(),
    shopDomain,
    topic: "orders/create",
    webhookId: `${marker}.${index}`,
    eventId: null,
    triggeredAt: receivedAt,
    receivedAt,
    body: sealBody(body, shopDomain),
    sha256: hash("sha256", body, "buffer"),
    state: "received" as const,
    finishedAt: null,
  };
}

/** Of times in ascending order. */
function summaryOf(latencies: readonly Latency[]) {
  const at = (share: number) =>
    Math.round(
      latencies[Math.min(Math.floor(latencies.length * share), latencies.length - 1)]?.ms ?? 0,
    );
  return {
    deliveries: latencies.length,
    undone: latencies.filter(({ done }) => !done).length,
    medianMs: at(0.5),
    p99Ms: at(0.99),
    p99ToMedian: round(at(0.99) / at(0.5)),
    longestMs: at(1),
    over2s: latencies.filter(({ ms }) => ms > 2_000).length,
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
