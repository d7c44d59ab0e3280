import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import pg from "pg";

import { migrate } from "#prisma/migrate.ts";
import { ShopInput } from "#tests/stand-in/acts/inputs.ts";
import { generateShop } from "#tests/stand-in/generator/generate-shop.ts";
import { type StandIn, startStandIn } from "#tests/stand-in/stand-in.ts";
import type { ShopDoc } from "#tests/stand-in/store/documents.ts";
import { launchEveryProgram } from "#tests/support/launched-programs.ts";
import { buildApp } from "#tests/support/build-app.ts";
import type { Child } from "#tests/support/child.ts";
import { demoEnvironment, setTestEnvironment } from "#tests/support/env.ts";
import { type RunningPostgres, startScratchPostgres } from "#tests/support/postgres.ts";
import { until } from "#tests/support/wait.ts";

import type { BenchResult } from "./bench-result.ts";
import { insertBare } from "./import-floor.ts";
import type { BenchOptions } from "./index.ts";
import { startWorker, untilRuns } from "./start-worker.ts";

/** Orders that a customer of the made-up shop has, guests included. */
const ORDERS_PER_CUSTOMER = 3.4;
const SIZES = [10_000, 100_000];
const QUICK_SIZE = 2_000;
const GOAL_RATIO = 0.1;
/** The middle one counts: the same inserts take 1.4 to 2.1 s. */
const FLOOR_ROUNDS = 3;
const MB = 1024 * 1024;
const LONGEST_MS = 30 * 60_000;
const START_MS = 3_000;

type Imported = { orders: number; seconds: number; cpuSeconds: number; peakMb: number };

/**
 * Orders a second of a shop's first import, from the export's file to imported, awarded, scored and published, by one worker. The
 * floor is the same customers, orders, lines and refunds in batched inserts, by one connection that knows nothing of them. Shopify
 * is a stand-in whose rate limit is lifted; its own work, on the same cores, is in the figure.
 */
export async function bench({ quick, sizes }: BenchOptions): Promise<BenchResult> {
  const asked = sizes.length > 0 ? sizes : quick ? [QUICK_SIZE] : SIZES;
  await buildApp(["processes"]);
  const postgres = await startScratchPostgres();
  const databaseUrl = await newDatabase(postgres, "encore");
  setTestEnvironment(databaseUrl);
  const calls = new Map<string, number>();
  const standIn = await openShopify(calls);
  const worker = startWorker(databaseUrl, standIn.port);
  try {
    await untilRuns(worker);
    await sleep(START_MS);
    const rows = [];
    for (const size of asked) {
      calls.clear();
      const shop = fillShop(standIn, size);
      const shopId = await install(standIn, shop);
      const imported = await watch(databaseUrl, shopId, worker);
      const floors: number[] = [];
      for (let round = 0; round < FLOOR_ROUNDS; round++) {
        const floorUrl = await newDatabase(postgres, `floor_${size}_${round}`);
        floors.push(await insertBare(databaseUrl, floorUrl, shopId));
      }
      const floorSeconds = floors.sort((a, b) => a - b)[1] as number;
      rows.push({ ...imported, floorSeconds, calls: Object.fromEntries(calls) });
    }
    return resultOf(rows);
  } finally {
    await worker.stop();
    await standIn.close();
    await postgres.stop();
  }
}

function resultOf(
  rows: (Imported & { floorSeconds: number; calls: Record<string, number> })[],
): BenchResult {
  const shown = rows.map(({ orders, seconds, cpuSeconds, peakMb, floorSeconds, calls }) => ({
    orders,
    perSecond: Math.round(orders / seconds),
    seconds: rounded(seconds),
    workerCpuSeconds: rounded(cpuSeconds),
    peakMb,
    floorPerSecond: Math.round(orders / floorSeconds),
    ratio: rounded(floorSeconds / seconds),
    calls,
  }));
  const last = shown.at(-1)!;
  return {
    name: "import",
    value: last.perSecond,
    unit: "orders/s",
    floor: last.floorPerSecond,
    ratio: last.ratio,
    goal: GOAL_RATIO,
    sizes: shown,
  };
}

function rounded(figure: number): number {
  return Math.round(figure * 1_000) / 1_000;
}

/** A Shopify without a rate limit, that counts what it is asked for. */
async function openShopify(calls: Map<string, number>): Promise<StandIn> {
  const standIn = await startStandIn({
    appUrl: "http://127.0.0.1:9",
    apiKey: demoEnvironment.SHOPIFY_API_KEY,
    apiSecret: demoEnvironment.SHOPIFY_API_SECRET,
    tomlPath: "shopify.app.toml",
    timeScale: 0.001,
  });
  const { throttle, faults } = standIn.context;
  throttle.take = () => true;
  const take = faults.take.bind(faults);
  faults.take = (document) => {
    const name = /(?:query|mutation)\s+(\w+)/.exec(document)?.[1] ?? "unnamed";
    calls.set(name, (calls.get(name) ?? 0) + 1);
    return take(document);
  };
  process.env["STAND_IN_PORT"] = String(standIn.port);
  await import("#tests/stand-in/divert.ts");
  return standIn;
}

function fillShop({ context }: StandIn, orders: number): ShopDoc {
  const { acts, store, clock, webhooks } = context;
  const domain = `import-${orders}.myshopify.com`;
  const shop = acts.app.createShop(
    ShopInput.parse({ domain, name: "Import", currency: "EUR", plan: "plus", taxRate: 0.19 }),
  );
  const customers = Math.ceil(orders / ORDERS_PER_CUSTOMER);
  generateShop(store, shop, { seed: 1, customers, now: clock.now() });
  // Its webhooks about our own tags and metafields have no one to hear them here.
  webhooks.setSwitches(shop.id, { ...webhooks.switches(shop.id), dropRate: 1 });
  return acts.app.install(shop);
}

/** As the first page after an install does. */
async function install(standIn: StandIn, atShopify: ShopDoc): Promise<string> {
  const { shopify } = await import("#app/shopify/api.server.ts");
  const { sessionStorage } = await import("#app/shopify/session-storage.server.ts");
  const { installShop } = await import("#app/ingest/install/install-shop.server.ts");
  const { session } = await shopify.auth.tokenExchange({
    shop: atShopify.domain,
    sessionToken: standIn.context.mintSessionToken(atShopify),
    requestedTokenType: "urn:shopify:params:oauth:token-type:offline-access-token" as never,
    expiring: true,
  });
  await sessionStorage.storeSession(session);
  return (await installShop(atShopify.domain)).id;
}

/** From when the export's file is there until nothing is left to do about it. */
async function watch(databaseUrl: string, shopId: string, worker: Child): Promise<Imported> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const is = async (condition: string) =>
    (await database.query(`SELECT 1 WHERE ${condition}`, [shopId])).rowCount === 1;
  try {
    await until(
      "the export is there",
      () => is("EXISTS (SELECT FROM backfill WHERE shop_id = $1 AND state = 'importing')"),
      LONGEST_MS,
      20,
    );
    const [startedAt, cpuBefore] = [performance.now(), cpuOf(worker)];
    let peakMb = 0;
    await until(
      "it is imported, awarded, scored and published",
      async () => {
        peakMb = Math.max(peakMb, residentMb(worker));
        return is(`EXISTS (SELECT FROM backfill WHERE shop_id = $1 AND state = 'done')
          AND EXISTS (SELECT FROM segment_run WHERE shop_id = $1)
          AND NOT EXISTS (SELECT FROM reaction WHERE shop_id = $1 AND state = 'pending')`);
      },
      LONGEST_MS,
      100,
    );
    const seconds = (performance.now() - startedAt) / 1_000;
    const { rows } = await database.query<{ orders: number }>(
      'SELECT count(*)::int AS orders FROM "order" WHERE shop_id = $1',
      [shopId],
    );
    const orders = rows[0]?.orders ?? 0;
    return { orders, seconds, cpuSeconds: cpuOf(worker) - cpuBefore, peakMb };
  } finally {
    await database.end();
  }
}

/** Linux alone keeps these for anyone to read. */
function cpuOf({ pid }: Child): number {
  const TICKS_PER_SECOND = 100;
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function residentMb({ pid }: Child): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round((Number(kilobytes) * 1024) / MB);
}

async function newDatabase(postgres: RunningPostgres, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.databaseUrl("postgres") });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const databaseUrl = postgres.databaseUrl(name);
  await migrate(databaseUrl);
  await launchEveryProgram(databaseUrl);
  return databaseUrl;
}
