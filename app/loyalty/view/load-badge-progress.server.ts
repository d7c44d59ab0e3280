import type { ShopTx } from "#app/ground/db.server.ts";

import { amountIn } from "../achievements/achievement.ts";
import { loadProgress } from "../achievements/load-progress.server.ts";
import type { LoadedFacts } from "../tiers/load-facts.server.ts";
import type { Goals } from "./load-goals.server.ts";
import type { PublishedMember } from "./member.ts";

/** For each customer, by what is known of them, how far they are to what they have not reached yet, by what counts today: 2 of 5 orders. */
export async function loadBadgeProgress(
  tx: ShopTx,
  known: ReadonlyMap<string, LoadedFacts>,
  { achievements, timezone }: Pick<Goals, "achievements" | "timezone">,
  at: Date,
): Promise<Map<string, PublishedMember["progress"]>> {
  if (achievements.length === 0) return new Map();
  const facts = await loadProgress(tx, known);
  return new Map(
    [...facts].map(([customerId, own]) => [
      customerId,
      achievements.flatMap(({ id, kind, threshold }) => {
        const have = amountIn({ kind }, own, timezone, at);
        return have < threshold ? [{ id, have: Number(have), of: Number(threshold) }] : [];
      }),
    ]),
  );
}
