import type { ShopTx } from "#app/ground/db.server.ts";

import { gathered } from "./load-member-points.server.ts";
import type { PublishedMember } from "./member.ts";

type Owned<Row> = Row & { customerId: string };

/** The achievements that each customer has reached. */
export async function loadBadges(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await tx.achievementUnlock.findMany({
    where: { shopId: tx.shopId, customerId: { in: [...customerIds] } },
    select: { customerId: true, achievementId: true },
    orderBy: { at: "asc" },
  });
  return gathered(rows, ({ achievementId }) => achievementId);
}

/** How far each customer is in the challenges that run now. */
export async function loadChallenges(
  tx: ShopTx,
  customerIds: readonly string[],
  at: Date,
): Promise<Map<string, PublishedMember["challenges"]>> {
  const rows = await tx.$queryRaw<Owned<{ id: string; progress: string; done: boolean }>[]>`
    SELECT p.customer_id::text AS "customerId", p.challenge_id::text AS id, p.progress::text AS progress,
      p.completed_at IS NOT NULL AS done
    FROM challenge_progress p
    JOIN challenge c ON c.shop_id = p.shop_id AND c.id = p.challenge_id
    WHERE p.shop_id = ${tx.shopId}::uuid AND p.customer_id = ANY(${customerIds}::uuid[])
      AND c.active AND c.starts_at <= ${at} AND c.ends_at > ${at}`;
  return gathered(rows, ({ id, progress, done }) => ({ id, progress: Number(progress), done }));
}

/** Months in a row with an order. */
export async function loadStreaks(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.streak.findMany({
    where: { shopId: tx.shopId, customerId: { in: [...customerIds] } },
    select: { customerId: true, current: true },
  });
  return new Map(rows.map(({ customerId, current }) => [customerId, current]));
}

/** Each customer's code for friends, and what came of it. */
export async function loadReferrals(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, PublishedMember["referral"]>> {
  const rows = await tx.$queryRaw<Owned<{ code: string; made: number; waiting: number }>[]>`
    SELECT c.customer_id::text AS "customerId", c.code,
      count(r.id) FILTER (WHERE r.state = 'rewarded')::int AS made,
      count(r.id) FILTER (WHERE r.state IN ('pending', 'review'))::int AS waiting
    FROM referral_code c
    LEFT JOIN referral r ON r.shop_id = c.shop_id AND r.advocate_id = c.customer_id
    WHERE c.shop_id = ${tx.shopId}::uuid AND c.customer_id = ANY(${customerIds}::uuid[])
    GROUP BY c.customer_id, c.code`;
  return new Map(
    rows.map(({ customerId, code, made, waiting }) => [customerId, { code, made, waiting }]),
  );
}

/** What each customer has told the program. */
export async function loadProfiles(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, Pick<PublishedMember, "birthday" | "leaderboard">>> {
  const rows = await tx.loyaltyProfile.findMany({
    where: { shopId: tx.shopId, customerId: { in: [...customerIds] } },
    select: { customerId: true, birthMonth: true, leaderboard: true },
  });
  return new Map(
    rows.map(({ customerId, birthMonth, leaderboard }) => [
      customerId,
      { birthday: birthMonth !== null, leaderboard },
    ]),
  );
}
