import type { EventSource } from "#app/events/event.ts";
import type { ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { postEntries } from "#app/loyalty/ledger/post-entries.server.ts";

import { startOfNextPeriod, startOfPeriod } from "../period.ts";
import { isOnceOnly, type Way } from "./earning-action.ts";

/** What somebody did that a way pays for. */
export type Deed = {
  /** The record that stays, if several became one. */
  customerId: string;
  /** What it was about, unique in the shop: the same thing never earns twice. */
  sourceKey: string;
  points: bigint;
  at: Date;
  source: EventSource;
};

/**
 * What became of a deed. `known`: it was paid before. `limit`: the customer has earned by this way as often as they may for now,
 * and can again at that moment, if ever. `frozen`: the account is being looked at; to be tried again later.
 */
export type WayOutcome =
  | { outcome: "earned"; points: bigint }
  | { outcome: "known" }
  | { outcome: "limit"; again: Date | null }
  | { outcome: "frozen" };

/** Pays for a deed, once, and as often as the way allows. The transaction is one shop's. */
export async function awardWay(
  tx: ShopTx,
  shopId: string,
  way: Way,
  deed: Deed,
  now: Date,
): Promise<WayOutcome> {
  // Two deeds at once would both find room under the limit. Taken before any account is.
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(${`ways.${shopId}.${deed.customerId}`}, 0))`;
  const { sourceKey, customerId } = deed;
  const known = await tx.wayAward.count({
    where: {
      shopId,
      wayId: way.id,
      OR: [{ sourceKey }, ...(isOnceOnly(way) ? [{ customerId }] : [])],
    },
  });
  if (known > 0) return { outcome: "known" };

  const limited = await limitReached(tx, shopId, way, deed);
  if (limited) return limited;
  if (deed.points <= 0n) return { outcome: "known" };

  const [posted] = await postEntries(tx, shopId, [await draftOf(tx, shopId, way, deed)], now);
  if (posted?.outcome === "frozen") return { outcome: "frozen" };
  await tx.wayAward.create({
    data: {
      shopId,
      id: newId(),
      wayId: way.id,
      customerId,
      sourceKey,
      points: deed.points,
      at: deed.at,
    },
  });
  return { outcome: "earned", points: deed.points };
}

async function limitReached(
  tx: ShopTx,
  shopId: string,
  { id: wayId, limit }: Way,
  { customerId, at }: Deed,
): Promise<{ outcome: "limit"; again: Date | null } | null> {
  if (!limit) return null;
  const { timezone } = await tx.shop.findUniqueOrThrow({ where: { id: shopId } });
  const from = startOfPeriod(limit.period, at, timezone);
  const again = startOfNextPeriod(limit.period, at, timezone);
  // In the period of the deed, whenever it is heard of.
  const awards = await tx.wayAward.count({
    where: { shopId, wayId, customerId, ...(from && again && { at: { gte: from, lt: again } }) },
  });
  return awards < limit.count ? null : { outcome: "limit", again };
}

async function draftOf(tx: ShopTx, shopId: string, way: Way, deed: Deed) {
  const customer = await tx.customer.findUniqueOrThrow({
    where: { shopId_id: { shopId, id: deed.customerId } },
    select: { shopifyId: true },
  });
  return {
    kind: "earn" as const,
    customerId: deed.customerId,
    points: deed.points,
    idempotencyKey: `way.${way.id}.${deed.sourceKey}`,
    ruleSnapshot: null,
    orderId: null,
    occurredAt: deed.at,
    source: deed.source,
    // Somebody without an account has nothing to spend from.
    wait: customer.shopifyId === null ? ("until_verified" as const) : null,
    reason: {
      code: "way_earned" as const,
      way: way.kind,
      name: way.name,
      points: String(deed.points),
    },
  };
}
