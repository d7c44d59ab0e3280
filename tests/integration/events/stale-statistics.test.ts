import pg from "pg";
import { expect, test } from "vitest";

import { appendEvents } from "#app/events/append-events.server.ts";
import { drainReactions } from "#app/events/drain-reactions.server.ts";
import type { ReactionHandlers } from "#app/events/reaction-table.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { createShop } from "#tests/support/shop.ts";
import { until } from "#tests/support/wait.ts";

const SMALL_SHOPS = 40;
const EVENTS = 1_500;

/**
 * Example: 40 shops have installed the app, with an event each, and PostgreSQL's statistics are of then. One of them takes thousands
 * of orders in the minute before they are renewed. A plan that reads "all of this shop's events, it has only one" for each of 500
 * reactions took 0.8 s a batch instead of 5 ms, and grew with the square of what was due.
 */
test("a shop that grows faster than PostgreSQL's statistics has each of its events read a few times, not each for each", async () => {
  for (let index = 0; index < SMALL_SHOPS; index++) await redeem((await createShop()).id, 1);
  const { id: shopId } = await createShop();
  const owner = new pg.Client({ connectionString: process.env["DATABASE_URL"] });
  await owner.connect();
  try {
    await owner.query("ANALYZE event; ANALYZE reaction");
    await redeem(shopId, EVENTS);
    const before = await readSoFar(owner);
    let ran = 0;
    const handlers = new Proxy({} as ReactionHandlers, {
      get: () => async (_: string, events: unknown[]) => void (ran += events.length),
    });
    await drainReactions(handlers, AbortSignal.timeout(30_000));
    expect(ran).toBe(EVENTS + SMALL_SHOPS);

    // A connection tells what it has read when it is idle, after some seconds.
    let read = 0;
    await until("PostgreSQL has counted", async () => {
      read = (await readSoFar(owner)) - before;
      return read >= EVENTS;
    });
    expect(read).toBeLessThan(20 * EVENTS);
  } finally {
    await owner.end();
  }
});

async function redeem(shopId: string, count: number): Promise<void> {
  const drafts = Array.from({ length: count }, (_, index) => ({
    type: "reward.redeemed" as const,
    customerId: null,
    orderId: null,
    occurredAt: now(),
    source: "app" as const,
    dedupeKey: `reward.redeemed.${index}`,
    properties: { redemptionId: "01900000-0000-7000-8000-000000000001" },
  }));
  await inShop(shopId, (tx) => appendEvents(tx, shopId, drafts, now()));
}

async function readSoFar(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ read: number }>(
    `SELECT (idx_tup_fetch + seq_tup_read)::float8 AS read FROM pg_stat_user_tables WHERE relname = 'event'`,
  );
  return rows[0]?.read ?? NaN;
}
