import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { now } from "#app/ground/clock.server.ts";

import {
  loadCodes,
  loadExpiring,
  loadHistory,
  loadReturning,
} from "./load-member-points.server.ts";
import {
  loadBadges,
  loadChallenges,
  loadProfiles,
  loadReferrals,
  loadStreaks,
} from "./load-member-progress.server.ts";
import type { Step } from "../tiers/progress.ts";
import { tierStatus } from "../tiers/tiers-as-of.server.ts";
import type { NextTier, PublishedMember } from "./member.ts";

export type Member = {
  customerId: string;
  /** Shopify's id. */
  shopifyId: string;
  available: number;
  loyalty: PublishedMember;
};

type Row = {
  customerId: string;
  shopifyId: string;
  available: string;
  pending: string;
  debt: string;
  tierId: string | null;
  since: Date | null;
  until: Date | null;
};

/** What a member is shown; null for who does not take part yet. */
export async function loadMember(shopId: string, customerId: string): Promise<Member | null> {
  const [member] = await inShop(shopId, (tx) => loadMembers(tx, [customerId], now()));
  return member ?? null;
}

/**
 * What these customers are shown, of those whom Shopify knows and who take part: have points, a
 * tier, a profile or a referral code. A fixed number of queries, however many they are.
 */
export async function loadMembers(
  tx: ShopTx,
  customerIds: readonly string[],
  at: Date,
): Promise<Member[]> {
  const rows = await loadRows(tx, customerIds);
  const ids = rows.map(({ customerId }) => customerId);
  if (ids.length === 0) return [];

  const next = await nextTiers(tx, ids, at);
  const expiring = await loadExpiring(tx, ids, at);
  const codes = await loadCodes(tx, ids, at);
  const returning = await loadReturning(tx, ids);
  const history = await loadHistory(tx, ids);
  const badges = await loadBadges(tx, ids);
  const challenges = await loadChallenges(tx, ids, at);
  const streaks = await loadStreaks(tx, ids);
  const referrals = await loadReferrals(tx, ids);
  const profiles = await loadProfiles(tx, ids);

  return rows.map((row) => ({
    customerId: row.customerId,
    shopifyId: row.shopifyId,
    available: Number(row.available),
    loyalty: {
      pending: Number(row.pending),
      debt: Number(row.debt),
      tier: row.tierId === null ? null : { id: row.tierId, ...datesOf(row) },
      next: next.get(row.customerId) ?? null,
      returning: returning.get(row.customerId) ?? 0,
      expiring: expiring.get(row.customerId) ?? null,
      codes: codes.get(row.customerId) ?? [],
      history: history.get(row.customerId) ?? [],
      badges: badges.get(row.customerId) ?? [],
      challenges: challenges.get(row.customerId) ?? [],
      streak: streaks.get(row.customerId) ?? 0,
      referral: referrals.get(row.customerId) ?? null,
      ...(profiles.get(row.customerId) ?? { birthday: false, leaderboard: false }),
    },
  }));
}

async function nextTiers(
  tx: ShopTx,
  customerIds: readonly string[],
  at: Date,
): Promise<Map<string, NextTier>> {
  const statuses = await tierStatus(tx, customerIds, at);
  return new Map(
    [...statuses].flatMap(([customerId, { next }]) =>
      next ? [[customerId, { id: next.tierId, needs: next.steps.map(needOf) }] as const] : [],
    ),
  );
}

function needOf({ basis, have, atLeast }: Step) {
  return { basis, have: Number(have), atLeast: Number(atLeast) };
}

function datesOf({ since, until }: Row): { since: string | null; until: string | null } {
  return { since: since?.toISOString() ?? null, until: until?.toISOString() ?? null };
}

function loadRows(tx: ShopTx, customerIds: readonly string[]): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    SELECT c.id::text AS "customerId", c.shopify_id::text AS "shopifyId",
      coalesce(a.available, 0)::text AS available, coalesce(a.pending, 0)::text AS pending,
      coalesce(a.debt, 0)::text AS debt,
      m.tier_id::text AS "tierId", m.since, m.term_ends_at AS until
    FROM customer c
    LEFT JOIN ledger_account a ON a.shop_id = c.shop_id AND a.customer_id = c.id
    LEFT JOIN tier_membership m ON m.shop_id = c.shop_id AND m.customer_id = c.id
    LEFT JOIN loyalty_profile p ON p.shop_id = c.shop_id AND p.customer_id = c.id
    LEFT JOIN referral_code r ON r.shop_id = c.shop_id AND r.customer_id = c.id
    WHERE c.shop_id = ${tx.shopId}::uuid AND c.id = ANY(${customerIds}::uuid[])
      AND c.shopify_id IS NOT NULL AND c.redacted_at IS NULL
      AND (a.customer_id IS NOT NULL OR m.customer_id IS NOT NULL OR p.customer_id IS NOT NULL OR r.customer_id IS NOT NULL)
    ORDER BY c.id`;
}
