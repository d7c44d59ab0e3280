import { personsOf } from "#app/customers/identity/persons-of.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

import type { RatedLadder } from "./ensure-tiers.server.ts";
import { type LoadedFacts, loadFacts } from "./load-facts.server.ts";
import type { ManualTier, RatedFacts } from "./manual-tier.ts";
import { factsFrom } from "./tier-progress.ts";
import { goesByPoints } from "./tier.ts";

/**
 * What these customers' tiers are decided by, by customer: of their facts those that count, which where the past does not are those
 * since the launch, and the tiers that the shop gave them by hand.
 */
export async function loadCountedFacts(
  tx: ShopTx,
  customerIds: readonly string[],
  ladder: RatedLadder,
): Promise<Map<string, CountedFacts>> {
  return countFacts(tx, await loadFacts(tx, customerIds, goesByPoints(ladder)), ladder);
}

export type CountedFacts = RatedFacts & Pick<LoadedFacts, "excluded">;

/** The same of facts that are loaded already, with the points that orders had where the ladder goes by them. */
export async function countFacts(
  tx: ShopTx,
  facts: ReadonlyMap<string, LoadedFacts>,
  ladder: RatedLadder,
): Promise<Map<string, CountedFacts>> {
  const manual = await loadManual(tx, [...facts.keys()]);
  return new Map(
    [...facts].map(([id, { excluded, ...own }]) => [
      id,
      { ...factsFrom(own, ladder.countsFrom), excluded, manual: manual.get(id) ?? [] },
    ]),
  );
}

/** The tiers that the shop gave these customers, and all records that they once were, by hand. By customer. */
async function loadManual(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, ManualTier[]>> {
  const { shopId } = tx;
  const rows = await tx.$queryRaw<(ManualTier & { customerId: string })[]>`
    ${personsOf(shopId, customerIds)}
    SELECT person.customer_id::text AS "customerId", m.tier_id::text AS "tierId", m.since, m.until,
      m.import_id IS NULL AS welcomes
    FROM person
    JOIN manual_tier m ON m.shop_id = ${shopId}::uuid AND m.customer_id = person.id
    ORDER BY m.since, m.id`;
  return Map.groupBy(rows, ({ customerId }) => customerId);
}
