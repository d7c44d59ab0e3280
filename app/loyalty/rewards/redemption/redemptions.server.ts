import { inShop } from "#app/ground/db.server.ts";
import type { Redemption as Row } from "#prisma/generated/client/client.ts";

import { type Redemption, type RedemptionView, viewOf } from "./redemption.ts";
import type { RewardSnapshot } from "../reward.ts";
import type { RedemptionState } from "../settlement/settlement.ts";

const MOST = 100;

/** What this customer redeemed, the latest first. */
export function redemptionsOf(shopId: string, customerId: string): Promise<RedemptionView[]> {
  return inShop(shopId, async (tx) => {
    const rows = await tx.redemption.findMany({
      where: { shopId, customerId },
      orderBy: [{ heldAt: "desc" }, { id: "desc" }],
      take: MOST,
    });
    return rows.map((row) => viewOf(redemptionOf(row)));
  });
}

/** One redemption of this customer, or null: nobody sees another one's. */
export function findRedemption(
  shopId: string,
  customerId: string,
  id: string,
): Promise<RedemptionView | null> {
  return inShop(shopId, async (tx) => {
    const row = await tx.redemption.findFirst({ where: { shopId, id, customerId } });
    return row && viewOf(redemptionOf(row));
  });
}

/** One redemption of the shop, whoever's, for the shop's own systems. */
export function findRedemptionOfShop(shopId: string, id: string): Promise<RedemptionView | null> {
  return inShop(shopId, async (tx) => {
    const row = await tx.redemption.findUnique({ where: { shopId_id: { shopId, id } } });
    return row && viewOf(redemptionOf(row));
  });
}

function redemptionOf({ rewardSnapshot, ...row }: Row): Redemption {
  return {
    ...row,
    state: row.state as RedemptionState,
    snapshot: rewardSnapshot as unknown as RewardSnapshot,
  };
}
