import type { ShopTx } from "#app/ground/db.server.ts";

import { type Notes, writeNotes } from "./adjust-balance.server.ts";
import { postEntries } from "./post-entries.server.ts";

/** So many points for each of many customers. `key`: with the same one nobody gets them twice. */
export type GiftOfPoints = { points: bigint; notes: Notes; key: string; actor: string };

/** Gives them by hand, as an adjustment each. Returns those whose account does not move until somebody has looked at it. */
export async function giveManyPoints(
  tx: ShopTx,
  customerIds: readonly string[],
  { points, notes, key, actor }: GiftOfPoints,
  at: Date,
): Promise<Map<string, "frozen">> {
  const drafts = customerIds.map((customerId) => ({
    kind: "adjust" as const,
    customerId,
    points,
    idempotencyKey: `adjust.${key}.${customerId}`,
    occurredAt: at,
    source: "app" as const,
    actor,
    reason: { code: "adjusted_by_hand", points: String(points) } as const,
  }));
  const outcomes = await postEntries(tx, drafts, at);
  const posted = outcomes.flatMap((one) => (one.outcome === "posted" ? one.entry : []));
  await writeNotes(
    tx,
    posted.map(({ id, customerId }) => ({ entryId: id, customerId, notes })),
  );
  const frozen = customerIds.filter((_, index) => outcomes[index]?.outcome === "frozen");
  return new Map(frozen.map((id) => [id, "frozen"]));
}
