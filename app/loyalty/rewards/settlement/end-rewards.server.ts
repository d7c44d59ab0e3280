import type { ShopTx } from "#app/ground/db.server.ts";

import { lockRedemptions } from "../redemption/write-redemptions.server.ts";
import { withdraw } from "./withdraw-rewards.server.ts";

/** The states of rewards that nobody has used; of the withdrawn ones the points are still on their way back. */
export const unusedStates = ["held", "issued", "withdrawn"] as const;

/**
 * Ends all rewards of these customers: unused ones are withdrawn, with the points that they hold, and none of them gives points back any
 * more, also not when goods that were bought with a used one go back later.
 */
export async function endRewards(
  tx: ShopTx,
  customerIds: readonly string[],
  at: Date,
): Promise<void> {
  const { shopId } = tx;
  const states: readonly string[] = unusedStates;
  const found = await tx.redemption.findMany({
    where: { shopId, customerId: { in: [...customerIds] }, state: { in: [...states] } },
    select: { id: true },
  });
  const locked = await lockRedemptions(
    tx,
    found.map(({ id }) => id),
  );
  const unused = locked.filter(({ state }) => states.includes(state));
  await withdraw(tx, unused, "program_reset", at);
  await tx.$executeRaw`
    UPDATE redemption SET reward_snapshot = reward_snapshot || '{"ended": true}'
    WHERE shop_id = ${shopId}::uuid AND customer_id = ANY(${[...customerIds]}::uuid[])
      AND state IN ('captured', 'forfeited')`;
}
