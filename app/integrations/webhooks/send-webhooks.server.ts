import pMap from "p-map";

import type { EventType } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { db, inShop, type ShopTx } from "#app/ground/db.server.ts";

import { topicOf } from "./outgoing-topics.ts";
import { type Answer, postWebhook } from "./post-webhook.server.ts";
import { giveUpWaiting, lockEndpoint, openSecret } from "./webhook-endpoints.server.ts";
import { DISABLED_AFTER_MS, nextWebhookTry } from "./webhook-retries.ts";

const BATCH = 20;
const AT_ONCE = 5;
/** Longer than a whole batch can take. */
const LEASE_MS = 120_000;

type Due = {
  endpointId: string;
  eventId: string;
  attempts: number;
  url: string;
  secret: Uint8Array;
  type: EventType;
  occurredAt: Date;
  properties: object;
  customerId: string | null;
  shopifyCustomerId: bigint | null;
};

/** What a receiver gets: ids and figures, nobody's name or address. */
export type OutgoingBody = {
  id: string;
  topic: string;
  occurredAt: string;
  shop: string;
  customer: { id: string; shopifyId: string | null } | null;
  data: object;
};

/**
 * Sends what the shop's endpoints are to be told and is due. Each endpoint is a lane of its own, so
 * that a slow one holds up nobody. At least once: a crash between the answer and its note sends
 * again, with the same event id.
 */
export async function sendWebhooks(shopId: string): Promise<void> {
  const { domain } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const endpoints = await inShop(shopId, async (tx) => {
    const all = await tx.webhookEndpoint.findMany({
      where: { shopId },
      select: { id: true, disabledAt: true },
    });
    // Noted in the moment in which its endpoint was switched off: it would be due for ever.
    for (const { id } of all.filter(({ disabledAt }) => disabledAt !== null))
      await giveUpWaiting(tx, id);
    return all.filter(({ disabledAt }) => disabledAt === null);
  });
  await Promise.all(endpoints.map(({ id }) => drainEndpoint(shopId, domain, id)));
}

async function drainEndpoint(shopId: string, domain: string, endpointId: string): Promise<void> {
  for (;;) {
    const due = await claim(shopId, endpointId);
    if (due.length === 0) return;
    const answers = await pMap(due, (send) => post(shopId, domain, send), { concurrency: AT_ONCE });
    if (!answers.some(isTaken)) return; // It is not there: the others wait for their next time.
  }
}

function claim(shopId: string, endpointId: string): Promise<Due[]> {
  const at = now();
  const leaseUntil = new Date(at.getTime() + LEASE_MS);
  return inShop(
    shopId,
    (tx) => tx.$queryRaw<Due[]>`
      WITH due AS MATERIALIZED (
        SELECT endpoint_id, event_id FROM webhook_send
        WHERE shop_id = ${shopId}::uuid AND endpoint_id = ${endpointId}::uuid AND state = 'pending' AND due_at <= ${at}
        ORDER BY due_at LIMIT ${BATCH}
        FOR UPDATE SKIP LOCKED
      ), claimed AS (
        UPDATE webhook_send s SET attempts = s.attempts + 1, lease_until = ${leaseUntil}, due_at = ${leaseUntil}
        FROM due WHERE s.shop_id = ${shopId}::uuid AND s.endpoint_id = due.endpoint_id AND s.event_id = due.event_id
        RETURNING s.endpoint_id, s.event_id, s.attempts
      )
      SELECT c.endpoint_id AS "endpointId", c.event_id AS "eventId", c.attempts, w.url, w.secret,
        e.type, e.occurred_at AS "occurredAt", e.properties, e.customer_id AS "customerId", p.shopify_id AS "shopifyCustomerId"
      FROM claimed c
      JOIN webhook_endpoint w ON w.shop_id = ${shopId}::uuid AND w.id = c.endpoint_id
      JOIN event e ON e.shop_id = ${shopId}::uuid AND e.id = c.event_id
      LEFT JOIN customer p ON p.shop_id = ${shopId}::uuid AND p.id = e.customer_id`,
  );
}

async function post(shopId: string, domain: string, due: Due): Promise<Answer> {
  const answer = await postWebhook({
    url: due.url,
    secret: openSecret(shopId, due.endpointId, due.secret),
    id: due.eventId,
    topic: topicOf(due.type),
    body: JSON.stringify(bodyOf(domain, due)),
    at: now(),
  });
  await note(shopId, due, answer);
  return answer;
}

function bodyOf(domain: string, due: Due): OutgoingBody {
  const customer = due.customerId && {
    id: due.customerId,
    shopifyId: due.shopifyCustomerId?.toString() ?? null,
  };
  return {
    id: due.eventId,
    topic: topicOf(due.type),
    occurredAt: due.occurredAt.toISOString(),
    shop: domain,
    customer: customer || null,
    data: due.properties,
  };
}

async function note(shopId: string, due: Due, answer: Answer): Promise<void> {
  const at = now();
  const status = "status" in answer ? answer.status : null;
  const lastError = "problem" in answer ? answer.problem : null;
  const next = isTaken(answer) ? null : nextWebhookTry(due.attempts, at);
  const state = isTaken(answer) ? "sent" : next ? "pending" : "failed";
  await inShop(shopId, async (tx) => {
    await lockEndpoint(tx, due.endpointId);
    // It may have been switched off meanwhile: what was given up is not to wait again, for nobody
    // looks there.
    await tx.webhookSend.updateMany({
      where: { shopId, endpointId: due.endpointId, eventId: due.eventId, state: "pending" },
      data: { state, leaseUntil: null, dueAt: next ?? at, lastStatus: status, lastError },
    });
    await noteHealth(tx, due.endpointId, isTaken(answer), at);
  });
}

/** Remembers since when an endpoint has taken nothing, and switches it off when that is too long. */
async function noteHealth(tx: ShopTx, id: string, took: boolean, at: Date): Promise<void> {
  const { shopId } = tx;
  if (took) {
    const where = { shopId, id, failingSince: { not: null } };
    await tx.webhookEndpoint.updateMany({ where, data: { failingSince: null } });
    return;
  }
  await tx.webhookEndpoint.updateMany({
    where: { shopId, id, failingSince: null },
    data: { failingSince: at },
  });
  const longAgo = { lte: new Date(at.getTime() - DISABLED_AFTER_MS) };
  const { count } = await tx.webhookEndpoint.updateMany({
    where: { shopId, id, disabledAt: null, failingSince: longAgo },
    data: { disabledAt: at, disabledFor: "failing" },
  });
  if (count > 0) await giveUpWaiting(tx, id);
}

function isTaken(answer: Answer): boolean {
  return "status" in answer && answer.status >= 200 && answer.status < 300;
}
