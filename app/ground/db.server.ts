import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";

import { PrismaClient } from "#prisma/generated/client/client.ts";

import { env } from "./env.server.ts";

const CONNECT_TIMEOUT_MS = 5_000;
const TRANSACTION_TIMEOUT_MS = 60_000;

/** The login of DATABASE_URL may own the tables; every connection of the app gives that up for a role that row-level security binds. */
const AS_APP_ROLE = "-c role=encore_app";

const POOL = {
  connectionString: env.DATABASE_URL,
  options: AS_APP_ROLE,
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
};

/** For the few global tables (shop, session, delivery). Anything of one shop goes through `inShop`. */
export const db = new PrismaClient({
  adapter: new PrismaPg({ ...POOL, max: 12 }),
  transactionOptions: { timeout: TRANSACTION_TIMEOUT_MS, maxWait: CONNECT_TIMEOUT_MS },
});

/** A client inside one shop's transaction. */
export type ShopTx = Parameters<Parameters<(typeof db)["$transaction"]>[0]>[0];

/**
 * The one door to tenant data: runs `work` in a transaction that sees and writes rows of this shop only.
 * Commits when `work` returns, rolls back when it throws.
 */
export function inShop<Result>(
  shopId: string,
  work: (tx: ShopTx) => Promise<Result>,
): Promise<Result> {
  return db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT set_config('app.shop_id', ${shopId}, true)`;
    return work(tx);
  });
}

/** A pool of its own, without Prisma, for paths where each microsecond counts. */
export function openPool(max: number): pg.Pool {
  return new pg.Pool({ ...POOL, max });
}
