import type { ShopTx } from "#app/ground/db.server.ts";

import type { MoveDraft } from "../ledger/ledger-batch.ts";
import { moveDeeds, returnDeeds } from "./transfer-progress.server.ts";
import { moveProfile, returnProfile } from "./transfer-profile.server.ts";
import { moveRows, type Parting, returnRows } from "./transfer-rows.server.ts";
import { endStanding, restoreStanding } from "./end-membership.server.ts";

type Move = Pick<MoveDraft, "fromId" | "toId">;

/**
 * Everything of merged records that is no points goes on with the records that they became: what they redeemed and earned by, the
 * friends they brought, what they told and reached. The accounts of all of them must be locked. May run twice.
 */
export async function moveBelongings(
  tx: ShopTx,
  shopId: string,
  moves: readonly Move[],
): Promise<void> {
  if (moves.length === 0) return;
  await moveRows(tx, shopId, moves);
  await moveAwards(tx, shopId, moves);
  for (const move of moves) {
    await moveProfile(tx, shopId, move);
    await moveDeeds(tx, shopId, move);
    await endStanding(tx, shopId, move.fromId);
  }
}

/** Everything that a merge had moved is again whose it was. The accounts must be locked. May run twice. */
export async function returnBelongings(
  tx: ShopTx,
  shopId: string,
  parting: Parting,
): Promise<void> {
  const { fromId, toId } = parting;
  const remaining = await mergedInto(tx, shopId, fromId);
  await returnRows(tx, shopId, parting);
  await returnDeeds(tx, shopId, parting);
  await returnProfile(tx, shopId, parting, [fromId, ...remaining]);
  await restoreStanding(tx, shopId, toId);
  // What two merged records had both told or reached was taken over from one of them only: now it is the other's turn.
  for (const id of remaining) {
    await moveProfile(tx, shopId, { fromId: id, toId: fromId });
    await moveDeeds(tx, shopId, { fromId: id, toId: fromId });
  }
}

async function moveAwards(tx: ShopTx, shopId: string, moves: readonly Move[]): Promise<void> {
  const rows = JSON.stringify(moves.map(({ fromId, toId }) => ({ fromId, toId })));
  await tx.$executeRaw`
    UPDATE order_award SET customer_id = move."toId"
    FROM jsonb_to_recordset(${rows}::jsonb) AS move("fromId" uuid, "toId" uuid)
    WHERE order_award.shop_id = ${shopId}::uuid AND order_award.customer_id = ANY(${moves.map(({ fromId }) => fromId)}::uuid[])
      AND order_award.customer_id = move."fromId"`;
}

/** The records that are part of this one now, the oldest first. */
async function mergedInto(tx: ShopTx, shopId: string, id: string): Promise<string[]> {
  const rows = await tx.customer.findMany({
    where: { shopId, mergedIntoId: id },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}
