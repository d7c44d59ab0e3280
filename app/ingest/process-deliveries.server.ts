import { setImmediate as turn } from "node:timers/promises";

import { now } from "#app/ground/clock.server.ts";
import { isDatabaseAway } from "#app/ground/database-away.ts";
import { db, inShop, type ShopTx } from "#app/ground/db.server.ts";
import { refreshStatistics } from "#app/ground/fresh-statistics.server.ts";
import { log } from "#app/ground/log.server.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

import {
  type Claim,
  claimDeliveries,
  type ClaimedDelivery,
  claimSuspect,
  releaseClaim,
} from "./claim-deliveries.server.ts";
import { openBody } from "./delivery-body.server.ts";
import { parseExactJson } from "../orders/from-webhook/exact-json.ts";
import { forgottenAmong } from "../customers/privacy/forgotten.server.ts";
import { allFacts, type Facts, subjectsOf } from "../orders/facts.ts";
import { failureOf, failureText } from "./failure.ts";
import { LEASE_MS, MOST_TRIES, nextTry } from "./lease.ts";
import { runCommand } from "./run-command.server.ts";
import type { ShopCommand } from "./shop-command.ts";
import { topics, topicsAfterUninstall, type Reading } from "./topics.ts";
import { writeFacts } from "../orders/writing/write-facts.server.ts";

const BATCH = 200;
/**
 * Of one shop, so many batches: each is read, which is a third of what a worker does, while PostgreSQL writes the one before it. No
 * more of them: those that fail are tried one by one, all before the lease is over.
 */
const BATCHES_CLAIMED = 3;
/** After so many read, or so large ones, whoever waits for PostgreSQL's answer to the batch before has a turn. */
const READ_AT_ONCE = 10;
const LARGE = 100_000;
/** After so many at once tables may have outgrown what PostgreSQL knows of them. */
const MANY = 100;

type KnownShop = Pick<Shop, "id" | "domain" | "currency" | "uninstalledAt">;
type WithFacts = { delivery: ClaimedDelivery; facts: Facts };
type WithAct = { delivery: ClaimedDelivery; act: ShopCommand };

/** Where some fail, what is left of a batch after so long is left to the shop's next one. */
const SLICE_MS = 500;

/**
 * Turns due deliveries of these shops, a batch of them in all, or some batches of one shop, into facts and events, one shop after the
 * other; of one shop the delivery that is to be tried alone, when it has come to that. Returns how many were due; 0 also while another
 * worker is busy with these shops. A delivery that cannot be processed hurts only itself. A delivery to each of 200 shops costs the
 * worker 3.8 ms of CPU claimed from 20 at once, and 6.0 from each alone.
 */
export async function processDeliveries(...shopDomains: string[]): Promise<number> {
  const most = shopDomains.length > 1 ? BATCH : BATCHES_CLAIMED * BATCH;
  const limit = Math.max(1, Math.floor(most / shopDomains.length));
  const claim = await claimDue(shopDomains, limit);
  const byShop = Map.groupBy(claim.deliveries, ({ shopDomain }) => shopDomain);
  const shops = await db.$queryRaw<KnownShop[]>`
    SELECT id, domain, currency, uninstalled_at AS "uninstalledAt" FROM shop WHERE domain = ANY(${[...byShop.keys()]}::text[])`;
  const byDomain = new Map(shops.map((shop) => [shop.domain, shop]));
  for (const [domain, deliveries] of byShop)
    await processShop(domain, byDomain.get(domain) ?? null, deliveries);
  // Not where something was thrown: nobody knows whose fault it was, and each is tried alone once the lease is over.
  await releaseClaim(claim);
  if (claim.deliveries.length >= MANY) await refreshStatistics();
  return claim.deliveries.length;
}

async function claimDue(shopDomains: readonly string[], limit: number): Promise<Claim> {
  const claim = await claimDeliveries(shopDomains, limit, now());
  const [domain] = shopDomains;
  if (claim.deliveries.length > 0 || domain === undefined || shopDomains.length > 1) return claim;
  await releaseClaim(claim);
  return claimSuspect(domain, now());
}

async function processShop(
  shopDomain: string,
  shop: KnownShop | null,
  claimed: ClaimedDelivery[],
): Promise<void> {
  const [tried, fit] = partition(claimed, ({ attempts }) => attempts > MOST_TRIES);
  for (const delivery of tried) await fail(delivery, new WorkerEnded(), "fault");

  const [heeded, ignored] = partition(fit, ({ topic }) => isHeeded(shop, topic));
  if (ignored.length > 0)
    await finish(
      db,
      ignored,
      shop ? "the app is not installed any more" : "the shop is not known",
      // Nobody could ask for those of a shop that is not there to be forgotten.
      { dropBody: shop === null },
    );

  const asked: WithAct[] = [];
  let told: WithFacts[] = [];
  for (let start = 0; start < heeded.length || told.length > 0; start += BATCH) {
    const [next, isWritten] = await Promise.all([
      readAll(heeded.slice(start, start + BATCH), shopDomain, shop?.currency ?? "USD"),
      shop === null || writeTold(shop, told),
    ]);
    if (!isWritten) return;
    told = next.told;
    asked.push(...next.asked);
  }
  for (const { delivery, act } of asked) await perform(shopDomain, delivery, act);
}

/** Whoever tried it did not live to say why it failed. */
class WorkerEnded extends Error {
  override name = "WorkerEnded";
  override message = "the worker ended each time that it was tried";
}

function isHeeded(shop: KnownShop | null, topic: string): boolean {
  return shop !== null && shop.uninstalledAt === null ? true : topicsAfterUninstall.has(topic);
}

/** Reads each by its topic. One that cannot be read is put off, or set aside for good. */
async function readAll(deliveries: ClaimedDelivery[], shopDomain: string, currency: string) {
  const told: WithFacts[] = [];
  const asked: WithAct[] = [];
  for (const [index, delivery] of deliveries.entries()) {
    if (index % READ_AT_ONCE === 0 || (delivery.body?.length ?? 0) > LARGE) await turn();
    try {
      const reading = read(delivery, shopDomain, currency);
      if ("act" in reading) asked.push({ delivery, act: reading.act });
      else told.push({ delivery, facts: reading.facts });
    } catch (error) {
      await fail(delivery, error, "unreadable");
    }
  }
  return { told, asked };
}

function read(delivery: ClaimedDelivery, shopDomain: string, currency: string): Reading {
  if (!delivery.body) throw new Error("its content was dropped after the retention");
  const topic = topics[delivery.topic];
  if (!topic) throw new Error(`nothing is known about ${delivery.topic}`);

  const body = parseExactJson(openBody(delivery.body, shopDomain).toString("utf8"));
  return topic(body, { at: delivery.triggeredAt ?? delivery.receivedAt, currency });
}

/**
 * All in one transaction; should that fail, each half in its own, and so on, so that it shows whose fault it is: to find one of two
 * hundred takes 16 transactions. While the database is away it is nobody's. Returns whether there was time for all of it.
 */
async function writeTold(shop: KnownShop, told: WithFacts[]): Promise<boolean> {
  const until = performance.now() + SLICE_MS;
  const batches = [told];
  for (let some = batches.shift(); some; some = batches.shift()) {
    const error = await write(shop, some).then(
      () => null,
      (reason: unknown) => ({ reason }),
    );
    const [only, ...others] = some;
    if (error && isDatabaseAway(error.reason)) throw error.reason;
    if (error && only && others.length === 0) await fail(only.delivery, error.reason, "fault");
    else if (error) {
      const half = Math.ceil(some.length / 2);
      batches.unshift(some.slice(0, half), some.slice(half));
      log.warn(
        { err: error.reason, shop: shop.domain, deliveries: some.length },
        "A batch failed; it is tried in halves",
      );
    }
    if (batches.length > 0 && error && performance.now() > until) return false;
  }
  return true;
}

async function write(shop: KnownShop, batch: WithFacts[]): Promise<void> {
  if (batch.length === 0) return;
  await inShop(shop.id, async (tx) => {
    await writeFacts(tx, shop.id, allFacts(batch.map(({ facts }) => facts)), "webhook", now());
    const [forgotten, others] = partition(batch, await isForgotten(tx, batch));
    await finish(tx, deliveriesOf(others), null);
    // Its content would bring back who asked to be forgotten.
    await finish(tx, deliveriesOf(forgotten), null, { dropBody: true });
  });
}

async function isForgotten(
  tx: ShopTx,
  batch: readonly WithFacts[],
): Promise<(one: WithFacts) => boolean> {
  const about = new Map(batch.map((one) => [one, subjectsOf(one.facts)]));
  const all = [...about.values()];
  const { orders, customers } = await forgottenAmong(tx, {
    orderIds: all.flatMap(({ orderIds }) => orderIds),
    shopifyIds: all.flatMap(({ shopifyIds }) => shopifyIds),
  });
  return (one) => {
    const { orderIds = [], shopifyIds = [] } = about.get(one) ?? {};
    return orderIds.some((id) => orders.has(id)) || shopifyIds.some((id) => customers.has(id));
  };
}

function deliveriesOf(batch: readonly WithFacts[]): ClaimedDelivery[] {
  return batch.map(({ delivery }) => delivery);
}

async function perform(
  shopDomain: string,
  delivery: ClaimedDelivery,
  act: ShopCommand,
): Promise<void> {
  try {
    await runCommand({
      shopDomain,
      act,
      sentAt: delivery.triggeredAt ?? delivery.receivedAt,
    });
    if (act.kind === "customer-redacted" && (await isAwaitingEarlier(shopDomain, delivery)))
      return await comeBack(delivery);
    await finish(db, [delivery], null, { dropBody: namesSomebody.has(act.kind) });
  } catch (error) {
    await fail(delivery, error, "fault");
  }
}

/** They are about one person, whom they name; whoever asks for their data may have been forgotten, and what is kept of it is the answer. */
const namesSomebody: ReadonlySet<ShopCommand["kind"]> = new Set([
  "customer-redacted",
  "data-requested",
]);

/** Whether something that came before it is still to be tried again, and may then tell of the person once more. */
async function isAwaitingEarlier(
  shopDomain: string,
  { receivedAt }: ClaimedDelivery,
): Promise<boolean> {
  const earlier = await db.delivery.count({
    where: {
      shopDomain,
      state: "received",
      receivedAt: { lte: receivedAt },
      topic: { notIn: [...topicsAfterUninstall] },
    },
  });
  return earlier > 0;
}

/** Has a delivery that did not fail done again a little later. */
async function comeBack({ id }: ClaimedDelivery): Promise<void> {
  await db.delivery.updateMany({
    where: { id },
    data: { dueAt: new Date(now().getTime() + LEASE_MS), lastError: null },
  });
}

async function finish(
  client: ShopTx | typeof db,
  deliveries: ClaimedDelivery[],
  note: string | null,
  { dropBody = false } = {},
): Promise<void> {
  if (deliveries.length === 0) return;
  const ids = deliveries.map(({ id }) => id);
  await client.$executeRaw`
    UPDATE delivery SET state = 'done', finished_at = ${now()}, attempts = attempts + 1, last_error = ${note},
      body = CASE WHEN ${dropBody} THEN NULL ELSE body END
    WHERE id = ANY(${ids}::uuid[])`;
}

async function fail(
  delivery: ClaimedDelivery,
  error: unknown,
  cause: "fault" | "unreadable",
): Promise<void> {
  const at = now();
  const again = nextTry(delivery.attempts, cause, at);
  const lastError = failureText(failureOf(error));
  log.warn(
    { delivery: delivery.id, topic: delivery.topic, attempts: delivery.attempts, lastError },
    "A delivery failed",
  );
  const { id, attempts } = delivery;
  await db.delivery.updateMany({
    where: { id },
    data: {
      attempts,
      // It is read again with others: the bytes are as they are. What the database refused would hold them up.
      suspect: delivery.suspect || cause === "fault",
      lastError,
      ...(again ? { dueAt: again } : { state: "poison", finishedAt: at }),
    },
  });
}

function partition<Item>(
  items: readonly Item[],
  belongs: (item: Item) => boolean,
): [Item[], Item[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
