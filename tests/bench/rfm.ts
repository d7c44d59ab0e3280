import pg from "pg";

import { DAY_MS } from "#app/ground/calendar.ts";
import { newId } from "#app/ground/ids.server.ts";
import { migrate } from "#prisma/migrate.ts";
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
  /** The first run, which writes everyone. */
  firstRunSeconds: number;
  /** A day later, when some have ordered. */
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
 * leaves dead rows behind; both read what a vacuum makes of them.
 */
export async function bench({ quick, sizes }: BenchOptions): Promise<BenchResult> {
  const postgres = await startScratchPostgres();
  const databaseUrl = postgres.databaseUrl("postgres");
  await migrate(databaseUrl);
  setTestEnvironment(databaseUrl);
  // Only now: the app reads where its database is when it is loaded.
  const { scoreCustomers } = await import("#app/segments/score-customers.server.ts");
  const { db } = await import("#app/ground/db.server.ts");
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

  const first = await timed(() => score(shopId, now));
  await client.query("VACUUM ANALYZE");
  const scans: number[] = [];
  const runs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    scans.push((await timed(() => scan(client, shopId))).seconds);
    runs.push((await timed(() => score(shopId, now))).seconds);
  }
  const scanSeconds = median(scans);
  const scoresSeconds = median(runs);

  const tomorrow = new Date(now.getTime() + DAY_MS);
  const ordered = await someOrder(client, shopId, tomorrow);
  await client.query("CREATE TEMP TABLE yesterday AS SELECT * FROM customer_score");
  const since = await nextTransaction(client);
  const next = await timed(() => score(shopId, tomorrow));
  const rowsWritten = await rowsWrittenSince(client, shopId, since);
  const bareUpdateSeconds = await putBack(client, shopId, since);
  return {
    customers,
    scanSeconds: round(scanSeconds),
    scoresSeconds: round(scoresSeconds),
    ratio: round(scoresSeconds / scanSeconds),
    firstRunSeconds: round(first.seconds),
    nextDay: {
      ordered,
      changed: next.result.changed,
      rowsWritten,
      seconds: round(next.seconds),
      bareUpdateSeconds: round(bareUpdateSeconds),
      updateRatio: round(next.seconds / bareUpdateSeconds),
      writeRatio: round((next.seconds - scoresSeconds) / bareUpdateSeconds),
    },
  };
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

/** Writes the rows that were written since as they were yesterday. Returns the seconds of that one statement. */
async function putBack(client: pg.Client, shopId: string, transaction: string): Promise<number> {
  await client.query(
    `CREATE TEMP TABLE changed AS SELECT y.* FROM yesterday y JOIN customer_score s USING (shop_id, customer_id)
     WHERE s.xmin::text::bigint >= ${transaction}`,
  );
  await client.query("ANALYZE changed");
  const { seconds } = await timed(() =>
    client.query(
      `UPDATE customer_score s
       SET recency = y.recency, frequency = y.frequency, monetary = y.monetary,
           segment = y.segment, stage = y.stage, stage_since = y.stage_since
       FROM changed y WHERE s.shop_id = $1 AND s.customer_id = y.customer_id`,
      [shopId],
    ),
  );
  await client.query("DROP TABLE yesterday, changed");
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
