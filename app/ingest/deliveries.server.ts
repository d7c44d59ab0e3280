import { now } from "#app/ground/clock.server.ts";
import { db } from "#app/ground/db.server.ts";

import { parseFailure } from "./failure.ts";

const MOST_COUNTED = 10_000;

export type DeliveryState = "received" | "done" | "unknown" | "poison";

export type ListedDelivery = Awaited<ReturnType<typeof listDeliveries>>["rows"][number];

/** Deliveries of one shop, the newest first. `before` is the id of the last one that was shown. */
export async function listDeliveries(
  shopDomain: string,
  { state, before, limit }: { state?: DeliveryState; before?: string; limit: number },
) {
  const found = await db.delivery.findMany({
    where: { shopDomain, ...(state && { state }) },
    omit: { body: true },
    orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    ...(before && { cursor: { id: before }, skip: 1 }),
  });
  const kept = await db.delivery.findMany({
    where: { id: { in: found.map(({ id }) => id) }, body: { not: null } },
    select: { id: true },
  });
  const replayable = new Set(kept.map(({ id }) => id));
  const rows = found.slice(0, limit).map((delivery) => {
    const failure = delivery.lastError === null ? null : parseFailure(delivery.lastError);
    return {
      id: delivery.id,
      topic: delivery.topic,
      state: delivery.state as DeliveryState,
      attempts: delivery.attempts,
      receivedAt: delivery.receivedAt.toISOString(),
      finishedAt: delivery.finishedAt?.toISOString() ?? null,
      // When it is tried next; null when it is settled.
      dueAt: delivery.state === "received" ? delivery.dueAt.toISOString() : null,
      // Why it failed, or what was noted about it, in the merchant's words, and for a developer.
      reason: failure?.words ?? null,
      detail: failure?.detail || null,
      // Whether it can be processed again: its content is kept for a while only.
      replayable: replayable.has(delivery.id),
    };
  });
  return { rows, next: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}

/** How many deliveries of a shop are in each state. Those that are done are counted up to 10,000: nobody waits for more. */
export async function countDeliveries(shopDomain: string): Promise<Record<DeliveryState, number>> {
  const [counts] = await db.$queryRaw<Record<DeliveryState, number>[]>`
    SELECT
      (SELECT count(*)::int FROM delivery WHERE shop_domain = ${shopDomain} AND state = 'received') AS received,
      (SELECT count(*)::int FROM delivery WHERE shop_domain = ${shopDomain} AND state = 'unknown' AND state IN ('poison', 'unknown')) AS unknown,
      (SELECT count(*)::int FROM delivery WHERE shop_domain = ${shopDomain} AND state = 'poison' AND state IN ('poison', 'unknown')) AS poison,
      (SELECT count(*)::int FROM (
        SELECT FROM delivery WHERE shop_domain = ${shopDomain} AND state = 'done' LIMIT ${MOST_COUNTED}) AS finished) AS done`;
  return counts ?? { received: 0, done: 0, unknown: 0, poison: 0 };
}

/** Has a delivery processed again from the start. Returns false when it is not the shop's, or its content is gone. */
export async function replayDelivery(shopDomain: string, id: string): Promise<boolean> {
  const { count } = await db.delivery.updateMany({
    where: { id, shopDomain, body: { not: null }, state: { not: "received" } },
    data: {
      state: "received",
      attempts: 0,
      dueAt: now(),
      finishedAt: null,
      lastError: null,
    },
  });
  return count === 1;
}
