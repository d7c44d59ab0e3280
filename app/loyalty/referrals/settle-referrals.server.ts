import { inShop } from "#app/ground/db.server.ts";
import { lock } from "#app/ground/locks.server.ts";

import { loadAllowed } from "../program/program-state.server.ts";
import { judgeReferrals } from "./judge-referrals.server.ts";

const AT_ONCE = 200;

/**
 * Ends the waiting of referrals whose return window is over: rewarded when what the friend kept is
 * still worth it, else cancelled. Safe to run twice. A program that is paused rewards nobody until it is launched again.
 */
export async function settleReferrals(shopId: string, at: Date): Promise<void> {
  const seen = new Set<string>();
  for (;;) {
    const looked = await inShop(shopId, async (tx) => {
      if (!(await loadAllowed(tx)).earn) return [];
      await lock.referrals(tx, shopId);
      const due = await tx.referral.findMany({
        where: { shopId, state: "pending", dueAt: { lte: at }, id: { notIn: [...seen] } },
        orderBy: { dueAt: "asc" },
        take: AT_ONCE,
        select: { id: true },
      });
      const ids = due.map(({ id }) => id);
      await judgeReferrals(tx, ids, at);
      return ids;
    });
    // Those whose accounts are frozen are still due: the next run looks again.
    for (const id of looked) seen.add(id);
    if (looked.length < AT_ONCE) return;
  }
}
