import type { ShopTx } from "#app/ground/db.server.ts";

import { transferProgress, returnProgress } from "./transfer-progress.server.ts";
import { transferProfile, returnProfile } from "./transfer-profile.server.ts";
import { type Move, transferRows, type Unmerge, returnRows } from "./transfer-rows.server.ts";
import { endMembership, restoreMembership } from "./end-membership.server.ts";

/**
 * Everything of merged records that is no points goes on with the records that they became: what
 * they redeemed and earned by, the friends they brought, what they told and reached. The accounts
 * of all of them must be locked. May run twice.
 */
export async function transferOwnedRecords(tx: ShopTx, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  await transferRows(tx, moves);
  await moveAwards(tx, moves);
  for (const move of moves) {
    await transferProfile(tx, move);
    await transferProgress(tx, move);
    await endMembership(tx, move.fromId);
  }
}

/** Everything that a merge had moved is again whose it was. The accounts must be locked. May run twice. */
export async function returnOwnedRecords(tx: ShopTx, parting: Unmerge): Promise<void> {
  const { fromId, toId } = parting;
  const remaining = await mergedInto(tx, fromId);
  await returnRows(tx, parting);
  await returnProgress(tx, parting);
  await returnProfile(tx, parting, [fromId, ...remaining]);
  await restoreMembership(tx, toId);
  // What two merged records had both told or reached was taken over from one of them only: now it
  // is the other's turn.
  for (const id of remaining) {
    await transferProfile(tx, { fromId: id, toId: fromId });
    await transferProgress(tx, { fromId: id, toId: fromId });
  }
}

async function moveAwards(tx: ShopTx, moves: readonly Move[]): Promise<void> {
  const rows = JSON.stringify(moves.map(({ fromId, toId }) => ({ fromId, toId })));
  await tx.$executeRaw`
    UPDATE order_award SET customer_id = move."toId"
    FROM jsonb_to_recordset(${rows}::jsonb) AS move("fromId" uuid, "toId" uuid)
    WHERE order_award.shop_id = ${tx.shopId}::uuid AND order_award.customer_id = ANY(${moves.map(({ fromId }) => fromId)}::uuid[])
      AND order_award.customer_id = move."fromId"`;
}

/** The records that are part of this one now, the oldest first. */
async function mergedInto(tx: ShopTx, id: string): Promise<string[]> {
  const rows = await tx.customer.findMany({
    where: { shopId: tx.shopId, mergedIntoId: id },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}
