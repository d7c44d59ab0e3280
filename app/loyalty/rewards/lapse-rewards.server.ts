import { inShop } from "#app/db.server.ts";

import { withdraw } from "./withdraw-rewards.server.ts";
import { lockRedemptions } from "./write-redemptions.server.ts";

const BATCH = 200;

/** Withdraws the rewards whose time is over, a batch at a time. Running it again, or beside itself, does nothing more. */
export async function lapseRewards(shopId: string, at: Date): Promise<void> {
  for (let done = BATCH; done === BATCH;) done = await lapseSome(shopId, at);
}

function lapseSome(shopId: string, at: Date): Promise<number> {
  return inShop(shopId, async (tx) => {
    const due = await tx.redemption.findMany({
      where: { shopId, state: "issued", expiresAt: { lte: at } },
      select: { id: true },
      orderBy: { expiresAt: "asc" },
      take: BATCH,
    });
    const ids = due.map(({ id }) => id);
    const unused = (await lockRedemptions(tx, shopId, ids)).filter(isIssued);
    await withdraw(tx, shopId, unused, "lapsed", at);
    return unused.length;
  });
}

/** Somebody else may have been faster while the lock was waited for. */
function isIssued({ state }: { state: string }): boolean {
  return state === "issued";
}
