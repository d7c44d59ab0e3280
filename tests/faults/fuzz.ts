import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { db } from "#app/ground/db.server.ts";
import { topics } from "#app/ingest/topics.ts";
import { parseExactJson } from "#app/orders/from-webhook/exact-json.ts";
import { untilRuns } from "#tests/bench/start-worker.ts";
import type { Chance } from "#tests/stand-in/generator/chance.ts";
import { webhookHeaders } from "#tests/support/deliver.ts";
import { hostile, withHostile } from "#tests/support/hostile-values.ts";
import { pathsIn } from "#tests/support/payload-paths.ts";
import { freePort } from "#tests/support/postgres.ts";
import { createShop } from "#tests/support/shop.ts";
import { until, untilAnswers } from "#tests/support/wait.ts";

import type { Fault } from "./fault.ts";

const EACH = 100;
const SETTLED_WITHIN_MS = 120_000;
/** They take the shop away, or wait for what came before them. */
const NOT_ASKED = new Set(["app/uninstalled", "shop/redact", "customers/redact"]);

const fixtures = join(import.meta.dirname, "../fixtures/webhooks");
const bodies = readdirSync(fixtures).map((file): unknown =>
  parseExactJson(readFileSync(join(fixtures, file), "utf8")),
);

/** Signed payloads of all topics with something that nobody means in some of their places: each is answered 200, and becomes facts or is set aside. */
export const fault: Fault = {
  short: 3,
  prepare: async (machine) => {
    const port = await freePort();
    const web = machine.start("web", { PORT: String(port), LOG_LEVEL: "error" });
    const worker = machine.start("worker");
    await untilAnswers(`http://127.0.0.1:${port}/readyz`, web, 60_000);
    await untilRuns(worker);
    let isOver = false;
    void Promise.race([web.ended, worker.ended]).then(() => (isOver = true));
    return {
      attack: async (chance) => {
        const { domain: shopDomain } = await createShop();
        const answers = await Promise.all(
          Array.from({ length: EACH }, () => post(port, shopDomain, chance)),
        );
        const refused = answers.filter((status) => status !== 200);
        if (refused.length > 0) return `answered ${[...new Set(refused)].join(", ")}`;
        const untried = { shopDomain, state: "received", attempts: 0 };
        await until(
          "all were tried",
          async () => isOver || (await db.delivery.count({ where: untried })) === 0,
          SETTLED_WITHIN_MS,
        );
        if (isOver) return "a process ended";
        // What cannot be read is set aside by itself. What the database refused was not bounded where it came in.
        const harmful = await db.delivery.findMany({ where: { shopDomain, suspect: true } });
        const why = harmful.map(({ topic, lastError }) => `${topic}: ${lastError ?? ""}`);
        return why.length === 0 ? null : why.slice(0, 3).join("; ");
      },
      figures: () => ({ payloadsEach: EACH }),
      end: async () => {
        await Promise.all([web.stop(), worker.stop()]);
      },
    };
  },
};

async function post(port: number, shopDomain: string, chance: Chance): Promise<number> {
  const topic = chance.pick(Object.keys(topics).filter((name) => !NOT_ASKED.has(name)));
  const body = chance.pick(bodies);
  const text = withHostile(body, chance.pick(pathsIn(body)), chance.pick(Object.values(hostile)));
  const headers = {
    ...webhookHeaders(shopDomain, topic, text),
    "x-shopify-webhook-id": randomUUID(),
  };
  const answer = await fetch(`http://127.0.0.1:${port}/webhooks`, {
    method: "POST",
    headers,
    body: text,
  });
  await answer.arrayBuffer();
  return answer.status;
}
