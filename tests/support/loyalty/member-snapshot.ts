import { inShop, type ShopTx } from "#app/ground/db.server.ts";

/** What a record has in the program, in short, to be compared. Points are worth the same whether they still wait or not. */
export type Has = Awaited<ReturnType<typeof memberSnapshot>>;

export function memberSnapshot(shopId: string, customerId: string) {
  const own = { shopId, customerId };
  return inShop(shopId, async (tx) => {
    const account = await tx.ledgerAccount.findUnique({ where: { shopId_customerId: own } });
    const { available = 0n, pending = 0n, debt = 0n, held = 0n, qualifying = 0n } = account ?? {};
    const profile = await tx.loyaltyProfile.findUnique({ where: { shopId_customerId: own } });
    const referrals = await tx.referral.findMany({
      where: { shopId },
      orderBy: { orderId: "asc" },
    });
    const rated = await tierOf(tx, shopId, customerId);
    const reviews = { ...own, type: "action.done" };
    return {
      points: Number(available + pending - debt),
      held: Number(held),
      qualifying: Number(qualifying),
      tier: rated,
      birthday: profile?.birthDay ?? null,
      waysEarnedBy: await tx.actionAward.count({ where: own }),
      reviews: await tx.event.count({ where: reviews }),
      brought: referrals
        .filter(({ advocateId }) => advocateId === customerId)
        .map(({ orderId, state }) => `${orderId} ${state}`),
      broughtBy: referrals.filter(({ friendId }) => friendId === customerId).length,
      reached: await reachedBy(tx, shopId, customerId),
    };
  });
}

async function tierOf(tx: ShopTx, shopId: string, customerId: string): Promise<string | null> {
  const membership = await tx.tierMembership.findUnique({
    where: { shopId_customerId: { shopId, customerId } },
  });
  const tier = await tx.tier.findFirst({ where: { shopId, id: membership?.tierId ?? shopId } });
  return tier?.name ?? null;
}

async function reachedBy(tx: ShopTx, shopId: string, customerId: string): Promise<string[]> {
  const rows = await tx.achievementUnlock.findMany({ where: { shopId, customerId } });
  const all = await tx.achievement.findMany({ where: { shopId } });
  const nameOf = new Map(all.map(({ id, name }) => [id, name]));
  return rows.map(({ achievementId }) => nameOf.get(achievementId) ?? "").toSorted();
}
