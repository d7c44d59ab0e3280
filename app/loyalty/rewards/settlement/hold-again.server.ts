import type { ShopTx } from "#app/ground/db.server.ts";
import { postEntries } from "#app/loyalty/ledger/post-entries.server.ts";

import { type Redemption, stepDraft } from "../redemption/redemption.ts";

type Late = { redemption: Redemption; heardAt: Date };

/**
 * Holds the points once more of rewards that turn out to have been used after their points had gone
 * back: somebody paid in the moment in which the code was withdrawn. Points that were spent
 * meanwhile are taken back like any others, and what is missing becomes debt as far as the program
 * allows: such a redemption is `settled`, with nothing to capture and nothing to give back.
 */
export async function holdAgain(
  tx: ShopTx,
  late: readonly Late[],
  at: Date,
): Promise<{ settled: Set<string>; frozen: Set<string> }> {
  const settled = new Set<string>();
  const frozen = new Set<string>();
  for (const { redemption, heardAt } of late) {
    if (redemption.points === 0n) continue;
    const about = { code: "reward_used_late", occurredAt: heardAt } as const;
    const draft = stepDraft(redemption, { ...about, kind: "hold", nth: "late" });
    const [held] = await postEntries(tx, [draft], at);
    if (held?.outcome === "frozen") frozen.add(redemption.id);
    if (held?.outcome !== "short") continue;
    await takeBack(tx, redemption, heardAt, at);
    settled.add(redemption.id);
  }
  return { settled, frozen };
}

async function takeBack(
  tx: ShopTx,
  { id, customerId, points, snapshot }: Redemption,
  occurredAt: Date,
  at: Date,
): Promise<void> {
  await postEntries(
    tx,
    [
      {
        kind: "reverse",
        customerId,
        points,
        qualifying: 0n,
        idempotencyKey: `reverse.redemption.${id}.late`,
        occurredAt,
        source: "app",
        reason: { code: "reward_used_late", reward: snapshot.name, points: String(points) },
      },
    ],
    at,
  );
}
