import type { ShopTx } from "#app/db.server.ts";

import type { MoveDraft } from "./book.ts";

/** What one customer earned by and redeemed goes on with the other one: later corrections and returns find the right account. */
export async function followMoves(
  tx: ShopTx,
  shopId: string,
  moves: readonly MoveDraft[],
): Promise<void> {
  if (moves.length === 0) return;
  const rows = JSON.stringify(moves.map(({ fromId, toId }) => ({ fromId, toId })));
  await tx.$executeRaw`
    UPDATE order_award SET customer_id = move."toId"
    FROM jsonb_to_recordset(${rows}::jsonb) AS move("fromId" uuid, "toId" uuid)
    WHERE order_award.shop_id = ${shopId}::uuid AND order_award.customer_id = move."fromId"`;
  await tx.$executeRaw`
    UPDATE redemption SET customer_id = move."toId"
    FROM jsonb_to_recordset(${rows}::jsonb) AS move("fromId" uuid, "toId" uuid)
    WHERE redemption.shop_id = ${shopId}::uuid AND redemption.customer_id = move."fromId"`;
}
