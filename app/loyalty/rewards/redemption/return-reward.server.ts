import { audit } from "#app/audit/audit.server.ts";
import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";

import { loadUses } from "../settlement/load-uses.server.ts";
import { isInUse } from "../settlement/settlement.ts";
import { withdraw } from "../settlement/withdraw-rewards.server.ts";
import type { Redemption } from "./redemption.ts";
import { lockRedemptions } from "./write-redemptions.server.ts";

/** Why a reward cannot be given back. `used` is also one that an order holds which is not paid yet. */
export type NoReturn = "not_found" | "not_ready" | "used" | "over" | "given";

export type Returned = { outcome: "returning" } | { outcome: "refused"; reason: NoReturn };

type Intent = { customerId: string; redemptionId: string; at: Date };

/**
 * The customer would rather have the points: an unused reward is withdrawn, and they go back as
 * soon as Shopify has heard it. Asking twice is the same as once.
 */
export function returnReward(shopId: string, { customerId, ...intent }: Intent): Promise<Returned> {
  return inShop(shopId, async (tx): Promise<Returned> => {
    const redemption = await lockOwn(tx, customerId, intent.redemptionId);
    if (redemption?.points === 0n) return { outcome: "refused", reason: "given" };
    const { begun: _, ...returned } = await begin(tx, redemption, intent.at);
    return returned;
  });
}

/**
 * Somebody of the shop gives a customer's unused reward back, also one that cost nothing and is
 * only withdrawn, and it is written down who. Asking twice is the same as once.
 */
export function returnByHand(
  shopId: string,
  { customerId, redemptionId, at }: Intent,
  actor: string,
): Promise<Returned> {
  return inShop(shopId, async (tx): Promise<Returned> => {
    const survivor = (await findSurvivors(tx, [customerId])).get(customerId);
    const redemption = await lockOwn(tx, survivor, redemptionId);
    const { begun, ...returned } = await begin(tx, redemption, at);
    if (redemption && begun) {
      const { rewardId, points } = redemption;
      const subject = `customer.${redemption.customerId}`;
      const change = { action: "reward.taken_back", subject, before: null } as const;
      await audit(tx, { actor, ...change, after: { rewardId, points } }, at);
    }
    return returned;
  });
}

/** Withdraws what can still be used. `begun` says whether it was this that did so. */
async function begin(
  tx: ShopTx,
  redemption: Redemption | null,
  at: Date,
): Promise<Returned & { begun: boolean }> {
  if (!redemption) return { outcome: "refused", reason: "not_found", begun: false };
  const reason = standing[redemption.state];
  if (reason !== null) return { outcome: "refused", reason, begun: false };
  if (redemption.state === "withdrawn") return { outcome: "returning", begun: false };

  const uses = await loadUses(tx, [redemption]);
  if (isInUse(uses.get(redemption.id) ?? []))
    return { outcome: "refused", reason: "used", begun: false };
  await withdraw(tx, [redemption], "given_back", at);
  return { outcome: "returning", begun: true };
}

async function lockOwn(
  tx: ShopTx,
  customerId: string | undefined,
  id: string,
): Promise<Redemption | null> {
  const [found] = await lockRedemptions(tx, [id]);
  return found && found.customerId === customerId ? found : null;
}

const standing: Record<Redemption["state"], NoReturn | null> = {
  held: "not_ready",
  issued: null,
  withdrawn: null,
  captured: "used",
  released: "over",
  forfeited: "over",
};
