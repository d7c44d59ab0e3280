import type { ShopTx } from "#app/ground/db.server.ts";

import type { RatedLadder } from "./ensure-tiers.server.ts";
import { loadFacts } from "./load-facts.server.ts";
import { factsFrom, type TierFacts } from "./tier-progress.ts";
import { goesByPoints } from "./tier.ts";

/** What of these customers' facts the shop's tiers count, by customer: since the program was launched, where the past does not. */
export async function loadCountedFacts(
  tx: ShopTx,
  customerIds: readonly string[],
  ladder: RatedLadder,
): Promise<Map<string, TierFacts>> {
  const facts = await loadFacts(tx, customerIds, goesByPoints(ladder));
  return new Map([...facts].map(([id, own]) => [id, factsFrom(own, ladder.countsFrom)]));
}
