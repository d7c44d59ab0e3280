import { setTimeout as pause } from "node:timers/promises";

import { db, inShop } from "#app/ground/db.server.ts";
import { closeQueues, enqueue } from "#app/ground/queues.server.ts";
import type { Chance } from "#tests/stand-in/generator/chance.ts";
import type { Child } from "#tests/support/child.ts";
import { deliver } from "#tests/support/deliver.ts";
import { freePort } from "#tests/support/postgres.ts";
import { orderPayload } from "#tests/support/payloads.ts";
import { createShop } from "#tests/support/shop.ts";
import { logEnd, until } from "#tests/support/wait.ts";

import { Gate, type GateState } from "#tests/support/gate.ts";
import type { Fault } from "./fault.ts";
import { type Machine, memoryOf } from "./machine.ts";

const SERVES_WITHIN_MS = 30_000;
const ENDS_WITHIN_MS = 25_000;
const MOST_MIB = 400;
const AWAY: readonly GateState[] = ["refusing", "hanging-up", "silent"];

/**
 * A process is started while its database is away, in one way and then perhaps in another. Once it is there the process serves; it
 * ends when it is asked to, with its database or without.
 */
export const fault: Fault = {
  short: 4,
  isAlone: true,
  prepare: async (machine) => ({
    attack: (chance, seed) => attack(machine, chance, seed),
    end: closeQueues,
  }),
};

async function attack(machine: Machine, chance: Chance, seed: number): Promise<string | null> {
  const name = chance.pick(["web", "worker"] as const);
  const away = Array.from({ length: chance.between(1, 2) }, () => chance.pick(AWAY));
  const isServing = chance.happens(0.7);
  const isAwayAtEnd = chance.happens(0.3);
  const story = `${name}, database ${[...away, isServing ? "open" : "", isAwayAtEnd ? "away" : ""].filter(Boolean).join(", ")}`;

  const gate = await Gate.before(machine.databaseUrl, away[0] as GateState);
  const port = await freePort();
  const child = machine.start(name, { DATABASE_URL: gate.url, PORT: String(port) });
  let ended = false;
  void child.ended.then(() => (ended = true));
  try {
    for (const state of away) {
      await gate.be(state);
      await pause(chance.between(500, 6_000));
    }
    if (ended) return `${story}: ended without its database\n${logEnd(child)}`;
    if (name === "web")
      await until(
        "the web process says that it is alive",
        async () => (await statusOf(`http://127.0.0.1:${port}/healthz`)) === 200,
        SERVES_WITHIN_MS,
      );
    if (name === "web" && (await statusOf(`http://127.0.0.1:${port}/readyz`)) !== 503)
      return `${story}: says that it is ready without its database`;
    if (isServing) {
      await gate.be("open");
      await serves(child, { name, port, seed });
      const memory = memoryOf(child);
      if (memory > MOST_MIB) return `${story}: holds ${memory} MiB`;
    }
    if (isAwayAtEnd) await gate.be(chance.pick(AWAY));
    return await endsWhenAsked(child, story);
  } finally {
    await gate.close();
    if (!ended) process.kill(child.pid, "SIGKILL");
  }
}

async function serves(
  child: Child,
  { name, port, seed }: { name: "web" | "worker"; port: number; seed: number },
): Promise<void> {
  if (name === "web")
    return until(
      "the web process serves",
      async () => (await statusOf(`http://127.0.0.1:${port}/readyz`)) === 200,
      SERVES_WITHIN_MS,
    );
  const { id: shopId, domain: shopDomain } = await createShop();
  const payload = orderPayload({ id: BigInt(seed + 1), email: "ann@example.com" });
  await deliver(shopDomain, [{ topic: "orders/create", payload }]);
  await enqueue("score-customers", { shopId });
  const isDone = () => db.delivery.count({ where: { shopDomain, state: "done" } });
  const isScored = () => inShop(shopId, (tx) => tx.segmentRun.count());
  await until(
    "the worker has dealt with a delivery and a job",
    async () => (await isDone()) === 1 && (await isScored()) === 1,
    SERVES_WITHIN_MS,
  ).catch((error: unknown) => {
    throw new Error(logEnd(child), { cause: error });
  });
}

async function endsWhenAsked(child: Child, story: string): Promise<string | null> {
  process.kill(child.pid, "SIGTERM");
  const end = await Promise.race([child.ended, pause(ENDS_WITHIN_MS, null)]);
  if (end === null) return `${story}: does not end when it is asked to\n${logEnd(child)}`;
  // It may be asked before it has come to listen to that.
  return end.code === 0 || end.signal === "SIGTERM"
    ? null
    : `${story}: ended with ${end.code ?? end.signal}\n${logEnd(child)}`;
}

async function statusOf(url: string): Promise<number> {
  return fetch(url, { signal: AbortSignal.timeout(6_000) }).then(
    ({ status }) => status,
    () => 0,
  );
}
