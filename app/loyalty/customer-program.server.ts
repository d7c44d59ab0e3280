import { fullName } from "#app/customers/full-name.ts";
import { personsOf } from "#app/customers/identity/persons-of.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";

import { ensureAchievements } from "./achievements/ensure-achievements.server.ts";
import { loadAllowed } from "./program/program-state.server.ts";
import { shopOf } from "./program/shop-of.server.ts";
import { ensureTiers, type RatedLadder } from "./tiers/ensure-tiers.server.ts";
import { type LoadedFacts, loadFacts } from "./tiers/load-facts.server.ts";
import { findHeldTier } from "./tiers/manual-tiers.server.ts";
import { goesByPoints } from "./tiers/tier.ts";
import { nextTiers } from "./tiers/tiers-as-of.server.ts";
import { loadBadgeProgress } from "./view/load-badge-progress.server.ts";
import { loadGoals } from "./view/load-goals.server.ts";

/** What somebody has in the program, as their page in the admin shows it. Times are ISO 8601, points whole numbers, money minor units. */
export type CustomerProgram = Awaited<ReturnType<typeof loadCustomerProgram>>;

const MOST_FRIENDS = 50;

/** Everything of the program about one customer but their points, entry by entry, and their rewards. */
export function loadCustomerProgram(shopId: string, customerId: string, at: Date) {
  return inShop(shopId, async (tx) => {
    const ladder = await ensureTiers(tx, at);
    const facts = await loadFacts(tx, [customerId], goesByPoints(ladder));
    const exclusions = facts.get(customerId)?.excluded ?? [];
    const excludedSince = exclusions.find(({ resumedAt }) => resumedAt === null)?.pausedAt;
    const { earn } = await loadAllowed(tx);
    const profile = await tx.loyaltyProfile.findUnique({
      where: { shopId_customerId: { shopId, customerId } },
      select: { birthMonth: true, birthDay: true },
    });
    return {
      isLive: earn,
      excludedSince: excludedSince?.toISOString() ?? null,
      ...(await loadTier(tx, customerId, { ladder, facts, at })),
      lifetime: await loadLifetime(tx, customerId),
      badges: await loadBadges(tx, customerId, { facts, at }),
      referral: await loadReferral(tx, customerId),
      birthday:
        profile?.birthMonth && profile.birthDay
          ? { month: profile.birthMonth, day: profile.birthDay }
          : null,
    };
  });
}

type Known = { ladder: RatedLadder; facts: ReadonlyMap<string, LoadedFacts>; at: Date };

async function loadTier(tx: ShopTx, customerId: string, { ladder, facts, at }: Known) {
  const { shopId } = tx;
  const tiers = ladder.active ? ladder.tiers.map(({ id, name }) => ({ id, name })) : [];
  const member = await tx.tierMembership.findUnique({
    where: { shopId_customerId: { shopId, customerId } },
  });
  const name = tiers.find(({ id }) => id === member?.tierId)?.name;
  const held = await findHeldTier(tx, customerId, at);
  const next = (await nextTiers(tx, facts, ladder, at)).get(customerId);
  return {
    tiers,
    tier:
      member && name
        ? {
            id: member.tierId,
            name,
            since: member.since.toISOString(),
            until: member.termEndsAt?.toISOString() ?? null,
            graceEndsAt: member.graceEndsAt?.toISOString() ?? null,
          }
        : null,
    byHand: held && { tierId: held.tierId, until: held.until?.toISOString() ?? null },
    next: next
      ? {
          name: next.name,
          steps: next.steps.map(({ basis, have, atLeast }) => ({
            basis,
            have: Number(have),
            atLeast: Number(atLeast),
          })),
        }
      : null,
  };
}

/** What they, and all records that they once were, ever earned, redeemed and let expire. What was taken back is not earned. */
async function loadLifetime(tx: ShopTx, customerId: string) {
  const { shopId } = tx;
  const [sums] = await tx.$queryRaw<{ earned: number; redeemed: number; expired: number }[]>`
    ${personsOf(shopId, [customerId])}
    SELECT coalesce(-sum(e.outside_delta) FILTER (WHERE e.outside IN ('issued', 'revoked', 'adjusted')), 0)::float8 AS earned,
      coalesce(sum(e.outside_delta) FILTER (WHERE e.outside = 'redeemed'), 0)::float8 AS redeemed,
      coalesce(sum(e.outside_delta) FILTER (WHERE e.outside = 'expired'), 0)::float8 AS expired
    FROM person
    JOIN ledger_entry e ON e.shop_id = ${shopId}::uuid AND e.customer_id = person.id
    WHERE e.kind NOT IN ('move_in', 'move_out')`;
  return sums ?? { earned: 0, redeemed: 0, expired: 0 };
}

/** What they reached, the earliest first, then how far they are in the others. */
async function loadBadges(
  tx: ShopTx,
  customerId: string,
  { facts, at }: Pick<Known, "facts" | "at">,
) {
  const { shopId } = tx;
  const achievements = await ensureAchievements(tx, at);
  const unlocks = await tx.achievementUnlock.findMany({ where: { shopId, customerId } });
  const unlockedAt = new Map(unlocks.map((unlock) => [unlock.achievementId, unlock.at]));
  const progress =
    (await loadBadgeProgress(tx, facts, await loadGoals(tx), at)).get(customerId) ?? [];
  const open = new Map(progress.map((one) => [one.id, one.have]));
  return achievements
    .filter(({ id, active }) => active || unlockedAt.has(id))
    .map((achievement) => ({
      id: achievement.id,
      name: achievement.name,
      badge: achievement.badge,
      kind: achievement.kind,
      reachedAt: unlockedAt.get(achievement.id)?.toISOString() ?? null,
      // Who is as far as it asks is not among the open ones.
      have: open.get(achievement.id) ?? Number(achievement.threshold),
      threshold: Number(achievement.threshold),
    }))
    .toSorted((a, b) => orderOf(a.reachedAt) - orderOf(b.reachedAt));
}

function orderOf(reachedAt: string | null): number {
  return reachedAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(reachedAt);
}

/** Their code, if they ever asked for it, whom they brought, and who brought them. */
async function loadReferral(tx: ShopTx, customerId: string) {
  const { shopId } = tx;
  const { domain } = await shopOf(tx);
  const code = await tx.referralCode.findUnique({
    where: { shopId_customerId: { shopId, customerId } },
  });
  const rows = await tx.referral.findMany({
    where: { shopId, OR: [{ advocateId: customerId }, { friendId: customerId }] },
    orderBy: [{ placedAt: "desc" }, { id: "desc" }],
    take: MOST_FRIENDS,
    select: { id: true, advocateId: true, friendId: true, state: true, placedAt: true },
  });
  const others = rows.map(({ advocateId, friendId }) =>
    advocateId === customerId ? friendId : advocateId,
  );
  const people = await tx.customer.findMany({
    where: { shopId, id: { in: others } },
    select: { id: true, firstName: true, lastName: true, email: true },
  });
  const personOf = new Map(people.map((one) => [one.id, one]));
  const listed = rows.map(({ id, advocateId, state, placedAt }, index) => {
    const person = personOf.get(others[index] as string);
    return {
      id,
      state,
      at: placedAt.toISOString(),
      isFriend: advocateId === customerId,
      customerId: others[index] as string,
      name: person ? fullName(person) : null,
      email: person?.email ?? null,
    };
  });
  return {
    url: code && `https://${domain}/apps/encore/r/${code.code}`,
    friends: listed.filter(({ isFriend }) => isFriend),
    broughtBy: listed.find(({ isFriend }) => !isFriend) ?? null,
  };
}
