import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";

import { db, inShop } from "#app/ground/db.server.ts";
import { BUILD_TIMEOUT_MS, buildApp, compiled } from "#tests/support/build-app.ts";
import { deliver } from "#tests/support/deliver.ts";
import { type Child, startChild } from "#tests/support/child.ts";
import { orderPayload } from "#tests/support/payloads.ts";
import { createShop } from "#tests/support/shop.ts";
import { logEnd, until } from "#tests/support/wait.ts";

const ORDERS = 3_000;
const root = fileURLToPath(new URL("../../..", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "encore-worker-"));
const clockFile = join(directory, "clock.json");
const workers: Child[] = [];

beforeAll(() => buildApp(["processes"]), BUILD_TIMEOUT_MS);
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  rmSync(directory, { recursive: true, force: true });
});

test(
  "a worker that is killed in the middle loses nothing and does nothing twice",
  { timeout: 180_000 },
  async () => {
    const shop = await createShop();
    const payloads = Array.from({ length: ORDERS }, (_, place) =>
      orderPayload({ id: BigInt(place + 1), email: `buyer-${place % 500}@example.com` }),
    );
    await deliver(
      shop.domain,
      payloads.map((payload) => ({ topic: "orders/create", payload })),
    );

    const first = startWorker("killed");
    await until("it is in the middle", async () => inMiddle(await done(shop.domain)), 60_000, 5);
    process.kill(first.pid, "SIGKILL");
    await first.ended;
    const before = await done(shop.domain);
    expect(before).toBeLessThan(ORDERS);

    // Its leases have to run out first; the clock that they go by can be moved.
    writeFileSync(clockFile, JSON.stringify({ offsetMs: 120_000 }));
    const second = startWorker("second");
    await until("all is processed", async () => (await done(shop.domain)) === ORDERS, 90_000).catch(
      (error: unknown) => {
        throw new Error(logEnd(second), { cause: error });
      },
    );
    await until(
      "all reactions have run",
      async () => (await pendingReactions(shop.id)) === 0,
      60_000,
    );

    const state = await inShop(shop.id, async (tx) => ({
      orders: await tx.order.count(),
      customers: await tx.customer.count(),
      placed: await tx.event.count({ where: { type: "order.placed" } }),
      counted: (await tx.customer.aggregate({ _sum: { ordersCount: true } }))._sum.ordersCount,
      // Guests' points: they wait for their owners to sign in.
      points: (await tx.ledgerAccount.aggregate({ _sum: { pending: true } }))._sum.pending,
    }));
    expect(state).toEqual({
      orders: ORDERS,
      customers: 500,
      placed: ORDERS,
      counted: ORDERS,
      points: BigInt(ORDERS * 50),
    });
  },
);

test(
  "a worker that is asked to stop finishes what it has begun, and ends by itself",
  { timeout: 60_000 },
  async () => {
    const worker = startWorker("stopped");
    await until("it runs", () =>
      Promise.resolve(existsSync(worker.logFile) && logEnd(worker).includes("workers are running")),
    );

    process.kill(worker.pid, "SIGTERM");

    expect(await worker.ended).toEqual({ code: 0, signal: null });
    expect(logEnd(worker)).toContain("The workers have stopped");
  },
);

function startWorker(name: string): Child {
  const worker = startChild({
    name,
    cwd: root,
    logFile: join(directory, `${name}.log`),
    env: { LOG_LEVEL: "info", ENCORE_CLOCK_FILE: clockFile },
    args: compiled("worker"),
  });
  workers.push(worker);
  return worker;
}

function inMiddle(count: number): boolean {
  return count > 0 && count < ORDERS;
}

async function done(shopDomain: string): Promise<number> {
  return db.delivery.count({ where: { shopDomain, state: "done" } });
}

async function pendingReactions(shopId: string): Promise<number> {
  return inShop(shopId, (tx) =>
    tx.reaction.count({ where: { name: "update-loyalty", state: "pending" } }),
  );
}
