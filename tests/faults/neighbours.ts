import { setTimeout as pause } from "node:timers/promises";

import { db, inShop } from "#app/ground/db.server.ts";
import { closeQueues, enqueue } from "#app/ground/queues.server.ts";
import { applyImport } from "#app/loyalty/imports/imports.server.ts";
import { makeCustomers } from "#tests/bench/many-customers.ts";
import { untilRuns } from "#tests/bench/start-worker.ts";
import { deliver, type Sent } from "#tests/support/deliver.ts";
import { shopWithPeople, tried } from "#tests/support/loyalty/points-imports.ts";
import { orderPayload } from "#tests/support/payloads.ts";
import { createShop } from "#tests/support/shop.ts";
import { until } from "#tests/support/wait.ts";

import type { Fault } from "./fault.ts";
import type { Machine } from "./machine.ts";

const MOST_MS = 500;
const MOST_TIMES = 2;
const TRIES = 3;
const ALONE = 20;
const BESIDE = 40;
const EVERY_MS = 100;
const CUSTOMERS = 20_000;
const ROWS = 10_000;
/** A name that this database writes no order of. */
const REFUSED = "#refused";

type Shop = { id: string; domain: string };
/** What the other shop does; settles once it has begun. */
type Load = (shop: Shop, machine: Machine) => Promise<void>;

const loads: Record<string, Load> = {
  good: ({ domain }) => deliver(domain, orders(200)),
  large: ({ domain }) => deliver(domain, orders(200, 500_000)),
  "refused by the database": ({ domain }) =>
    deliver(domain, [...orders(100), order(777, { name: REFUSED }), ...orders(99, 0, 200)]),
  "all refused by the database": ({ domain }) =>
    deliver(
      domain,
      Array.from({ length: 200 }, (_, place) => order(place, { name: REFUSED })),
    ),
  poison: ({ domain }) =>
    deliver(
      domain,
      Array.from({ length: 200 }, () => ({ topic: "orders/create", payload: "<html>" })),
    ),
  "a burst of 5,000": async ({ domain }) => {
    for (let start = 0; start < 5_000; start += 500) await deliver(domain, orders(500, 0, start));
  },
  "a nightly run": async ({ id: shopId }, { client }) => {
    await makeCustomers(client, shopId, CUSTOMERS, new Date());
    for (const job of ["score-customers", "measure-liability", "audit-ledger"] as const)
      await enqueue(job, { shopId });
    await until("the night has begun", () =>
      inShop(shopId, async (tx) => (await tx.segmentRun.count()) > 0 || (await isAtWork(client))),
    );
  },
  "an import": async () => {
    const { shopId, people } = await shopWithPeople(ROWS);
    const text = people.map(({ email }, place) => `${email},${place + 1}`);
    await applyImport(
      shopId,
      await tried(shopId, ["email,points", ...text].join("\n")),
      "staff.1",
      new Date(),
    );
  },
};

/** Another shop's single deliveries, while one shop has a load: how long the slowest of them takes, against what it takes alone. */
export const fault: Fault = {
  short: Object.keys(loads).length,
  isAlone: true,
  prepare: async (machine) => {
    await machine.client.query(
      `CREATE OR REPLACE FUNCTION refuse_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
       CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON "order" FOR EACH ROW WHEN (NEW.name = '${REFUSED}')
       EXECUTE FUNCTION refuse_order()`,
    );
    const worker = machine.start("worker");
    await untilRuns(worker);
    const slowest: Record<string, string> = {};
    return {
      attack: async (_, seed) => {
        const names = Object.keys(loads);
        const name = names[seed % names.length] as string;
        const tried: string[] = [];
        // What another program has the machine do does not come again just then; what Encore makes a neighbour wait for does.
        while (tried.length < TRIES) {
          const alone = await slowestOf(await createShop(), ALONE);
          const busy = await createShop();
          await loads[name]?.(busy, machine);
          const beside = await slowestOf(await createShop(), BESIDE);
          tried.push(`${beside} ms, alone ${alone} ms`);
          await untilQuiet(busy.domain);
          slowest[name] = tried.join("; ");
          if (beside <= Math.max(MOST_TIMES * alone, MOST_MS)) return null;
        }
        return `${name}: ${slowest[name]}`;
      },
      figures: () => ({ slowest }),
      end: async () => {
        await worker.stop();
        await closeQueues();
        await machine.client.query(`DROP TRIGGER refuse ON "order"; DROP FUNCTION refuse_order()`);
      },
    };
  },
};

/** Tells a shop of an order every now and then; returns how long the slowest took, milliseconds. */
async function slowestOf({ domain: shopDomain }: Shop, count: number): Promise<number> {
  for (let place = 0; place < count; place++) {
    await deliver(shopDomain, orders(1, 0, place));
    await enqueue("drain-deliveries", {});
    await pause(EVERY_MS);
  }
  const left = () => db.delivery.count({ where: { shopDomain, state: "received" } });
  await until("the neighbour was heard", async () => (await left()) === 0, 60_000);
  const heard = await db.delivery.findMany({ where: { shopDomain } });
  return Math.max(
    ...heard.map(({ finishedAt, receivedAt }) => Number(finishedAt) - Number(receivedAt)),
  );
}

/** The next attack begins with a worker that has nothing to do but what is tried again later. */
async function untilQuiet(shopDomain: string): Promise<void> {
  const isDue = { shopDomain, state: "received", attempts: 0 };
  await until(
    "all was tried",
    async () => (await db.delivery.count({ where: isDue })) === 0,
    120_000,
  );
}

async function isAtWork(client: Machine["client"]): Promise<boolean> {
  const { rows } = await client.query(
    "SELECT FROM pg_stat_activity WHERE state = 'active' AND usename = current_user AND pid <> pg_backend_pid()",
  );
  return rows.length > 0;
}

function orders(count: number, bytes = 0, from = 0): Sent[] {
  return Array.from({ length: count }, (_, place) =>
    order(
      from + place,
      bytes > 0 ? { note_attributes: [{ name: "n", value: "x".repeat(bytes) }] } : {},
    ),
  );
}

function order(place: number, more: object): Sent {
  const id = BigInt(place + 1);
  return {
    topic: "orders/create",
    payload: { ...orderPayload({ id, email: `buyer-${place % 500}@example.com` }), ...more },
  };
}
