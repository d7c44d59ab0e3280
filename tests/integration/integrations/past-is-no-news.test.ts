import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { drainReactions } from "#app/events/drain-reactions.server.ts";
import { DAY_MS } from "#app/ground/calendar.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { importHistory } from "#app/ingest/backfill/import-history.server.ts";
import { outgoingTopics } from "#app/integrations/webhooks/outgoing-topics.ts";
import { sendWebhooks } from "#app/integrations/webhooks/send-webhooks.server.ts";
import { addWebhookEndpoint } from "#app/integrations/webhooks/webhook-endpoints.server.ts";
import { advanceDaily } from "#app/loyalty/achievements/advance-daily.server.ts";
import { saveChallenge } from "#app/loyalty/achievements/challenges.server.ts";
import { expirePoints } from "#app/loyalty/ledger/due/expire-points.server.ts";
import { releasePoints } from "#app/loyalty/ledger/due/release-points.server.ts";
import { warnOfExpiry } from "#app/loyalty/ledger/due/warn-of-expiry.server.ts";
import { saveProgram } from "#app/loyalty/program/program.server.ts";
import { settleReferrals } from "#app/loyalty/referrals/settle-referrals.server.ts";
import { reviewDueTiers } from "#app/loyalty/tiers/review-due-tiers.server.ts";
import { listTiers, saveTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { handlers } from "#app/reactions.server.ts";
import type { Shop } from "#prisma/generated/client/client.ts";
import { CustomerInput, OrderInput } from "#tests/stand-in/acts/inputs.ts";
import type { ShopDoc } from "#tests/stand-in/store/documents.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";

const PENDING_DAYS = 20;
const BY = { actor: "encore", at: now() };

let shopify: Connected;
let receiver: Server;
let shop: Shop;
let atShopify: ShopDoc;
/** What the shop's webhook heard. */
let heard: { id: string; topic: string; data: object }[];

beforeAll(async () => {
  shopify = await connect();
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      heard.push(JSON.parse(body) as (typeof heard)[number]);
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
});
afterAll(async () => {
  receiver.closeAllConnections();
  await new Promise((done) => receiver.close(done));
  await shopify.close();
});
afterEach(() => vi.useRealTimers());
beforeEach(async () => {
  heard = [];
  ({ shop, atShopify } = await shopify.open());
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
  const added = await addWebhookEndpoint(shop.id, { url, topics: outgoingTopics }, now());
  expect(added.outcome).toBe("added");
});

test("the past goes out through no door: not by an import, a changed rule or an order heard of late; what happens now, once by each", async () => {
  // Each of these people has come into tiers, reached goals and earned points, long ago and last week.
  const daysAgo = [
    ["ada@example.com", 900],
    ["ada@example.com", 400],
    ["ada@example.com", 6],
    ["bob@example.com", 300],
    ["bob@example.com", 2],
    ["cleo@example.com", 4],
  ] as const;
  silence(true);
  for (const [email, days] of daysAgo) place(email, days);
  silence(false);
  await saveProgram(shop.id, { pendingDays: PENDING_DAYS }, now());
  const week = { startsAt: ago(7), endsAt: ago(-30) };
  const challenge = { name: "Buy one", goal: { kind: "orders", target: 1n }, points: 50n } as const;
  await saveChallenge(shop.id, { ...challenge, ...week, id: null, active: true }, BY);

  await importHistory(shop.id);
  await settle();
  await night();
  const counts = await countAll();
  expect(counts.entries).toBeGreaterThan(daysAgo.length);
  expect(counts).toMatchObject({ members: 3, completed: 3 });
  expect(counts.unlocked).toBeGreaterThan(3);
  expect(await out()).toEqual([]);

  // Tiers that are easier to reach, and a goal that many have reached: everybody is looked at anew.
  const { terms, tiers } = await listTiers(shop.id);
  const easier = tiers.map((tier) => ({
    ...tier,
    conditions: tier.conditions.map((one) => ({ ...one, atLeast: one.atLeast / 2n || 1n })),
    entryReward: null,
  }));
  const changed = [{ ...easier[0]!, name: "Friend" }, ...easier.slice(2)];
  expect(await saveTiers(shop.id, { ...terms, tiers: changed }, now())).toEqual({
    outcome: "saved",
  });
  await reviewDueTiers(shop.id, now());
  await saveChallenge(
    shop.id,
    { ...challenge, ...week, name: "Buy two", id: null, active: true },
    BY,
  );
  await night();
  expect((await countAll()).tierChanges).toBeGreaterThan(counts.tierChanges);
  expect(await out()).toEqual([]);

  // Orders of years ago of which Shopify tells today: the later ones may have been made in another tier.
  place("dana@example.com", 800);
  place("bob@example.com", 850);
  await settle();
  expect((await countAll()).members).toBe(4);
  expect(await out()).toEqual([]);

  // Today somebody buys for the first time: the order and both challenges give points.
  place("ella@example.com", 0);
  await settle();
  await night();
  expect(await out()).toEqual(
    [
      "flow points-earned",
      "flow points-earned",
      "flow points-earned",
      "flow tier-changed",
      "webhook achievement.unlocked",
      "webhook challenge.completed",
      "webhook challenge.completed",
      "webhook points.changed earn",
      "webhook points.changed earn",
      "webhook points.changed earn",
      "webhook tier.changed",
    ].toSorted(),
  );
  expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length);

  // Weeks later, points of imported orders can be spent: that is news.
  heard = [];
  vi.useFakeTimers({ toFake: ["Date"], now: ago(-PENDING_DAYS + 1) });
  await releasePoints(shop.id, now());
  await settle();
  const released = (await out()).filter((one) => one === "webhook points.changed release");
  expect(released).toHaveLength(3);
});

function ago(days: number): Date {
  return new Date(Date.now() - days * DAY_MS);
}

/** Somebody whom Shopify knows has paid for something. */
function place(email: string, daysAgo: number): void {
  const { acts, store } = shopify.standIn.context;
  const { id: customerId } =
    store.findCustomerByEmail(atShopify.id, email) ??
    acts.customers.create(atShopify, CustomerInput.parse({ email }));
  const lines = [{ sku: "Teapot", quantity: 4 }];
  const createdAt = ago(daysAgo).toISOString();
  acts.orders.create(atShopify, OrderInput.parse({ customerId, createdAt, lines }));
}

/** Keeps the stand-in from sending webhooks. */
function silence(dropped: boolean): void {
  const { webhooks } = shopify.standIn.context;
  const switches = webhooks.switches(atShopify.id);
  webhooks.setSwitches(atShopify.id, { ...switches, dropRate: dropped ? 1 : 0 });
}

async function settle(): Promise<void> {
  await shopify.settle(atShopify);
  await drainReactions(handlers, AbortSignal.timeout(50_000));
  await sendWebhooks(shop.id);
}

/** All that a night does by the time alone. */
async function night(): Promise<void> {
  const at = now();
  for (const work of [
    releasePoints,
    expirePoints,
    warnOfExpiry,
    settleReferrals,
    reviewDueTiers,
    advanceDaily,
  ])
    await work(shop.id, at);
  await settle();
}

/** What went out, by its door, sorted. */
async function out(): Promise<string[]> {
  const handle = atShopify.domain.split(".")[0];
  const answer = await fetch(`${shopify.standIn.url}/control/${handle}/flow-triggers`);
  const { triggers } = (await answer.json()) as { triggers: { handle: string }[] };
  return [
    ...triggers.map((trigger) => `flow ${trigger.handle}`),
    ...heard.map(({ topic, data }) => `webhook ${topic} ${"kind" in data ? data.kind : ""}`.trim()),
  ].toSorted();
}

function countAll() {
  return inShop(shop.id, async (tx) => ({
    entries: await tx.ledgerEntry.count(),
    members: await tx.tierMembership.count(),
    unlocked: await tx.achievementUnlock.count(),
    completed: await tx.challengeProgress.count({ where: { completedAt: { not: null } } }),
    tierChanges: await tx.event.count({ where: { type: "tier.changed" } }),
  }));
}
