import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";

import { PrismaClient } from "#prisma/generated/client/client.ts";

import { env } from "./env.server.ts";
import { LastingClient } from "./lasting-client.server.ts";
import { rawSql } from "./raw-sql.server.ts";
import { ShopTransaction, type ShopTx } from "./shop-transaction.server.ts";

export type { ShopTx };

/** A lane of reactions holds one while its handler uses others: five lanes, four batches of deliveries, and the jobs. */
const CONNECTIONS = 18;
const CONNECT_TIMEOUT_MS = 5_000;
const FEATURE_NOT_SUPPORTED = "0A000";
const TRANSACTION_TIMEOUT_MS = 60_000;

/** The login of DATABASE_URL may own the tables; every connection of the app gives that up for a role that row-level security binds. */
const AS_APP_ROLE = "-c role=encore_app";
/** Whatever a process forgets it holds: nobody waits longer for its locks. */
const IDLE_AT_MOST = `-c idle_in_transaction_session_timeout=${TRANSACTION_TIMEOUT_MS}`;

const POOL = {
  connectionString: env.DATABASE_URL,
  options: `${AS_APP_ROLE} ${IDLE_AT_MOST}`,
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  Client: LastingClient,
};

const pool = new pg.Pool({ ...POOL, max: CONNECTIONS });
// A connection that is lost while nobody uses it is replaced by the next that is asked for.
pool.on("error", () => undefined);

const prisma = new PrismaClient({
  adapter: new PrismaPg(pool, { disposeExternalPool: true }),
  transactionOptions: { timeout: TRANSACTION_TIMEOUT_MS, maxWait: CONNECT_TIMEOUT_MS },
});

/**
 * For the few global tables (shop, session, delivery). Anything of one shop goes through `inShop`. Statements written in SQL go to
 * `pg` directly here, too: through Prisma, taking a batch of deliveries costs more than reading them.
 */
export const db = new Proxy(prisma, {
  get: (models, name: keyof typeof sql & keyof PrismaClient) => {
    const found: unknown = sql[name] ?? models[name];
    return typeof found === "function" ? (found.bind(models) as unknown) : found;
  },
});

const sql = rawSql((query) => pool.query(query));

/**
 * The one door to tenant data: runs `work` in a transaction that sees and writes rows of this shop only.
 * Commits when `work` returns, rolls back when it throws. After `longestMs` nothing can be asked in it any more.
 */
export async function inShop<Result>(
  shopId: string,
  work: (tx: ShopTx) => Promise<Result>,
  { longestMs = TRANSACTION_TIMEOUT_MS } = {},
): Promise<Result> {
  const client = await pool.connect();
  const transaction = new ShopTransaction(client, shopId, longestMs);
  let isBroken = false;
  try {
    await transaction.begin();
    const result = await work(transaction.tx);
    await transaction.end("COMMIT");
    return result;
  } catch (error) {
    isBroken = isPlanStale(error);
    await transaction.end("ROLLBACK").catch(() => (isBroken = true));
    throw error;
  } finally {
    client.release(isBroken);
  }
}

/** A migration changed what a statement answers whose plan is kept (`keepPlans`): that connection cannot ask it any more. */
function isPlanStale(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === FEATURE_NOT_SUPPORTED;
}

/** A pool of its own, without Prisma, for paths where each microsecond counts. */
export function openPool(max: number): pg.Pool {
  return new pg.Pool({ ...POOL, max });
}
