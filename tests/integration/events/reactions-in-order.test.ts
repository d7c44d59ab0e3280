import { beforeEach, expect, test } from "vitest";

import { appendEvents } from "#app/events/append-events.server.ts";
import { drainReactions } from "#app/events/drain-reactions.server.ts";
import type { ReactionHandler, ReactionHandlers } from "#app/events/reaction-table.ts";
import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { PartialRetry } from "#app/ground/retry.ts";
import { createShop } from "#tests/support/shop.ts";

const AFTER_THE_MERGE = ["update-referrals", "update-tiers-and-achievements"];
const MORE_THAN_ENOUGH = 100;

let shop: string;
let merged: string;
let ran: string[];
let mergeAccounts: ReactionHandler;

beforeEach(async () => {
  shop = (await createShop()).id;
  ran = [];
  const event = {
    type: "customer.merged",
    customerId: newId(),
    orderId: null,
    occurredAt: now(),
    source: "app",
    dedupeKey: "customer.merged",
    properties: { mergedId: newId(), reason: "email" },
  } as const;
  const [stored] = await inShop(shop, (tx) => appendEvents(tx, shop, [event], now()));
  merged = stored!.id;
});

test("a reaction that is put off holds those after it, and no others, until it is done", async () => {
  mergeAccounts = () => Promise.reject(new PartialRetry([merged], "An account is frozen"));
  await drain();
  expect(ran.toSorted()).toEqual(["publish-balance", "publish-tier"]);
  expect(await reactions()).toMatchObject({
    "merge-accounts": {
      state: "pending",
      attempts: 1,
      lastError: "Retry: An account is frozen",
    },
    ...heldBack(),
  });
  expect(await lanesDue()).toEqual([]);

  await tryAgain();
  await drain();
  expect(ran).toHaveLength(2);
  expect(await reactions()).toMatchObject({ "merge-accounts": { attempts: 2 }, ...heldBack() });

  mergeAccounts = async () => {};
  await tryAgain();
  await drain();
  expect(ran[2]).toBe("merge-accounts");
  expect(ran.slice(3).toSorted()).toEqual(AFTER_THE_MERGE);
  expect(await reactions()).toEqual({});
});

test("one that failed for good holds them, too, and releases them when somebody has it tried again", async () => {
  mergeAccounts = () => Promise.reject(new Error("it does not add up"));
  await tryAgain({ attempts: MORE_THAN_ENOUGH });
  await drain();
  expect(await reactions()).toMatchObject({
    "merge-accounts": { state: "failed", lastError: "Error: it does not add up" },
    ...heldBack(),
  });
  expect(await lanesDue()).toEqual([]);

  await tryAgain({ attempts: 0, state: "pending" });
  await drain();
  expect(await reactions()).toMatchObject({
    "merge-accounts": { state: "pending", attempts: 1, lastError: "Error: it does not add up" },
    ...heldBack(),
  });

  mergeAccounts = async () => {};
  await tryAgain();
  await drain();
  expect(ran.slice(-AFTER_THE_MERGE.length).toSorted()).toEqual(AFTER_THE_MERGE);
  expect(await reactions()).toEqual({});
});

function heldBack() {
  const held = { state: "pending", attempts: 0, lastError: null, after: ["merge-accounts"] };
  return Object.fromEntries(AFTER_THE_MERGE.map((name) => [name, held]));
}

function drain(): Promise<void> {
  const handlers = new Proxy({} as ReactionHandlers, {
    get:
      (_, name: string): ReactionHandler =>
      async (shopId, events) => {
        if (name === "merge-accounts") await mergeAccounts(shopId, events);
        ran.push(name);
      },
  });
  return drainReactions(handlers, AbortSignal.timeout(50_000));
}

async function tryAgain(data: { attempts?: number; state?: string } = {}): Promise<void> {
  const where = { shopId: shop, eventId: merged, name: "merge-accounts" };
  await inShop(shop, (tx) => tx.reaction.updateMany({ where, data: { ...data, dueAt: now() } }));
}

async function reactions() {
  const rows = await inShop(shop, (tx) => tx.reaction.findMany({ where: { shopId: shop } }));
  return Object.fromEntries(rows.map((row) => [row.name, row]));
}

async function lanesDue(): Promise<string[]> {
  const lanes = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM due_reaction_lanes(${now()}) WHERE shop_id = ${shop}::uuid`;
  return lanes.map(({ name }) => name);
}
