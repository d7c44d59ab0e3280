import { createHmac } from "node:crypto";

import { Redis } from "ioredis";
import {
  BurstyRateLimiter,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
  RLWrapperTimeouts,
} from "rate-limiter-flexible";

import { openPool } from "#app/ground/db.server.ts";
import { env } from "#app/ground/env.server.ts";
import { log } from "#app/ground/log.server.ts";

const CONNECTIONS = 2;
const STORE_TIMEOUT_MS = 5_000;

/** `points` requests in so many seconds for ever, and `burst` of them at once. */
type Rate = { points: number; seconds: number; burst: number };

/** Asks whether another request of this key may pass. Returns how many whole seconds to wait, 0 when none. */
export type RateLimit = (key: string) => Promise<number>;

/**
 * A limit that all processes share, in Redis where there is one and in PostgreSQL otherwise; while neither answers, each process
 * counts for itself. { points: 2, seconds: 1, burst: 30 }: two pass in each second, and in each quarter of a minute 28 more
 * that come too soon. What is stored of a key is a keyed hash, for it may hold a visitor's address.
 */
export function rateLimit(name: string, { points, seconds, burst }: Rate): RateLimit {
  const limiter = new BurstyRateLimiter(
    shared(name, points, seconds),
    shared(`${name}.burst`, burst - points, (burst / points) * seconds),
  );
  return async (key) => {
    try {
      await limiter.consume(hashOf(key));
      return 0;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    }
  };
}

function shared(keyPrefix: string, points: number, duration: number): RLWrapperTimeouts {
  // Who is over the limit is known here until it ends: those who ask most cost the store nothing.
  const limit = { keyPrefix, points, duration, inMemoryBlockOnConsumed: points };
  const insuranceLimiter = new RateLimiterMemory({ keyPrefix, points, duration });
  const limiter = env.REDIS_URL
    ? new RateLimiterRedis({ ...limit, insuranceLimiter, storeClient: redis(env.REDIS_URL) })
    : new RateLimiterPostgres({
        ...limit,
        insuranceLimiter,
        storeClient: pool(),
        tableName: "rate_limit",
        tableCreated: true, // By a migration: the app's role may make no tables.
      });
  return new RLWrapperTimeouts({ limiter, timeoutMs: STORE_TIMEOUT_MS });
}

const pool = once(() => {
  const opened = openPool(CONNECTIONS);
  opened.on("error", (error) => log.warn({ err: error }, "A database connection was lost"));
  return opened;
});

const redis = once((url: string) => {
  const opened = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  opened.on("error", (error) => log.warn({ err: error }, "Redis had a fault"));
  return opened;
});

function once<Args extends unknown[], Value>(make: (...args: Args) => Value) {
  let made: Value | undefined;
  return (...args: Args) => (made ??= make(...args));
}

/** All four thousand million addresses are soon hashed: without the key nobody finds one by trying them. */
function hashOf(key: string): string {
  return createHmac("sha256", env.SHOPIFY_API_SECRET).update(key).digest("base64url");
}
