import { inShop } from "#app/ground/db.server.ts";

import { loadAllowed } from "../../program/program-state.server.ts";
import { withdraw } from "../settlement/withdraw-rewards.server.ts";
import { lockRedemptions } from "./write-redemptions.server.ts";

const BATCH = 200;

/** Withdraws the rewards whose time is over, a batch at a time. Running it again, or beside itself, does nothing more. */
export async function lapseRewards(shopId: string, at: Date, rewardsAtOnce = BATCH): Promise<void> {
  if (!(await inShop(shopId, loadAllowed)).expire) return;
  // What is to be forfeited by a frozen account stays as it is: it must neither keep this going nor
  // hold up the others.
  const seen: string[] = [];
  let ids: string[];
  do {
    ids = await lapseSome(shopId, at, seen, rewardsAtOnce);
    seen.push(...ids);
  } while (ids.length === rewardsAtOnce);
}

function lapseSome(
  shopId: string,
  at: Date,
  seen: readonly string[],
  limit: number,
): Promise<string[]> {
  return inShop(shopId, async (tx) => {
    const due = await tx.$queryRaw<{ id: string }[]>`
      SELECT id::text FROM redemption
      WHERE shop_id = ${shopId}::uuid AND state = 'issued' AND expires_at <= ${at} AND NOT id = ANY(${seen}::uuid[])
      ORDER BY expires_at
      LIMIT ${limit}::int`;
    const ids = due.map(({ id }) => id);
    // Somebody else may have been faster while the lock was waited for.
    const locked = await lockRedemptions(tx, ids);
    const unused = locked.filter(({ state }) => state === "issued");
    await withdraw(tx, unused, "lapsed", at);
    return ids;
  });
}
