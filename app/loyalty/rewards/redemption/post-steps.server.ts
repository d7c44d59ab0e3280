import type { ShopTx } from "#app/ground/db.server.ts";
import type { RedemptionDraft } from "#app/loyalty/ledger/ledger-entry.ts";
import { postEntries } from "#app/loyalty/ledger/post-entries.server.ts";

/** Posts steps of redemptions. Returns the redemptions whose account is frozen: nothing was posted for them. Throws when a step does not fit. */
export async function postSteps(
  tx: ShopTx,
  drafts: readonly RedemptionDraft[],
  at: Date,
): Promise<Set<string>> {
  // A reward that was given cost no points: nothing moves.
  const real = drafts.filter(({ points }) => points > 0n);
  const outcomes = await postEntries(tx, real, at);
  const frozen = new Set<string>();
  for (const [place, { outcome }] of outcomes.entries()) {
    const draft = real[place] as RedemptionDraft;
    if (outcome === "frozen") frozen.add(draft.redemptionId);
    if (outcome === "short")
      throw new Error(`${draft.idempotencyKey} asks for more points than the redemption has`);
  }
  return frozen;
}
