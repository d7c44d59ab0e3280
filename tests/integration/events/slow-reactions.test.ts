import { setTimeout as sleep } from "node:timers/promises";

import pg from "pg";
import { expect, test } from "vitest";

import { appendEvents } from "#app/events/append-events.server.ts";
import { drainReactions } from "#app/events/drain-reactions.server.ts";
import { keepOpen } from "#app/events/keep-open.server.ts";
import type { ReactionHandlers } from "#app/events/reaction-table.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { createShop } from "#tests/support/shop.ts";
import { until } from "#tests/support/wait.ts";

const IDLE_AT_MOST_MS = 200;

test("a batch that is being run is not begun by a second worker meanwhile, and what is put off then is not lost", async () => {
  const { id: shopId } = await createShop();
  await redeem(shopId, "slow");
  let begun = 0;
  const first = Promise.withResolvers<void>();
  const slow = Promise.withResolvers<void>();
  const drain = () =>
    drainReactions(
      handlersOf(async (ofShop) => {
        if (ofShop !== shopId) return;
        begun += 1;
        first.resolve();
        await slow.promise;
      }),
      AbortSignal.timeout(20_000),
    );
  const working = drain();
  await first.promise;
  await drain();
  expect(begun).toBe(1);

  // Of the lane that somebody else has: whoever has it looks again before it ends.
  await redeem(shopId, "meanwhile");
  await drain();
  expect(begun).toBe(1);
  slow.resolve();
  await working;
  expect(begun).toBe(2);
  expect(await inShop(shopId, (tx) => tx.reaction.count())).toBe(0);
});

test("a lane's lock outlasts the time after which PostgreSQL ends a transaction that does nothing", async () => {
  const { id: shopId } = await createShop();
  await expect(idleFor(shopId, () => () => undefined)).rejects.toThrow();
  expect(await idleFor(shopId, (tx) => keepOpen(tx, IDLE_AT_MOST_MS / 4))).toEqual([{ still: 1 }]);
});

test("a lane whose connection is lost is tried later, counts as tried, and is in no other lane's way", async () => {
  const [lost, other] = [(await createShop()).id, (await createShop()).id].toSorted();
  await redeem(lost!, "lost");
  await redeem(other!, "other");
  const ran: string[] = [];
  const handlers = handlersOf(async (ofShop) => {
    ran.push(ofShop);
    if (ofShop !== lost) return;
    await until("the other lane is done", async () => (await left(other!)).length === 0);
    await cutIdle();
  });
  await drainReactions(handlers, AbortSignal.timeout(20_000));
  expect(ran.toSorted()).toEqual([lost, other]);
  const [due] = await left(lost!);
  expect(due).toMatchObject({
    state: "pending",
    attempts: 1,
    lastError: "Retry: The lane's lock was lost",
  });
  expect(due!.dueAt.getTime()).toBeGreaterThan(Date.now());
});

function left(shopId: string) {
  return inShop(shopId, (tx) => tx.reaction.findMany());
}

/** Ends the connections whose transaction waits. */
async function cutIdle(): Promise<void> {
  const owner = new pg.Client({ connectionString: process.env["DATABASE_URL"] });
  await owner.connect();
  await owner.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()",
  );
  await owner.end();
}

async function idleFor(shopId: string, keep: (tx: ShopTx) => () => void): Promise<unknown> {
  return inShop(shopId, async (tx) => {
    await tx.$queryRaw`SELECT set_config('idle_in_transaction_session_timeout', ${String(IDLE_AT_MOST_MS)}, true)`;
    const letGo = keep(tx);
    await sleep(4 * IDLE_AT_MOST_MS);
    letGo();
    return tx.$queryRaw`SELECT 1 AS still`;
  });
}

function handlersOf(run: (shopId: string) => Promise<void>): ReactionHandlers {
  return new Proxy({} as ReactionHandlers, { get: () => run });
}

async function redeem(shopId: string, key: string): Promise<void> {
  const event = {
    type: "reward.redeemed",
    customerId: null,
    orderId: null,
    occurredAt: now(),
    source: "app",
    dedupeKey: `reward.redeemed.${key}`,
    properties: { redemptionId: "01900000-0000-7000-8000-000000000001" },
  } as const;
  await inShop(shopId, (tx) => appendEvents(tx, shopId, [event], now()));
}
