import { fullName } from "#app/customers/full-name.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

/** What is called how in an event about the program, as far as it is still known. */
export type EventNames = {
  tier?: string;
  fromTier?: string;
  reward?: string;
  /** It was given, and cost no points. */
  isGift?: boolean;
  achievement?: string;
  challenge?: string;
  /** Whom they brought. */
  friend?: { id: string; name: string | null };
};

type Row = { id: string; properties: Record<string, unknown> };

/** Which tier, reward, badge, challenge or friend each of these events is about, by event. */
export async function nameInEvents(
  tx: ShopTx,
  events: readonly Row[],
): Promise<Map<string, EventNames>> {
  const idsOf = (...names: string[]) => [
    ...new Set(events.flatMap(({ properties }) => names.flatMap((name) => text(properties[name])))),
  ];
  const tiers = await tiersOf(tx, idsOf("toTierId", "fromTierId", "tierId"));
  const rewards = await rewardsOf(tx, idsOf("redemptionId"));
  const achievements = await goalsOf(tx, "achievement", idsOf("achievementId"));
  const challenges = await goalsOf(tx, "challenge", idsOf("challengeId"));
  const friends = await friendsOf(tx, idsOf("referralId"));
  return new Map(
    events.map(({ id, properties }) => {
      const find = <Value>(known: Map<string, Value>, ...names: string[]) =>
        names.flatMap((name) => text(properties[name])).flatMap((one) => known.get(one) ?? [])[0];
      const names = {
        tier: find(tiers, "toTierId", "tierId"),
        fromTier: find(tiers, "fromTierId"),
        ...find(rewards, "redemptionId"),
        achievement: find(achievements, "achievementId"),
        challenge: find(challenges, "challengeId"),
        friend: find(friends, "referralId"),
      };
      const told = Object.entries(names).filter(([, name]) => name !== undefined);
      return [id, Object.fromEntries(told) as EventNames];
    }),
  );
}

function text(value: unknown): string[] {
  return typeof value === "string" ? [value] : [];
}

async function tiersOf(tx: ShopTx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.tier.findMany({ where: { shopId: tx.shopId, id: { in: ids } } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** As they were called when they were redeemed. */
async function rewardsOf(
  tx: ShopTx,
  ids: string[],
): Promise<Map<string, Pick<EventNames, "reward" | "isGift">>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.redemption.findMany({
    where: { shopId: tx.shopId, id: { in: ids } },
    select: { id: true, points: true, rewardSnapshot: true },
  });
  return new Map(
    rows.map(({ id, points, rewardSnapshot }) => {
      const { name: reward } = rewardSnapshot as { name: string };
      return [id, { reward, ...(points === 0n && { isGift: true }) }];
    }),
  );
}

async function goalsOf(
  tx: ShopTx,
  kind: "achievement" | "challenge",
  ids: string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const asked = {
    where: { shopId: tx.shopId, id: { in: ids } },
    select: { id: true, name: true },
  };
  const rows =
    kind === "achievement"
      ? await tx.achievement.findMany(asked)
      : await tx.challenge.findMany(asked);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function friendsOf(
  tx: ShopTx,
  ids: string[],
): Promise<Map<string, NonNullable<EventNames["friend"]>>> {
  if (ids.length === 0) return new Map();
  const { shopId } = tx;
  const referrals = await tx.referral.findMany({
    where: { shopId, id: { in: ids } },
    select: { id: true, friendId: true },
  });
  const people = await tx.customer.findMany({
    where: { shopId, id: { in: referrals.map(({ friendId }) => friendId) } },
    select: { id: true, firstName: true, lastName: true, email: true },
  });
  const nameOf = new Map(people.map((one) => [one.id, fullName(one) ?? one.email]));
  return new Map(
    referrals.map(({ id, friendId }) => [id, { id: friendId, name: nameOf.get(friendId) ?? null }]),
  );
}
