import type { ShopTx } from "#app/ground/db.server.ts";

import { transferProgress, returnProgress } from "./transfer-progress.server.ts";
import { transferProfile, returnProfile } from "./transfer-profile.server.ts";
import { type Move, transferRows, type Unmerge, returnRows } from "./transfer-rows.server.ts";

/**
 * Everything of merged records that is no points goes on with the records that they became: what
 * they redeemed and earned by, the friends they brought, what they told and reached. The accounts
 * of all of them must be locked. May run twice.
 */
export async function transferOwnedRecords(tx: ShopTx, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  await transferRows(tx, moves);
  for (const move of moves) {
    await transferProfile(tx, move);
    await transferProgress(tx, move);
    // It is in no tier any more: the one that stays is rated by what both have done.
    await tx.tierMembership.deleteMany({ where: { shopId: tx.shopId, customerId: move.fromId } });
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

/** The records that are part of this one now, the oldest first. */
async function mergedInto(tx: ShopTx, id: string): Promise<string[]> {
  const rows = await tx.customer.findMany({
    where: { shopId: tx.shopId, mergedIntoId: id },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/**
 * A record that is one of its own again is in the tier that it was in last, until it is rated: so
 * that it is told of a change only where there is one.
 */
async function restoreMembership(tx: ShopTx, separatedId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO tier_membership (shop_id, customer_id, tier_id, since, version, updated_at)
    SELECT last.shop_id, last.customer_id, last.to_tier_id, last.at, p.version, last.at
    FROM (
      SELECT * FROM tier_change
      WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ${separatedId}::uuid
      ORDER BY at DESC, id DESC LIMIT 1
    ) last
    JOIN tier_program p ON p.shop_id = last.shop_id
    JOIN tier t ON t.shop_id = last.shop_id AND t.id = last.to_tier_id
    ON CONFLICT DO NOTHING`;
}
