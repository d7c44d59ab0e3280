import { now } from "#app/ground/clock.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

import { tierMultiplierBps } from "./perks.ts";
import { ensureTiers, type RatedLadder } from "./ensure-tiers.server.ts";
import { countFacts, loadCountedFacts } from "./load-counted-facts.server.ts";
import type { LoadedFacts } from "./load-facts.server.ts";
import { type RatedFacts, tierHistoryAt, tiersBefore } from "./manual-tier.ts";
import type { Membership } from "./membership.ts";
import { type Progress, progressOf } from "./progress.ts";
import { progressBetween, timelineOf } from "./tier-progress.ts";
import { windowStart } from "./window.ts";

export type TierAsOf = { id: string; multiplierBps: number };

/** Which tier somebody was in at each of some moments; and which version of the tiers says so. */
export type TiersAsOf = { tiers: (TierAsOf | null)[]; version: number };

/**
 * Which tier each customer was in just before a moment, by what is known now of what had happened
 * by then; null for none. In the order of what was asked.
 */
export async function tiersAsOf(
  tx: ShopTx,
  asked: readonly { customerId: string; at: Date }[],
): Promise<TiersAsOf> {
  const ladder = await ensureTiers(tx, now());
  const byCustomer = Map.groupBy(asked, ({ customerId }) => customerId);
  const facts = await loadCountedFacts(tx, [...byCustomer.keys()], ladder);
  const found = new Map<(typeof asked)[number], TierAsOf | null>();
  for (const [customerId, own] of byCustomer) {
    const inOrder = own.toSorted((a, b) => a.at.getTime() - b.at.getTime());
    const memberships = tiersBefore(
      facts.get(customerId) as RatedFacts,
      ladder,
      inOrder.map(({ at }) => at),
    );
    inOrder.forEach((one, index) => found.set(one, tierOf(memberships[index], ladder)));
  }
  return { tiers: asked.map((one) => found.get(one) ?? null), version: ladder.version };
}

/** The next tier of these customers, by what is known of each as the record that it is now, and what is missing to it. Null at the top. */
export async function nextTiers(
  tx: ShopTx,
  known: ReadonlyMap<string, LoadedFacts>,
  ladder: RatedLadder,
  at: Date,
): Promise<Map<string, Progress | null>> {
  const facts = await countFacts(tx, known, ladder);
  return new Map([...facts].map(([id, own]) => [id, nextTier(own, ladder, at)]));
}

function nextTier(facts: RatedFacts, ladder: RatedLadder, at: Date): Progress | null {
  if (!ladder.active) return null;
  const { membership } = tierHistoryAt(facts, ladder, at);
  const progress = progressBetween(timelineOf(facts), windowStart(ladder, at), at);
  const tierId = membership.status === "none" ? null : membership.tierId;
  return progressOf(progress, ladder.tiers, tierId);
}

function tierOf(membership: Membership | undefined, ladder: RatedLadder): TierAsOf | null {
  if (!membership || membership.status === "none") return null;
  const { tierId: id } = membership;
  const perks = ladder.tiers.find((tier) => tier.id === id)?.perks ?? [];
  return { id, multiplierBps: tierMultiplierBps(perks) };
}
