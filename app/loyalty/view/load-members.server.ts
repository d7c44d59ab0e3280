import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { now } from "#app/ground/clock.server.ts";

import { loadBadgeProgress } from "./load-badge-progress.server.ts";
import { loadGoals } from "./load-goals.server.ts";
import { loadDoneActions, loadLimitedRewards } from "./load-limits.server.ts";
import {
  loadBadges,
  loadChallenges,
  loadCodes,
  loadExpiring,
  loadHistory,
} from "./load-member-parts.server.ts";
import { notExcluded } from "../program/exclusions.server.ts";
import { ensureTiers } from "../tiers/ensure-tiers.server.ts";
import { loadFacts } from "../tiers/load-facts.server.ts";
import type { Progress } from "../tiers/progress.ts";
import { goesByPoints } from "../tiers/tier.ts";
import { nextTiers } from "../tiers/tiers-as-of.server.ts";
import type { NextTier, PublishedMember } from "./member.ts";

export type Member = {
  customerId: string;
  /** Shopify's id. */
  shopifyId: string;
  available: number;
  loyalty: PublishedMember;
};

type Row = Pick<Member, "customerId" | "shopifyId" | "available"> &
  Pick<
    PublishedMember,
    "pending" | "debt" | "returning" | "streak" | "birthday" | "leaderboard"
  > & {
    tierId: string | null;
    since: Date | null;
    until: Date | null;
    code: string | null;
    made: number;
    waiting: number;
  };

/** What a member is shown; null for who does not take part yet. */
export async function loadMember(shopId: string, customerId: string): Promise<Member | null> {
  const [member] = await inShop(shopId, (tx) => loadMembers(tx, [customerId], now()));
  return member ?? null;
}

/**
 * What these customers are shown, of those whom Shopify knows and who take part: have points, a
 * tier, a profile or a referral code, and are not excluded. A fixed number of queries, however many they are.
 */
export async function loadMembers(
  tx: ShopTx,
  customerIds: readonly string[],
  at: Date,
): Promise<Member[]> {
  const rows = await loadRows(tx, customerIds);
  const ids = rows.map(({ customerId }) => customerId);
  if (ids.length === 0) return [];

  // Once for both: the orders of all of them are most of what is read here.
  const ladder = await ensureTiers(tx, at);
  const facts = await loadFacts(tx, ids, goesByPoints(ladder));
  const next = await nextTiers(tx, facts, ladder, at);
  const expiring = await loadExpiring(tx, ids, at);
  const codes = await loadCodes(tx, ids, at);
  const history = await loadHistory(tx, ids);
  const badges = await loadBadges(tx, ids);
  const goals = await loadGoals(tx);
  const progress = await loadBadgeProgress(tx, facts, goals, at);
  const challenges = await loadChallenges(tx, ids, at);
  const done = await loadDoneActions(tx, ids, goals, at);
  const limited = await loadLimitedRewards(tx, ids, goals, at);

  return rows.map((row) => {
    const { customerId, shopifyId, available, tierId, since, until, ...more } = row;
    const { code, made, waiting, ...published } = more;
    const dates = { since: since?.toISOString() ?? null, until: until?.toISOString() ?? null };
    const loyalty: PublishedMember = {
      ...published,
      tier: tierId === null ? null : { id: tierId, ...dates },
      next: told(next.get(customerId)),
      expiring: expiring.get(customerId) ?? null,
      codes: codes.get(customerId) ?? [],
      history: history.get(customerId) ?? [],
      badges: badges.get(customerId) ?? [],
      progress: progress.get(customerId) ?? [],
      done: done.get(customerId) ?? [],
      limited: limited.get(customerId) ?? [],
      challenges: challenges.get(customerId) ?? [],
      referral: code === null ? null : { code, made, waiting },
    };
    return { customerId, shopifyId, available, loyalty };
  });
}

function told(next: Progress | null | undefined): NextTier | null {
  if (!next) return null;
  const needs = next.steps.map(({ basis, have, atLeast }) => ({
    basis,
    have: Number(have),
    atLeast: Number(atLeast),
  }));
  return { id: next.tierId, needs };
}

function loadRows(tx: ShopTx, customerIds: readonly string[]): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    SELECT c.id::text AS "customerId", c.shopify_id::text AS "shopifyId",
      coalesce(a.available, 0)::float8 AS available, coalesce(a.pending, 0)::float8 AS pending,
      coalesce(a.debt, 0)::float8 AS debt,
      m.tier_id::text AS "tierId", m.since, m.term_ends_at AS until,
      (SELECT coalesce(sum(points), 0)::float8 FROM redemption
        WHERE shop_id = c.shop_id AND customer_id = c.id AND state = 'withdrawn') AS returning,
      p.birth_month IS NOT NULL AS birthday, coalesce(p.leaderboard, false) AS leaderboard,
      coalesce(s.current, 0) AS streak, r.code, friends.made, friends.waiting
    FROM customer c
    LEFT JOIN ledger_account a ON a.shop_id = c.shop_id AND a.customer_id = c.id
    LEFT JOIN tier_membership m ON m.shop_id = c.shop_id AND m.customer_id = c.id
    LEFT JOIN loyalty_profile p ON p.shop_id = c.shop_id AND p.customer_id = c.id
    LEFT JOIN streak s ON s.shop_id = c.shop_id AND s.customer_id = c.id
    LEFT JOIN referral_code r ON r.shop_id = c.shop_id AND r.customer_id = c.id
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE f.state = 'rewarded')::int AS made,
        count(*) FILTER (WHERE f.state IN ('pending', 'review'))::int AS waiting
      FROM referral f WHERE f.shop_id = c.shop_id AND f.advocate_id = r.customer_id
    ) friends
    WHERE c.shop_id = ${tx.shopId}::uuid AND c.id = ANY(${customerIds}::uuid[])
      AND c.shopify_id IS NOT NULL AND c.redacted_at IS NULL AND ${notExcluded(tx.shopId, "c.id")}
      AND (a.customer_id IS NOT NULL OR m.customer_id IS NOT NULL OR p.customer_id IS NOT NULL OR r.customer_id IS NOT NULL)
    ORDER BY c.id`;
}
