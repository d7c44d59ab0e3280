import { setTimeout as pause } from "node:timers/promises";

import { db, inShop } from "#app/ground/db.server.ts";
import type { Chance } from "#tests/stand-in/generator/chance.ts";
import { exactJson } from "#tests/stand-in/payloads/exact-json.ts";
import type { ShopDoc } from "#tests/stand-in/store/documents.ts";
import { grownOrder, shrunkOrder, type TwoVersions } from "#tests/support/two-versions.ts";
import { until } from "#tests/support/wait.ts";

import type { Fault } from "./fault.ts";
import type { FaultStack } from "./machine.ts";

const SETTLED_WITHIN_MS = 60_000;
const TOPICS = ["orders/create", "orders/paid", "orders/updated"] as const;

/**
 * Orders are told in two versions of one second: in any order, more than once, at once or one long after the other. Each ends as it is
 * at Shopify, as does one of which nothing but the newest version was ever told.
 */
export const fault: Fault = {
  short: 10,
  prepare: async (machine) => {
    const stack = await machine.stack();
    const { shop, atShopify } = await stack.shopify.open();
    const quiet = () => untilQuiet(shop);
    await quiet();
    return {
      attack: async (chance) => {
        const make = chance.pick([grownOrder, shrunkOrder]);
        const versions = make(stack.shopify.standIn, atShopify);
        const twin = make(stack.shopify.standIn, atShopify);
        const told = Array.from({ length: chance.between(2, 5) }, () =>
          chance.pick(["old", "new"] as const),
        );
        // Both at least once.
        if (!told.includes("old")) told[chance.between(0, told.length - 1)] = "old";
        if (!told.includes("new")) told.push("new");
        const story: string[] = [];
        await Promise.all([
          tell(stack, atShopify, { versions: twin, name: "new", topic: "orders/paid" }),
          (async () => {
            for (const name of told) {
              const topic = chance.pick(TOPICS);
              story.push(`${name} by ${topic}`);
              await tell(stack, atShopify, { versions, name, topic });
              await wait(chance, story, quiet);
            }
          })(),
        ]);
        await quiet();
        const [ended, expected] = [await stateOf(shop.id, versions), await stateOf(shop.id, twin)];
        if (ended === expected) return null;
        return `${make.name}, ${story.join(", ")}: ended as ${ended}, not as ${expected}`;
      },
      end: () => Promise.resolve(),
    };
  },
};

/** Not at all, for a moment, or until all that was said is done and Shopify was asked. */
async function wait(chance: Chance, story: string[], quiet: () => Promise<void>): Promise<void> {
  const kind = chance.pick(["none", "moment", "moment", "quiet"] as const);
  if (kind === "none") return;
  if (kind === "moment") return pause(chance.between(1, 400));
  story.push("long after");
  await quiet();
}

async function tell(
  { shopify }: FaultStack,
  atShopify: ShopDoc,
  { versions, name, topic }: { versions: TwoVersions; name: keyof TwoVersions; topic: string },
): Promise<void> {
  const { webhooks } = shopify.standIn.context;
  const sent = await webhooks.sendNow(atShopify, { topic, body: exactJson(versions[name]) });
  const status = sent.tries.at(-1)?.status;
  if (status !== 200) throw new Error(`${topic} was answered ${status}`);
}

function untilQuiet({ id, domain }: { id: string; domain: string }): Promise<void> {
  return until(
    "all that was told is done",
    async () => {
      const left = { shopDomain: domain, state: "received" };
      if ((await db.delivery.count({ where: left })) > 0) return false;
      return (await inShop(id, (tx) => tx.reaction.count({ where: { state: "pending" } }))) === 0;
    },
    SETTLED_WITHIN_MS,
  );
}

/** What is known of the order, its lines, and what it is worth. */
async function stateOf(shopId: string, versions: TwoVersions): Promise<string> {
  const orderId = BigInt(String(versions.new["id"]));
  return inShop(shopId, async (tx) => {
    const order = await tx.order.findUnique({
      where: { shopId_id: { shopId, id: orderId } },
      select: { totalMinor: true, financialState: true },
    });
    const lines = await tx.orderLine.findMany({
      where: { orderId },
      select: { title: true, quantity: true, currentQuantity: true },
      orderBy: { title: "asc" },
    });
    const { _sum } = await tx.ledgerEntry.aggregate({
      where: { orderId },
      _sum: { pendingDelta: true, availableDelta: true },
    });
    const points = (_sum.pendingDelta ?? 0n) + (_sum.availableDelta ?? 0n);
    return exactJson({ order, lines, points } as never);
  });
}
