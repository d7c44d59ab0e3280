import type { ShopTx } from "#app/ground/db.server.ts";
import { Retry } from "#app/ground/retry.ts";

import type { Campaign } from "./campaigns/campaign.ts";
import type { Earning } from "./order-award.ts";
import { ensureProgram } from "../program/program.server.ts";
import { loadPauses } from "../program/program-state.server.ts";
import { NEVER_READ } from "../program/need-collections.server.ts";
import type { CollectionsOf } from "../order-points/rates.ts";

/**
 * What orders with these products earn by now. Throws `Retry` while a collection that decides about
 * it has not been read once: what an order is first awarded by stays.
 */
export async function loadEarning(
  tx: ShopTx,
  productIds: readonly bigint[],
  at: Date,
): Promise<Earning> {
  const rule = await ensureProgram(tx, at);
  const unread = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM collection WHERE shop_id = ${tx.shopId}::uuid AND read_at = ${NEVER_READ} LIMIT 1`;
  if (unread.length > 0) throw new Retry("The products of a collection have not been read yet");
  return {
    rule,
    pauses: await loadPauses(tx),
    campaigns: await loadCampaigns(tx),
    collectionsOf: await loadCollectionsOf(tx, productIds),
  };
}

/** All campaigns of the shop, the latest first. */
export async function loadCampaigns(tx: ShopTx): Promise<Campaign[]> {
  return tx.$queryRaw<Campaign[]>`
    SELECT id, name, active, starts_at AS "startsAt", ends_at AS "endsAt", multiplier_bps AS "multiplierBps",
      product_ids AS "productIds", collection_ids AS "collectionIds", tier_ids AS "tierIds"
    FROM campaign WHERE shop_id = ${tx.shopId}::uuid ORDER BY starts_at DESC, id`;
}

/** Which of the collections that the program knows these products are in. */
async function loadCollectionsOf(
  tx: ShopTx,
  productIds: readonly bigint[],
): Promise<CollectionsOf> {
  if (productIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ productId: bigint; collectionId: bigint }[]>`
    SELECT product_id AS "productId", collection_id AS "collectionId" FROM product_collection
    WHERE shop_id = ${tx.shopId}::uuid AND product_id = ANY(${[...new Set(productIds)]}::bigint[])`;
  const byProduct = Map.groupBy(rows, ({ productId }) => productId);
  return new Map(
    [...byProduct].map(([productId, some]) => [
      productId,
      some.map(({ collectionId }) => collectionId),
    ]),
  );
}
