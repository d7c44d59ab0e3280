import pg from "pg";

import { newId } from "#app/ground/ids.server.ts";
import { migrate } from "#prisma/migrate.ts";
import { launchEveryProgram } from "#tests/support/launched-programs.ts";
import { setTestEnvironment } from "#tests/support/env.ts";
import { startScratchPostgres } from "#tests/support/postgres.ts";

import type { BenchResult } from "./bench-result.ts";
import { BareLedger } from "./ledger-floor.ts";

const CLIENTS = 64;
const COST = 500;
const REMAINDER = 123;
const ACCOUNTS = 10_000;
/** Shares no factor with the accounts, so that all of them have their turn. */
const STRIDE = 7_919;
/** Both are tried in turns, so that a slow moment of the machine falls on both. */
const ROUNDS = 3;
/** As many as the workers post together: a batch of reactions, and as many batches at once as they have lanes. */
const BATCH = 200;
const BATCHES_AT_ONCE = 4;

/** In one round: what the app does a second, the writing of its very rows alone, and the barest ledger with a commit for each. */
type Round = { app: number; floor: number; single: number };
type Rates = Round & { ratio: number; singleRatio: number };

/**
 * Redemptions a second of one customer whom 64 clients redeem for at once, until the points are spent; and entries a second over
 * 10,000 customers, posted as the workers do. The floor of both are the rows that the app wrote, written again by bare `pg`:
 * into tables with the same indexes, in as many transactions of the same rows, by as many connections, prepared. Nothing is
 * read, locked or decided there. Beside it stands what is to be had without sets: a conditional UPDATE and an INSERT by 64
 * clients, in one round trip and one commit each, without lots, events or idempotency keys.
 */
export async function bench({ quick }: { quick: boolean }): Promise<BenchResult> {
  const postgres = await startScratchPostgres();
  const databaseUrl = postgres.databaseUrl("postgres");
  await migrate(databaseUrl);
  await launchEveryProgram(databaseUrl);
  setTestEnvironment(databaseUrl);
  // Only now: the app reads where its database is when it is loaded.
  const app = await openApp(databaseUrl);
  const bare = await BareLedger.open(databaseUrl, CLIENTS);
  try {
    const hot = await hotAccount(app, bare, quick ? 300 : 3_000);
    const spread = await manyAccounts(app, bare, quick ? 4_000 : 20_000);
    return {
      name: "ledger",
      value: hot.app,
      unit: "redemptions/s",
      floor: hot.floor,
      ratio: hot.ratio,
      oneByOne: { floor: hot.single, ratio: hot.singleRatio },
      clients: CLIENTS,
      redeemed: hot.redeemed,
      entries: {
        accounts: ACCOUNTS,
        value: spread.app,
        floor: spread.floor,
        ratio: spread.ratio,
        oneByOne: { floor: spread.single, ratio: spread.singleRatio },
      },
    };
  } finally {
    await bare.close();
    await app.close();
    await postgres.stop();
  }
}

/** Each client redeems until it is told that there is not enough. Exactly as many may succeed as there are points for. */
async function hotAccount(
  app: App,
  bare: BareLedger,
  redemptions: number,
): Promise<Rates & { redeemed: object }> {
  const balance = redemptions * COST + REMAINDER;
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const bareId = newId();
    await bare.openAccounts([bareId], balance);
    const single = await untilShort(() => bare.move(bareId, -COST));
    const customerId = await app.openAccount(balance);
    const since = await bare.startTwins();
    const mine = await untilShort(() => app.redeem(customerId));
    const left = await app.balanceOf(customerId);
    const floor = await rateOfRows(app, bare, { since, entries: redemptions, atOnce: 1 });
    for (const { succeeded } of [single, mine])
      if (succeeded !== redemptions) throw new Error(`${succeeded} redemptions for ${balance}`);
    if (left.available !== BigInt(REMAINDER) || left.held !== BigInt(redemptions * COST))
      throw new Error(`The balance is ${left.available}, ${left.held} held`);
    rounds.push({ app: mine.perSecond, floor, single: single.perSecond });
  }
  await app.expectSound();
  const redeemed = { balance, cost: COST, succeeded: redemptions };
  return { ...ratesOf(rounds), redeemed };
}

async function untilShort(
  redeem: () => Promise<boolean>,
): Promise<{ succeeded: number; perSecond: number }> {
  let succeeded = 0;
  const started = performance.now();
  const client = async () => {
    while (await redeem()) succeeded++;
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { succeeded, perSecond: succeeded / ((performance.now() - started) / 1000) };
}

/** One point after the other, each time for somebody else. */
async function manyAccounts(app: App, bare: BareLedger, entries: number): Promise<Rates> {
  const ids = await app.openAccounts(ACCOUNTS);
  await bare.openAccounts(ids, 0);
  const someone = (index: number) => ids[(index * STRIDE) % ACCOUNTS] as string;
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const single = await rateOf(entries, CLIENTS, 1, ([index = 0]) => bare.move(someone(index), 1));
    const since = await bare.startTwins();
    const mine = await rateOf(entries, BATCHES_AT_ONCE, BATCH, (indices) =>
      app.earn(indices.map(someone)),
    );
    const floor = await rateOfRows(app, bare, { since, entries, atOnce: BATCHES_AT_ONCE });
    rounds.push({ app: mine, floor, single });
  }
  await app.expectSound();
  return ratesOf(rounds);
}

/** Entries a second when some post at once, each a batch after the other. */
async function rateOf(
  entries: number,
  atOnce: number,
  batch: number,
  post: (indices: number[]) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const started = performance.now();
  const poster = async () => {
    while (next < entries) {
      const from = next;
      next += batch;
      await post(Array.from({ length: batch }, (_, index) => from + index));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, poster));
  return next / ((performance.now() - started) / 1000);
}

/** Entries a second when nothing but the rows is written that the app wrote for them. */
async function rateOfRows(
  app: App,
  bare: BareLedger,
  { since, entries, atOnce }: { since: string; entries: number; atOnce: number },
): Promise<number> {
  const written = await bare.written(since);
  const started = performance.now();
  await bare.write(app.shopId, written, atOnce);
  return entries / ((performance.now() - started) / 1000);
}

/** The median of each; of the ratios, too, as the two of one round met with the same machine. */
function ratesOf(rounds: Round[]): Rates {
  const median = (of: (round: Round) => number) =>
    rounds.map(of).toSorted((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? NaN;
  const ratio = (of: (round: Round) => number) => Math.round(median(of) * 100) / 100;
  return {
    app: Math.round(median(({ app }) => app)),
    floor: Math.round(median(({ floor }) => floor)),
    single: Math.round(median(({ single }) => single)),
    ratio: ratio(({ app, floor }) => app / floor),
    singleRatio: ratio(({ app, single }) => app / single),
  };
}

type App = Awaited<ReturnType<typeof openApp>>;

/** A shop with one reward, and what clients ask of it. */
async function openApp(databaseUrl: string) {
  const { db, inShop } = await import("#app/ground/db.server.ts");
  const { postEntries } = await import("#app/loyalty/ledger/post-entries.server.ts");
  const { loadProgram } = await import("#app/loyalty/program/program.server.ts");
  const { redeem } = await import("#app/loyalty/rewards/redemption/redeem.server.ts");
  const { verifyLedger } = await import("#app/loyalty/ledger/audit/verify-ledger.server.ts");

  const shopId = newId();
  const at = new Date();
  const shop = { id: shopId, domain: "bench.myshopify.com", currency: "USD", installedAt: at };
  await db.shop.create({ data: { ...shop, timezone: "Europe/London" } });
  await loadProgram(shopId);
  const rewardId = newId();
  const reward = { name: "5 off", kind: "amount", cost: BigInt(COST), amountMinor: 500n };
  await inShop(shopId, (tx) =>
    tx.reward.create({ data: { ...reward, shopId, id: rewardId, updatedAt: at } }),
  );
  const earning = (customerId: string, points: number) => ({
    kind: "earn" as const,
    customerId,
    points: BigInt(points),
    orderId: null,
    ruleSnapshot: null,
    idempotencyKey: newId(),
    occurredAt: new Date(),
    source: "app" as const,
    reason: { code: "points_released" as const, points: `${points}` },
  });
  const post = (drafts: ReturnType<typeof earning>[]) =>
    inShop(shopId, (tx) => postEntries(tx, drafts, new Date()));
  const openAccounts = async (count: number) => {
    const ids = Array.from({ length: count }, () => newId());
    await inShop(shopId, async (tx) => {
      await tx.customer.createMany({ data: ids.map((id) => ({ shopId, id, createdAt: at })) });
    });
    return ids;
  };

  return {
    shopId,
    openAccounts: async (count: number) => {
      const ids = await openAccounts(count);
      for (let from = 0; from < ids.length; from += 1_000)
        await post(ids.slice(from, from + 1_000).map((id) => earning(id, 1)));
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query("VACUUM ANALYZE");
      await client.end();
      return ids;
    },
    openAccount: async (balance: number) => {
      const [id] = await openAccounts(1);
      await post([earning(id as string, balance)]);
      return id as string;
    },
    redeem: async (customerId: string) => {
      const ask = { customerId, rewardId, clientKey: newId(), at: new Date() };
      return (await redeem(shopId, ask)).outcome === "held";
    },
    earn: (customerIds: string[]) => post(customerIds.map((id) => earning(id, 1))),
    balanceOf: (customerId: string) =>
      inShop(shopId, (tx) =>
        tx.ledgerAccount.findUniqueOrThrow({
          where: { shopId_customerId: { shopId, customerId } },
        }),
      ),
    expectSound: async () => {
      const wrong = await verifyLedger(shopId);
      if (wrong.length > 0) throw new Error(`${wrong.length} accounts do not add up`);
    },
    close: () => db.$disconnect(),
  };
}
