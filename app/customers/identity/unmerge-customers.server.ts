import type { ShopTx } from "#app/ground/db.server.ts";
import { lock } from "#app/ground/locks.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";

import { refreshAggregates } from "./aggregates.server.ts";
import { findSurvivors } from "./find-survivors.server.ts";
import { identifierHash } from "./identifier-hash.server.ts";
import { recordsOf } from "./records-of.server.ts";

export type Unmerged =
  /** `eventId`: of the event `customer.unmerged` that tells of it. */
  | { outcome: "unmerged"; keptId: string; movedOrderIds: bigint[]; eventId: string }
  /** `merged_in_shopify`: Shopify itself holds them for one customer, and would tell so again. */
  | { outcome: "refused"; reason: "not_merged" | "merged_in_shopify" | "forgotten" };

/**
 * Undoes a merge that an email was the only reason for. Orders that guests made with that email,
 * and all that was of the merged record before, are of its own again; the email joins nobody any
 * more, so that the next order does not bring them together at once. What belongs to other rooms
 * goes back by the event `customer.unmerged`. The transaction is one shop's.
 */
export async function unmergeCustomers(tx: ShopTx, mergedId: string, at: Date): Promise<Unmerged> {
  const { shopId } = tx;
  await lock.customers(tx, shopId);
  const edge = await tx.identityEdge.findFirst({
    where: { shopId, mergedId, undoneAt: null },
    orderBy: { at: "desc" },
  });
  if (!edge) return { outcome: "refused", reason: "not_merged" };
  if (edge.reason !== "same_email") return { outcome: "refused", reason: "merged_in_shopify" };
  const keptId = (await findSurvivors(tx, [mergedId])).get(mergedId) ?? edge.keptId;
  const forgotten = await tx.customer.count({
    where: { shopId, id: { in: [keptId, mergedId] }, redactedAt: { not: null } },
  });
  if (forgotten > 0) return { outcome: "refused", reason: "forgotten" };

  const ids = await separate(tx, mergedId, keptId);
  const { hashes, shopifyIds } = await takeIdentifiers(tx, mergedId, ids);
  const movedOrderIds = await takeOrders(tx, { mergedId, keptId, hashes, shopifyIds });
  await takeEvents(tx, { mergedId, keptId, ids, shopifyIds, movedOrderIds });
  await tx.identityEdge.update({
    where: { shopId_id: { shopId, id: edge.id } },
    data: { undoneAt: at },
  });
  await refreshAggregates(tx, [keptId, mergedId]);
  const [event] = await appendEvents(
    tx,
    shopId,
    [
      {
        type: "customer.unmerged",
        customerId: keptId,
        orderId: null,
        occurredAt: at,
        source: "app",
        dedupeKey: `customer.unmerged.${edge.id}`,
        properties: { separatedId: mergedId, reason: edge.reason },
      },
    ],
    at,
  );
  // An edge is undone once: its event is new.
  if (!event) throw new Error(`The unmerge of ${mergedId} was told of before`);
  return { outcome: "unmerged", keptId, movedOrderIds, eventId: event.id };
}

type Separation = {
  mergedId: string;
  keptId: string;
  /** The record and all that was merged into it before. */
  ids: string[];
  /** Of their emails, in hexadecimal. */
  hashes: string[];
  shopifyIds: bigint[];
  movedOrderIds: bigint[];
};

/** Makes the record one of its own again, with those that were merged into it. Returns all of them. */
async function separate(tx: ShopTx, mergedId: string, keptId: string): Promise<string[]> {
  const { shopId } = tx;
  const ids = await recordsOf(tx, mergedId);
  await tx.customer.updateMany({
    where: { shopId, id: { in: ids }, mergedIntoId: keptId },
    data: { mergedIntoId: mergedId },
  });
  await tx.customer.update({
    where: { shopId_id: { shopId, id: mergedId } },
    data: { mergedIntoId: null },
  });
  return ids;
}

/** What the records were known by is theirs again. Their emails stay apart from whoever claims them in Shopify. */
async function takeIdentifiers(
  tx: ShopTx,
  mergedId: string,
  ids: string[],
): Promise<Pick<Separation, "hashes" | "shopifyIds">> {
  const { shopId } = tx;
  const people = await tx.customer.findMany({
    where: { shopId, id: { in: ids } },
    select: { email: true, shopifyId: true },
  });
  const emails = people.flatMap(({ email }) => email ?? []);
  const hashes = [...new Set(emails.map((email) => identifierHash(shopId, "email", email)))];
  const shopifyIds = people.flatMap(({ shopifyId }) => shopifyId ?? []);
  const known = shopifyIds.map((id) => identifierHash(shopId, "shopify", String(id)));
  await tx.$executeRaw`
    UPDATE identifier SET customer_id = ${mergedId}::uuid, blocked = true, claimed_at = NULL, claimed_by = NULL
    WHERE shop_id = ${shopId}::uuid AND kind = 'email'
      AND value_hash = ANY (SELECT decode(h, 'hex') FROM unnest(${hashes}::text[]) AS h)`;
  await tx.$executeRaw`
    UPDATE identifier SET customer_id = ${mergedId}::uuid
    WHERE shop_id = ${shopId}::uuid AND kind = 'shopify'
      AND value_hash = ANY (SELECT decode(h, 'hex') FROM unnest(${known}::text[]) AS h)`;
  return { hashes, shopifyIds };
}

/** By what the orders themselves say: those of the records' Shopify customers, and those of guests with their emails. */
async function takeOrders(
  tx: ShopTx,
  { mergedId, keptId, hashes, shopifyIds }: Omit<Separation, "ids" | "movedOrderIds">,
): Promise<bigint[]> {
  const moved = await tx.$queryRaw<{ id: bigint }[]>`
    UPDATE "order" SET customer_id = ${mergedId}::uuid
    WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ${keptId}::uuid
      AND (shopify_customer_id = ANY (${shopifyIds.map(String)}::bigint[])
        OR (shopify_customer_id IS NULL
          AND guest_email_hash = ANY (SELECT decode(h, 'hex') FROM unnest(${hashes}::text[]) AS h)))
    RETURNING id`;
  return moved.map(({ id }) => id);
}

/** Events of those orders, those that tell of the records themselves, and all that were theirs before they were merged. */
async function takeEvents(
  tx: ShopTx,
  { mergedId, keptId, ids, shopifyIds, movedOrderIds }: Omit<Separation, "hashes">,
): Promise<void> {
  const created = [...ids, ...shopifyIds].map((id) => `customer.created.${id}`);
  await tx.$executeRaw`
    UPDATE event SET customer_id = ${mergedId}::uuid,
      origin_id = CASE WHEN origin_id = ANY(${ids}::uuid[]) THEN NULLIF(origin_id, ${mergedId}::uuid) END
    WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ${keptId}::uuid
      AND (origin_id = ANY(${ids}::uuid[]) OR order_id = ANY(${movedOrderIds.map(String)}::bigint[])
        OR dedupe_key = ANY(${created}::text[]))`;
}
