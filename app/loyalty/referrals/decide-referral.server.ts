import { audit } from "#app/audit/audit.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { lock } from "#app/ground/locks.server.ts";

import { judgeReferrals } from "./judge-referrals.server.ts";
import type { ReferralState } from "./judgement.ts";
import { loadReferrals } from "./load-referrals.server.ts";

/** `no_longer`: it does not wait for anybody's decision. */
export type Decided =
  { outcome: "decided"; state: ReferralState } | { outcome: "no_longer" } | { outcome: "frozen" };

/** Somebody of the shop has looked at a referral: it counts, or it does not. What follows, follows at once. */
export function decideReferral(
  shopId: string,
  { id, decision, actor }: { id: string; decision: "approved" | "rejected"; actor: string },
  at: Date,
): Promise<Decided> {
  return inShop(shopId, async (tx): Promise<Decided> => {
    await lock.referrals(tx, shopId);
    const [referral] = await loadReferrals(tx, { ids: [id] });
    const canReject = decision === "rejected" && referral?.state === "pending";
    if (!referral || (referral.state !== "review" && !canReject)) return { outcome: "no_longer" };

    const decided = { decision, decidedAt: at, decidedBy: actor };
    await tx.referral.update({ where: { shopId_id: { shopId, id } }, data: decided });
    const frozen = await judgeReferrals(tx, [id], at);
    const [after] = await loadReferrals(tx, { ids: [id] });
    const change = {
      before: { state: referral.state, decision: referral.decision },
      after: { state: after?.state, decision },
    };
    const subject = `referral.${id}`;
    await audit(tx, { actor, action: "referral.decided", subject, ...change }, at);
    if (frozen.size > 0) return { outcome: "frozen" };
    return { outcome: "decided", state: after?.state ?? referral.state };
  });
}
