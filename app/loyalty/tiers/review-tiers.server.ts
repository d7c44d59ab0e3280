import { personsOf } from "#app/customers/identity/persons-of.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

import { type LedgerBatch, isFrozen, survivorOf } from "../ledger/ledger-batch.ts";
import { openBatch } from "../ledger/open-batch.server.ts";
import { ensureTiers, type RatedLadder } from "./ensure-tiers.server.ts";
import type { GivenEntry } from "./entry-rewards/entry-reward.ts";
import { giveEntryRewards } from "./entry-rewards/give-entry-rewards.server.ts";
import { countFacts } from "./load-counted-facts.server.ts";
import { type LoadedFacts, loadFacts } from "./load-facts.server.ts";
import { isExcluded } from "../program/exclusion.ts";
import { type CustomerReview, review, type ReviewCause, type StoredMembership } from "./review.ts";
import { goesByPoints } from "./tier.ts";
import { writeMemberships } from "./write-memberships.server.ts";

/**
 * Makes the tiers of these customers what they must be now, with all that follows: history, events,
 * entry rewards. It does not matter why it is asked, how often, or whether it was before; `causes`
 * names those to whom something has just happened, by customer. No more customers than fit into the transaction.
 * Returns those whose accounts are frozen, who are left as they are, and what is known of the others.
 */
export async function reviewTiers(
  tx: ShopTx,
  customerIds: readonly string[],
  at: Date,
  causes: ReadonlyMap<string, ReviewCause> = new Map(),
): Promise<{ frozen: string[]; facts: ReadonlyMap<string, LoadedFacts> }> {
  if (customerIds.length === 0) return { frozen: [], facts: new Map() };
  const ladder = await ensureTiers(tx, at);
  // Locks the accounts: two reviews of one customer come one after the other, and none beside an
  // award.
  const batch = await openBatch(tx, customerIds, at);
  const frozen = customerIds.filter((id) => isFrozen(batch, survivorOf(batch, id)));
  const ids = [...new Set(customerIds.map((id) => survivorOf(batch, id)))];
  const open = ids.filter((id) => !isFrozen(batch, id));
  const facts = await loadFacts(tx, open, goesByPoints(ladder));
  const reviews = await reviewOpen(tx, facts, ladder, { at, causes });
  await writeMemberships(tx, reviews, at);
  await giveEntryRewards(tx, reviews, ladder, at);
  return { frozen: frozen.length > 0 ? whoAsked(batch, frozen) : [], facts };
}

async function reviewOpen(
  tx: ShopTx,
  known: ReadonlyMap<string, LoadedFacts>,
  ladder: RatedLadder,
  { at, causes }: { at: Date; causes: ReadonlyMap<string, ReviewCause> },
): Promise<CustomerReview[]> {
  const ids = [...known.keys()];
  const facts = await countFacts(tx, known, ladder);
  const rows = await tx.$queryRaw<(StoredMembership & { customerId: string })[]>`
    SELECT customer_id AS "customerId", tier_id AS "tierId", since, term_ends_at AS "termEndsAt", grace_ends_at AS "graceEndsAt", version
    FROM tier_membership WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ANY(${ids}::uuid[])`;
  const stored = new Map(rows.map((row) => [row.customerId, row]));
  const given = await loadGivenEntries(tx, ids);
  return [...facts].map(([customerId, own]) => {
    const about = {
      facts: own,
      stored: stored.get(customerId) ?? null,
      given: given.get(customerId) ?? [],
      cause: causes.get(customerId) ?? null,
      isExcluded: isExcluded(own.excluded),
    };
    return { ...review(about, ladder, at), customerId };
  });
}

/** The frozen ones, by the ids that they were asked for by and by those that they have now. */
function whoAsked(batch: LedgerBatch, frozen: readonly string[]): string[] {
  return [...new Set(frozen.flatMap((id) => [id, survivorOf(batch, id)]))];
}

/** What these customers, and all records that they once were, were given for coming into tiers, by customer. */
async function loadGivenEntries(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, GivenEntry[]>> {
  const { shopId } = tx;
  const rows = await tx.$queryRaw<(GivenEntry & { customerId: string })[]>`
    ${personsOf(shopId, customerIds)}
    SELECT person.customer_id::text AS "customerId", e.customer_id::text AS "recordId", e.tier_id::text AS "tierId", e.number,
      e.state, e.entered_at AS "enteredAt", e.entry_key AS "entryKey", e.redemption_id::text AS "redemptionId"
    FROM person
    JOIN tier_entry e ON e.shop_id = ${shopId}::uuid AND e.customer_id = person.id
    ORDER BY e.entered_at, e.number`;
  return Map.groupBy(rows, ({ customerId }) => customerId);
}
