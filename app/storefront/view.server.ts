import type { ShopTx } from "#app/ground/db.server.ts";

const CARD = "gid://shopify/GiftCard/";

/** Which of these gift cards, by Shopify's ids, were made as rewards. */
export async function rewardCardsAmong(tx: ShopTx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.rewardIssue.findMany({
    where: { shopId: tx.shopId, shopifyGid: { in: ids.map((id) => `${CARD}${id}`) } },
    select: { shopifyGid: true },
  });
  return new Set(rows.map(({ shopifyGid }) => (shopifyGid ?? "").slice(CARD.length)));
}
