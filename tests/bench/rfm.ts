import pg from "pg";

import { DAY_MS } from "#app/ground/calendar.ts";
import { newId } from "#app/ground/ids.server.ts";
import { migrate } from "#prisma/migrate.ts";
import { launchEveryProgram } from "#tests/support/launched-programs.ts";
import { setTestEnvironment } from "#tests/support/env.ts";
import { startScratchPostgres } from "#tests/support/postgres.ts";

import type { BenchResult } from "./bench-result.ts";
import type { BenchOptions } from "./index.ts";
import { makeCustomers } from "./many-customers.ts";

const SIZES = [100_000, 1_000_000];
const QUICK_SIZES = [20_000, 100_000];
const ROUNDS = 3;
const ORDER_ON_A_DAY = 0.004;

type Score = (shopId: string, now: Date) => Promise<{ customers: number; changed: number }>;

type Measured = {
  customers: number;
  /** Reading the whole table once. */
  scanSeconds: number;
  /** A run in which nothing changed: thresholds, all scores, and the comparison with what is written. */
  scoresSeconds: number;
  ratio: number;
  /** The first run, which writes everyone, against inserting the same rows of scores, and nothing else. */
  firstRun: { seconds: number; bareInsertSeconds: number; insertRatio: number };
  /** The days after, when some have ordered: medians. */
  nextDay: {
    ordered: number;
    changed: number;
    rowsWritten: number;
    seconds: number;
    /** One statement that writes the same rows of the scores, and nothing else. */
    bareUpdateSeconds: number;
    /** The whole night against that: reading everyone, their stays in segments and the events too. */
    updateRatio: number;
    /** The same without what a night in which nothing changes takes. */
    writeRatio: number;
  };
};

/**
 * Seconds in which a shop's customers are scored, against a sequential scan of the same table by the same role. The first run
 * leaves dead rows behind; both read what a vacuum makes of them. Whatever writes comes just after a checkpoint, as a night
 * does: none finds pages that the log has whole already.
 */
export async function bench({ quick, sizes }: BenchOptions): Promise<BenchResult> {
  const postgres = await startScratchPostgres();
  const databaseUrl = postgres.databaseUrl("postgres");
  await migrate(databaseUrl);
  await launchEveryProgram(databaseUrl);
  setTestEnvironment(databaseUrl);
  // Only now: the app reads where its database is when it is loaded.
  const { scoreCustomers } = await import("#app/segments/score-customers.server.ts");
  const { db } = await import("#app/ground/db.server.ts");
  // A worker has loaded what follows from events before its first night.
  const { reactionsTo } = await import("#app/events/registered-reactions.server.ts");
  await reactionsTo("stage.changed");
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const measured: Measured[] = [];
    for (const customers of sizes.length > 0 ? sizes : quick ? QUICK_SIZES : SIZES) {
      measured.push(await measure(client, scoreCustomers, customers));
    }
    const largest = measured.at(-1) as Measured;
    return {
      name: "rfm",
      value: largest.scoresSeconds,
      unit: "s",
      floor: largest.scanSeconds,
      ratio: largest.ratio,
      growthExponent: growthExponent(measured),
      sizes: measured,
    };
  } finally {
    await client.end();
    await db.$disconnect();
    await postgres.stop();
  }
}

async function measure(client: pg.Client, score: Score, customers: number): Promise<Measured> {
  const now = new Date();
  const shopId = newId();
  await client.query(
    "TRUNCATE shop, customer, customer_score, segment_run, segment_membership, event",
  );
  await client.query(
    "INSERT INTO shop (id, domain, timezone, installed_at) VALUES ($1, $2, 'Europe/London', $3)",
    [shopId, `shop-${customers}.myshopify.com`, now],
  );
  await makeCustomers(client, shopId, customers, now);
  await client.query("VACUUM ANALYZE");

  await client.query("CHECKPOINT");
  const first = await timed(() => score(shopId, now));
  const bareInsertSeconds = await insertAgain(client);
  await client.query("VACUUM ANALYZE");
  const scans: number[] = [];
  const runs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    scans.push((await timed(() => scan(client, shopId))).seconds);
    runs.push((await timed(() => score(shopId, now))).seconds);
  }
  const scanSeconds = median(scans);
  const scoresSeconds = median(runs);

  const days: Day[] = [];
  for (let day = 1; day <= ROUNDS; day++) {
    days.push(await nextDay(client, score, shopId, new Date(now.getTime() + day * DAY_MS)));
  }
  const ofDays = (figure: keyof Day) => median(days.map((day) => day[figure]));
  return {
    customers,
    scanSeconds: round(scanSeconds),
    scoresSeconds: round(scoresSeconds),
    ratio: round(scoresSeconds / scanSeconds),
    firstRun: {
      seconds: round(first.seconds),
      bareInsertSeconds: round(bareInsertSeconds),
      insertRatio: round(first.seconds / bareInsertSeconds),
    },
    nextDay: {
      ordered: ofDays("ordered"),
      changed: ofDays("changed"),
      rowsWritten: ofDays("rowsWritten"),
      seconds: round(ofDays("seconds")),
      bareUpdateSeconds: round(ofDays("bareUpdateSeconds")),
      updateRatio: round(median(days.map((day) => day.seconds / day.bareUpdateSeconds))),
      writeRatio: round(
        median(days.map((day) => (day.seconds - scoresSeconds) / day.bareUpdateSeconds)),
      ),
    },
  };
}

type Day = Record<"ordered" | "changed" | "rowsWritten" | "seconds" | "bareUpdateSeconds", number>;

/** A day on which some order, and the night after it: as the app writes it, then the same rows by one statement, into a copy. */
async function nextDay(client: pg.Client, score: Score, shopId: string, at: Date): Promise<Day> {
  const ordered = await someOrder(client, shopId, at);
  await client.query("CREATE TABLE yesterday (LIKE customer_score INCLUDING ALL)");
  await client.query("INSERT INTO yesterday SELECT * FROM customer_score");
  await client.query("VACUUM ANALYZE yesterday");
  await client.query("CHECKPOINT");
  const since = await nextTransaction(client);
  const next = await timed(() => score(shopId, at));
  const rowsWritten = await rowsWrittenSince(client, shopId, since);
  const bareUpdateSeconds = await writeAgain(client, shopId, since);
  return {
    ordered,
    changed: next.result.changed,
    rowsWritten,
    seconds: next.seconds,
    bareUpdateSeconds,
  };
}

/** Empties the table that the first run filled, and fills it with the same rows. Returns the seconds of the filling. */
async function insertAgain(client: pg.Client): Promise<number> {
  await client.query(
    "CREATE TEMP TABLE first AS SELECT * FROM customer_score ORDER BY shop_id, customer_id",
  );
  await client.query("TRUNCATE customer_score");
  await client.query("CHECKPOINT");
  const { seconds } = await timed(() =>
    client.query("INSERT INTO customer_score SELECT * FROM first"),
  );
  await client.query("DROP TABLE first");
  return seconds;
}

/** As the app's role, under row-level security, and by no index. */
async function scan(client: pg.Client, shopId: string): Promise<void> {
  await client.query("BEGIN");
  await client.query("SET LOCAL ROLE encore_app");
  await client.query(
    "SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off; SET LOCAL enable_bitmapscan = off",
  );
  await client.query("SELECT set_config('app.shop_id', $1, true)", [shopId]);
  await client.query(
    "SELECT count(*), sum(spent_minor), sum(orders_count), max(last_order_at) FROM customer WHERE shop_id = $1",
    [shopId],
  );
  await client.query("COMMIT");
}

async function someOrder(client: pg.Client, shopId: string, at: Date): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE customer SET orders_count = orders_count + 1, spent_minor = spent_minor + 2500, last_order_at = $2
     WHERE shop_id = $1 AND id IN (SELECT id FROM customer WHERE shop_id = $1 AND random() < $3)`,
    [shopId, at, ORDER_ON_A_DAY],
  );
  return rowCount ?? 0;
}

async function nextTransaction(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ next: string }>(
    "SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next",
  );
  return rows[0]?.next ?? "0";
}

async function rowsWrittenSince(
  client: pg.Client,
  shopId: string,
  transaction: string,
): Promise<number> {
  const { rows } = await client.query<{ written: number }>(
    "SELECT count(*)::int AS written FROM customer_score WHERE shop_id = $1 AND xmin::text::bigint >= $2::bigint",
    [shopId, transaction],
  );
  return rows[0]?.written ?? 0;
}

/** Writes the rows that were written since into yesterday's copy, which has the same indexes. Returns the seconds of the statement. */
async function writeAgain(client: pg.Client, shopId: string, transaction: string): Promise<number> {
  await client.query(
    `CREATE TEMP TABLE today AS SELECT * FROM customer_score s WHERE s.xmin::text::bigint >= ${transaction}`,
  );
  await client.query("ANALYZE today");
  await client.query("CHECKPOINT");
  const { seconds } = await timed(() =>
    client.query(
      `UPDATE yesterday y
       SET recency = t.recency, frequency = t.frequency, monetary = t.monetary, segment = t.segment,
           segment_since = t.segment_since, stage = t.stage, stage_since = t.stage_since
       FROM today t WHERE y.shop_id = $1 AND y.customer_id = t.customer_id`,
      [shopId],
    ),
  );
  await client.query("DROP TABLE today, yesterday");
  return seconds;
}

/** 1 is linear: twice the customers, twice the time. */
function growthExponent(measured: Measured[]): number | null {
  const [small, large] = [measured.at(0), measured.at(-1)];
  if (!small || !large || small === large) return null;
  return round(
    Math.log(large.scoresSeconds / small.scoresSeconds) /
      Math.log(large.customers / small.customers),
  );
}

async function timed<Result>(
  work: () => Promise<Result>,
): Promise<{ seconds: number; result: Result }> {
  const started = performance.now();
  const result = await work();
  return { seconds: (performance.now() - started) / 1000, result };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
