import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { db } from "#app/ground/db.server.ts";
import { topics } from "#app/ingest/topics.ts";
import { parseExactJson } from "#app/orders/from-webhook/exact-json.ts";
import type { Chance } from "#tests/stand-in/generator/chance.ts";
import { webhookHeaders } from "#tests/support/deliver.ts";
import { hostile, withHostile } from "#tests/support/hostile-values.ts";
import { pathsIn } from "#tests/support/payload-paths.ts";
import { createShop } from "#tests/support/shop.ts";

import type { Fault } from "./fault.ts";

const AT_ONCE = 100;
const OF_ONE_SHOP = 100;
const LOOK_EVERY_MS = 300;
const SETTLED_WITHIN_MS = 120_000;
/** They take the shop away, or wait for what came before them. */
const NOT_ASKED = new Set(["app/uninstalled", "shop/redact", "customers/redact"]);

const fixtures = join(import.meta.dirname, "../fixtures/webhooks");
const bodies = readdirSync(fixtures).map((file): unknown =>
  parseExactJson(readFileSync(join(fixtures, file), "utf8")),
);

/** Signed payloads of all topics with something that nobody means at one of their places: each is answered 200, and becomes facts or is set aside. */
export const fault: Fault = {
  short: 300,
  atOnce: AT_ONCE,
  prepare: async (machine) => {
    const { url, web, worker } = await machine.stack();
    const outcomes = watchOutcomes();
    const isEnded = Promise.race([web, worker].map(({ ended, name }) => ended.then(() => name)));
    let told = 0;
    let shop = createShop();
    return {
      attack: async (chance) => {
        // What was told before is part of it; but one shop's work is done by one worker at a time.
        if (told++ % OF_ONE_SHOP === 0) shop = createShop();
        const { domain: shopDomain } = await shop;
        const { topic, status, webhookId } = await post(url, shopDomain, chance);
        if (status !== 200) return `${topic} was answered ${status}`;
        const tried = await Promise.race([outcomes.of(webhookId), isEnded]);
        if (typeof tried === "string") return `${topic}: ${tried} ended`;
        // What cannot be read is set aside by itself. What the database refused was not bounded where it came in.
        return tried.suspect ? `${topic}: ${tried.lastError ?? ""}` : null;
      },
      end: async () => outcomes.stop(),
    };
  },
};

type Outcome = { webhookId: string; suspect: boolean; lastError: string | null };

/** What becomes of deliveries, looked for together: each by itself, they would keep the database from its work. */
function watchOutcomes() {
  const waiting = new Map<string, { settle: (outcome: Outcome) => void; giveUpAt: number }>();
  const look = async () => {
    const tried = await db.delivery.findMany({
      where: {
        webhookId: { in: [...waiting.keys()] },
        OR: [{ state: { not: "received" } }, { attempts: { gt: 0 } }],
      },
      select: { webhookId: true, suspect: true, lastError: true },
    });
    const late = [...waiting]
      .filter(([, { giveUpAt }]) => giveUpAt < performance.now())
      .map(([webhookId]) => ({ webhookId, suspect: true, lastError: "it was not tried in time" }));
    for (const outcome of [...tried, ...late]) {
      waiting.get(outcome.webhookId)?.settle(outcome);
      waiting.delete(outcome.webhookId);
    }
  };
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking || waiting.size === 0) return;
    isLooking = true;
    void look().finally(() => (isLooking = false));
  }, LOOK_EVERY_MS);
  return {
    of: (webhookId: string) =>
      new Promise<Outcome>((settle) =>
        waiting.set(webhookId, { settle, giveUpAt: performance.now() + SETTLED_WITHIN_MS }),
      ),
    stop: () => clearInterval(timer),
  };
}

async function post(url: string, shopDomain: string, chance: Chance) {
  const topic = chance.pick(Object.keys(topics).filter((name) => !NOT_ASKED.has(name)));
  const body = chance.pick(bodies);
  const text = withHostile(body, chance.pick(pathsIn(body)), chance.pick(Object.values(hostile)));
  const headers = webhookHeaders(shopDomain, topic, text);
  const answer = await fetch(`${url}/webhooks`, { method: "POST", headers, body: text });
  await answer.arrayBuffer();
  return { topic, status: answer.status, webhookId: headers["x-shopify-webhook-id"] ?? "" };
}
