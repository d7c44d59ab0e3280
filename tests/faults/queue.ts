import { setTimeout as pause } from "node:timers/promises";

import type { Chance } from "#tests/stand-in/generator/chance.ts";
import { exactJson, type Sent, webhookHeaders } from "#tests/support/deliver.ts";
import { dueJobs } from "#tests/support/due-jobs.ts";
import { freePort } from "#tests/support/postgres.ts";
import { createShop } from "#tests/support/shop.ts";
import { until, untilAnswers } from "#tests/support/wait.ts";
import { untilRuns } from "#tests/bench/start-worker.ts";

import type { Fault } from "./fault.ts";
import { type QueueServer, startQueueServer } from "./queue-server.ts";
import { finalState, isDone, toldOrders } from "./told-orders.ts";

const TIMES = 6;
const DONE_WITHIN_MS = 240_000;
const AT_ONCE = 4;
/** Asked for by the sweeper alone, and done without Shopify. */
const SWEPT = [
  "score-customers",
  "measure-liability",
  "warn-of-expiry",
  "audit-ledger",
  "advance-achievements",
];

/**
 * The queue is killed, emptied, filled and cut off again and again while deliveries come: each is answered 200 meanwhile, no process
 * ends, and in the end the facts, the ledger and the jobs of a night are what they are where the queue was always there.
 */
export const fault: Fault = {
  short: 1,
  isAlone: true,
  prepare: async (machine) => {
    const server = await startQueueServer(machine);
    const port = await freePort();
    const env = { ...server.env, PORT: String(port), LOG_LEVEL: "info" };
    const web = machine.start("web", env);
    const worker = machine.start("worker", env);
    await untilAnswers(`http://127.0.0.1:${port}/readyz`, web, 60_000);
    await untilRuns(worker);
    const ended: string[] = [];
    for (const child of [web, worker]) void child.ended.then(() => ended.push(child.name));
    const url = `http://127.0.0.1:${port}/webhooks`;

    const clean = JSON.stringify(await stateAfter(url, null));
    return {
      attack: async (chance) => {
        const story: string[] = [];
        const state = await stateAfter(url, () => attackAgain(server, chance, story));
        if (ended.length > 0) return `${story.join(", ")}: ${ended.join(", ")} ended`;
        if (JSON.stringify(state) === clean) return null;
        return `${story.join(", ")}: ended as ${JSON.stringify(state)}, not as ${clean}`;
      },
      figures: () => ({
        queueIn: server.name,
        timesEach: TIMES,
        deliveriesEach: toldOrders().length,
      }),
      end: async () => {
        await Promise.all([web.stop(), worker.stop()]);
        await server.stop();
      },
    };
  },
};

async function attackAgain(server: QueueServer, chance: Chance, story: string[]): Promise<void> {
  for (let times = 0; times < TIMES; times++) {
    await pause(chance.between(0, 1_000));
    const name = chance.pick(Object.keys(server.attacks));
    story.push(name);
    await server.attacks[name]?.(chance);
  }
}

/** How a shop ends whose deliveries come while this goes on, over and over until it is over. */
async function stateAfter(url: string, attack: (() => Promise<void>) | null): Promise<object> {
  const shop = await createShop();
  const waiting = toldOrders();
  const answers = new Map<number, number>();
  let isOver = false;
  const attacking = (attack?.() ?? Promise.resolve()).finally(() => (isOver = true));
  const send = async () => {
    for (let sent = waiting.shift(); sent; sent = waiting.shift()) {
      const status = await post(url, shop.domain, sent);
      answers.set(status, (answers.get(status) ?? 0) + 1);
      // Some come at each moment of it.
      if (!isOver) await pause(100);
    }
  };
  await Promise.all([attacking, ...Array.from({ length: AT_ONCE }, send)]);
  await until("all was dealt with", () => isDone(shop), DONE_WITHIN_MS);
  const isSwept = async () =>
    (await dueJobs(shop.id, new Date())).every((job) => !SWEPT.includes(job));
  await until("what a night brings was found", isSwept, DONE_WITHIN_MS);
  return { answers: Object.fromEntries(answers), ...(await finalState(shop)) };
}

async function post(url: string, shopDomain: string, { topic, payload }: Sent): Promise<number> {
  const body = exactJson(payload);
  const headers = webhookHeaders(shopDomain, topic, body);
  const reply = await fetch(url, { method: "POST", headers, body });
  await reply.arrayBuffer();
  return reply.status;
}
