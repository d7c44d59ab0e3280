import { randomBytes } from "node:crypto";

import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { open, seal } from "#app/ground/encryption.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { lock } from "#app/ground/locks.server.ts";
import type { WebhookEndpoint } from "#prisma/generated/client/client.ts";

import type { OutgoingTopic } from "./outgoing-topics.ts";
import { mayReachItself } from "./post-webhook.server.ts";
import { problemOfUrl } from "./webhook-url.server.ts";

/** An endpoint as it is listed, without its secret. */
export type ListedEndpoint = Omit<WebhookEndpoint, "shopId" | "secret"> & { waiting: number };

const MOST_ENDPOINTS = 10;
const SECRET_BYTES = 32;

export type AddedEndpoint =
  | { outcome: "added"; id: string; secret: string }
  | {
      outcome: "refused";
      problem: NonNullable<ReturnType<typeof problemOfUrl>> | "too_many" | "no_topics";
    };

/** Adds an endpoint. Its secret is returned this once. */
export async function addWebhookEndpoint(
  shopId: string,
  intent: { url: string; topics: readonly OutgoingTopic[] },
  at: Date,
): Promise<AddedEndpoint> {
  const problem = problemOfUrl(intent.url, { local: mayReachItself });
  if (problem) return { outcome: "refused", problem };
  if (intent.topics.length === 0) return { outcome: "refused", problem: "no_topics" };

  const secret = `whs_${randomBytes(SECRET_BYTES).toString("base64url")}`;
  const id = newId();
  return inShop(shopId, async (tx) => {
    // Two who add at once wait for each other, so that the limit holds.
    await lock.endpoints(tx, shopId);
    if ((await tx.webhookEndpoint.count({ where: { shopId } })) >= MOST_ENDPOINTS)
      return { outcome: "refused", problem: "too_many" };
    await tx.webhookEndpoint.create({
      data: {
        shopId,
        id,
        url: intent.url,
        topics: [...new Set(intent.topics)],
        secret: new Uint8Array(seal(Buffer.from(secret), purposeOf(shopId, id))),
        createdAt: at,
      },
    });
    return { outcome: "added", id, secret };
  });
}

/** The shop's endpoints, oldest first, with how much waits to be sent to each. */
export async function listWebhookEndpoints(shopId: string): Promise<ListedEndpoint[]> {
  return inShop(shopId, async (tx) => {
    const endpoints = await tx.webhookEndpoint.findMany({
      where: { shopId },
      omit: { shopId: true, secret: true },
      orderBy: { createdAt: "asc" },
    });
    const waiting = await tx.webhookSend.groupBy({
      by: ["endpointId"],
      where: { shopId, state: "pending" },
      _count: true,
    });
    const counts = new Map(waiting.map(({ endpointId, _count }) => [endpointId, _count]));
    return endpoints.map((one) => ({ ...one, waiting: counts.get(one.id) ?? 0 }));
  });
}

/** Switches an endpoint on again, or off. What happens while it is off is not sent later. */
export async function switchWebhookEndpoint(
  shopId: string,
  id: string,
  on: boolean,
  at: Date,
): Promise<void> {
  const change = on
    ? { disabledAt: null, disabledFor: null }
    : { disabledAt: at, disabledFor: "merchant" };
  await inShop(shopId, async (tx) => {
    await tx.webhookEndpoint.updateMany({
      where: { shopId, id },
      data: { ...change, failingSince: null },
    });
    if (!on) await giveUpWaiting(tx, id);
  });
}

/**
 * Nobody else switches an endpoint, or notes what became of its sends, until this transaction ends. Before any of its sends: one who
 * switches it off has it, and then all of them.
 */
export async function lockEndpoint(tx: ShopTx, id: string): Promise<void> {
  await tx.$executeRaw`
    SELECT FROM webhook_endpoint WHERE shop_id = ${tx.shopId}::uuid AND id = ${id}::uuid FOR NO KEY UPDATE`;
}

/** What waits for an endpoint that is switched off is not sent any more. */
export async function giveUpWaiting(tx: ShopTx, endpointId: string): Promise<void> {
  await tx.webhookSend.updateMany({
    where: { shopId: tx.shopId, endpointId, state: "pending" },
    data: { state: "failed", leaseUntil: null, lastError: "switched_off" },
  });
}

/** Takes an endpoint away, with what waits for it. */
export async function removeWebhookEndpoint(shopId: string, id: string): Promise<void> {
  await inShop(shopId, async (tx) => {
    await lockEndpoint(tx, id);
    await tx.webhookSend.deleteMany({ where: { shopId, endpointId: id } });
    await tx.webhookEndpoint.deleteMany({ where: { shopId, id } });
  });
}

/** The secret in clear, for signing. */
export function openSecret(shopId: string, id: string, sealed: Uint8Array): string {
  return open(Buffer.from(sealed), purposeOf(shopId, id)).toString();
}

function purposeOf(shopId: string, id: string): string {
  return `${shopId}.webhook_endpoint.secret.${id}`;
}
