import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import pg from "pg";

import { migrate } from "#prisma/migrate.ts";
import { launchEveryProgram } from "#tests/support/launched-programs.ts";
import { buildApp, compiled } from "#tests/support/build-app.ts";
import { startChild } from "#tests/support/child.ts";
import { demoEnvironment } from "#tests/support/env.ts";
import { freePort, startScratchPostgres } from "#tests/support/postgres.ts";
import { until, untilAnswers } from "#tests/support/wait.ts";

import type { BenchResult } from "./bench-result.ts";
import type { LoadOrder, LoadResult } from "./load.ts";
import { orderPayload } from "./order-payload.ts";
import { runLoad } from "./run-load.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const CONNECTIONS = 200;
const ROUNDS = 3;
const BODY_BYTES = 5_000;

/**
 * Signed 5 KB deliveries that the real web process accepts a second, each durable before its 200, against a bare
 * node:http server that only checks the same signature. The two take turns, and the median of each counts.
 */
export async function bench({ quick }: { quick: boolean }): Promise<BenchResult> {
  const seconds = quick ? 2 : 6;
  const body = orderPayload({ id: 1n, customer: 1n, bytes: BODY_BYTES });
  const shopDomain = "bench.myshopify.com";
  const secret = demoEnvironment.SHOPIFY_API_SECRET;
  const loadOf = (port: number, rate?: number): LoadOrder => ({
    port,
    secret,
    connections: CONNECTIONS,
    seconds,
    body,
    shopDomain,
    ...(rate ? { rate } : {}),
  });

  const postgres = await startScratchPostgres();
  const databaseUrl = postgres.databaseUrl("postgres");
  await migrate(databaseUrl);
  await launchEveryProgram(databaseUrl);
  await buildApp();
  const barePort = await freePort();
  const bare = spawn(process.execPath, ["--import", "tsx", "tests/bench/bare-server.ts"], {
    cwd: root,
    env: { ...process.env, PORT: String(barePort), SHOPIFY_API_SECRET: secret },
    stdio: "inherit",
  });
  const port = await freePort();
  const web = startChild({
    name: "web",
    cwd: root,
    logFile: join(mkdtempSync(join(tmpdir(), "encore-bench-")), "web.log"),
    args: compiled("web"),
    env: {
      ...demoEnvironment,
      NODE_ENV: "development",
      DATABASE_URL: databaseUrl,
      SHOPIFY_APP_URL: `http://127.0.0.1:${port}`,
      HOST: "127.0.0.1",
      PORT: String(port),
      LOG_LEVEL: "error",
    },
  });
  try {
    await untilAnswers(`http://127.0.0.1:${port}/readyz`, web, 60_000);
    await until("the bare server answers", () =>
      fetch(`http://127.0.0.1:${barePort}/`).then(
        () => true,
        () => false,
      ),
    );
    await runLoad({ ...loadOf(barePort), seconds: 2 });
    await runLoad({ ...loadOf(port), seconds: 3 });

    const floors: LoadResult[] = [];
    const ours: LoadResult[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      floors.push(await runLoad(loadOf(barePort)));
      ours.push(await runLoad(loadOf(port)));
    }
    const floor = median(floors.map(({ perSecond }) => perSecond));
    const value = median(ours.map(({ perSecond }) => perSecond));
    const half = await runLoad(loadOf(port, value / 2));
    const accepted = ours.reduce((sum, { accepted }) => sum + accepted, 0) + half.accepted;
    const kept = await countDeliveries(databaseUrl);

    return {
      name: "ingest",
      value: Math.round(value),
      unit: "deliveries/s",
      floor: Math.round(floor),
      ratio: round2(value / floor),
      connections: CONNECTIONS,
      p99MsSaturated: round2(median(ours.map(({ p99Ms }) => p99Ms))),
      p99MsAtHalfRate: round2(half.p99Ms),
      p50MsAtHalfRate: round2(half.p50Ms),
      refused: ours.reduce((sum, { refused }) => sum + refused, 0) + half.refused,
      /** Answered with 200 in the measured runs and not in the database: must be 0. The warm-up is kept too, so never negative. */
      lost: Math.max(0, accepted - kept),
    };
  } finally {
    bare.kill();
    await web.stop();
    await postgres.stop();
  }
}

async function countDeliveries(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ kept: number }>(
    "SELECT count(*)::int AS kept FROM delivery",
  );
  await client.end();
  return rows[0]?.kept ?? 0;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
