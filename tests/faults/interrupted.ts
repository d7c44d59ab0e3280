import { setTimeout as pause } from "node:timers/promises";

import type { Chance } from "#tests/stand-in/generator/chance.ts";
import type { Child } from "#tests/support/child.ts";
import { deliver } from "#tests/support/deliver.ts";
import { createShop } from "#tests/support/shop.ts";
import { until } from "#tests/support/wait.ts";

import { Gate } from "#tests/support/gate.ts";
import type { Prepared } from "./fault.ts";
import type { Machine } from "./machine.ts";
import { finalState, isDone, settled, toldOrders } from "./told-orders.ts";

const TIMES = 6;
const DONE_WITHIN_MS = 240_000;

/** Interrupts a worker, or what it works with. Returns the worker that goes on. */
export type Interrupt = (worker: Child, start: () => Child, gate: Gate) => Promise<Child>;

/**
 * Interrupts the work on a shop's deliveries again and again: in the end the facts, the ledger and what was to be done are what they
 * are where nobody was interrupted, and nothing that is not at fault is set aside.
 */
export async function interrupted(machine: Machine, interrupt: Interrupt): Promise<Prepared> {
  const clean = await stateAfter(machine, null);
  return {
    attack: async (chance) => {
      const state = await stateAfter(machine, { chance, interrupt });
      if (JSON.stringify(state) === JSON.stringify(clean)) return null;
      return `ended as ${JSON.stringify(state)}, not as ${JSON.stringify(clean)}`;
    },
    figures: () => ({ timesEach: TIMES, deliveriesEach: toldOrders().length }),
    end: () => Promise.resolve(),
  };
}

async function stateAfter(
  machine: Machine,
  attack: { chance: Chance; interrupt: Interrupt } | null,
): Promise<object> {
  const shop = await createShop();
  await deliver(shop.domain, toldOrders());
  const gate = await Gate.before(machine.databaseUrl, "open");
  const start = () => machine.start("worker", { DATABASE_URL: gate.url, LOG_LEVEL: "error" });
  let worker = start();
  try {
    for (let times = 0; attack && times < TIMES; times++) {
      const before = await settled(shop.domain);
      const isAtWork = async () => (await settled(shop.domain)) !== before || (await isDone(shop));
      await until("it is at work", isAtWork, DONE_WITHIN_MS, 20);
      await pause(attack.chance.between(0, 150));
      worker = await attack.interrupt(worker, start, gate);
      // Not the wait for its leases is what is tried.
      await machine.client.query("UPDATE delivery_claim SET lease_until = now()");
    }
    await until("all was dealt with", () => isDone(shop), DONE_WITHIN_MS);
    return await finalState(shop);
  } finally {
    await worker.stop();
    await gate.close();
  }
}
