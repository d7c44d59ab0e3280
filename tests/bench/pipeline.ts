import { setTimeout as sleep } from "node:timers/promises";

import pg from "pg";

import { migrate } from "#prisma/migrate.ts";
import { launchEveryProgram } from "#tests/support/launched-programs.ts";
import { buildApp } from "#tests/support/build-app.ts";
import { setTestEnvironment } from "#tests/support/env.ts";
import { type RunningPostgres, startScratchPostgres } from "#tests/support/postgres.ts";
import { until } from "#tests/support/wait.ts";

import type { BenchResult } from "./bench-result.ts";
import { fillInbox } from "./fill-inbox.ts";
import { installShops } from "./install-shops.ts";
import { startWorker, untilRuns } from "./start-worker.ts";

const SHOPS = 50;
const TEMPLATE = "installed";
const GOAL_PER_SECOND = 500;
const START_MS = 3_000;

type Case = { shops: number; workers: number };

/**
 * Deliveries that workers bring all the way a second: facts, events, customer, points. They are in the inbox before the
 * clock starts. The floor is the same inbox drained by one connection that claims, opens, parses and marks each delivery
 * and keeps nothing: what any worker that tries each delivery once has to do.
 */
export async function bench({ quick }: { quick: boolean }): Promise<BenchResult> {
  const deliveries = quick ? 1_500 : 9_000;
  await buildApp(["processes"]);
  const postgres = await startScratchPostgres();
  try {
    await makeTemplate(postgres);
    const run = async (name: string, one: Case) =>
      drain(await newDatabase(postgres, name), one, deliveries);
    const floor = await drainToNothing(await newDatabase(postgres, "floor"), deliveries);
    const one = await run("one", { shops: 1, workers: 1 });
    const two = await run("two", { shops: 1, workers: 2 });
    const oneOfMany = await run("one_of_many", { shops: SHOPS, workers: 1 });
    const twoOfMany = await run("two_of_many", { shops: SHOPS, workers: 2 });

    return {
      name: "pipeline",
      value: Math.round(one),
      unit: "deliveries/s",
      floor: Math.round(floor),
      ratio: Math.round((one / floor) * 100) / 100,
      goal: GOAL_PER_SECOND,
      oneShop: { oneWorker: Math.round(one), twoWorkers: Math.round(two) },
      fiftyShops: { oneWorker: Math.round(oneOfMany), twoWorkers: Math.round(twoOfMany) },
      deliveries,
    };
  } finally {
    await postgres.stop();
  }
}

/** What each case begins with: shops that were installed long ago. A template is not one while anybody is connected to it. */
async function makeTemplate(postgres: RunningPostgres): Promise<void> {
  const databaseUrl = postgres.databaseUrl(TEMPLATE);
  await query(postgres, `CREATE DATABASE ${TEMPLATE}`);
  await migrate(databaseUrl);
  await launchEveryProgram(databaseUrl);
  setTestEnvironment(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await installShops(client, SHOPS);
  await client.end();
  await query(
    postgres,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${TEMPLATE}'`,
  );
}

/** Fills an inbox that workers wait for, and returns the deliveries per second until the last point is awarded. */
async function drain(
  databaseUrl: string,
  { shops, workers }: Case,
  deliveries: number,
): Promise<number> {
  const { orders } = await fillInbox(databaseUrl, { shops, deliveries });
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  await database.query("UPDATE delivery SET due_at = now() + interval '1 day'");
  await database.query("VACUUM (ANALYZE) delivery");
  const children = Array.from({ length: workers }, () => startWorker(databaseUrl));
  try {
    // Starting Node is not what is measured, nor what a worker looks after before it waits.
    for (const child of children) await untilRuns(child);
    await sleep(START_MS);
    await database.query("UPDATE delivery SET due_at = now()");
    const startedAt = performance.now();
    await until(
      "every order has its points",
      async () => !(await isAnyLeft(database)) && (await awarded(database)) >= orders,
      300_000,
      50,
    );
    return deliveries / ((performance.now() - startedAt) / 1_000);
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    await database.end();
  }
}

async function isAnyLeft(database: pg.Client): Promise<boolean> {
  const { rows } = await database.query("SELECT 1 FROM delivery WHERE state = 'received' LIMIT 1");
  return rows.length > 0;
}

async function awarded(database: pg.Client): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM order_award",
  );
  return rows[0]?.count ?? 0;
}

async function drainToNothing(databaseUrl: string, deliveries: number): Promise<number> {
  await fillInbox(databaseUrl, { shops: 1, deliveries });
  const { openBody } = await import("#app/ingest/delivery-body.server.ts");
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const startedAt = performance.now();
  for (let done = 0; done < deliveries;) {
    const { rows } = await database.query<{ id: string; shop_domain: string; body: Buffer }>(
      `UPDATE delivery SET attempts = attempts + 1 WHERE id IN
         (SELECT id FROM delivery WHERE state = 'received' ORDER BY due_at LIMIT 200 FOR UPDATE SKIP LOCKED)
       RETURNING id, shop_domain, body`,
    );
    for (const row of rows) JSON.parse(openBody(row.body, row.shop_domain).toString());
    await database.query(
      "UPDATE delivery SET state = 'done', finished_at = now() WHERE id = ANY($1)",
      [rows.map(({ id }) => id)],
    );
    done += rows.length;
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await database.end();
  return deliveries / seconds;
}

async function newDatabase(postgres: RunningPostgres, name: string): Promise<string> {
  await query(postgres, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  return postgres.databaseUrl(name);
}

async function query(postgres: RunningPostgres, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.databaseUrl("postgres") });
  await client.connect();
  await client.query(sql);
  await client.end();
}
