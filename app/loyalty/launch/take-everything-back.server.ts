import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import type { ProgramRun as Row } from "#prisma/generated/client/client.ts";

import { takeBackAchievements } from "../achievements/take-back-achievements.server.ts";
import { type LedgerBatch, accountOf, holdingsOf, isFrozen } from "../ledger/ledger-batch.ts";
import type { EntryDraft, Lot } from "../ledger/ledger-entry.ts";
import { loadLots, openBatch } from "../ledger/open-batch.server.ts";
import { postInto } from "../ledger/post-entries.server.ts";
import { endRewards, unusedStates } from "../rewards/settlement/end-rewards.server.ts";
import { endTiers } from "../tiers/manual-tiers.server.ts";

/** What is taken back beside points and tiers. */
export type ToTakeBack = { badges: number; codes: number };

/** How many badges customers have, and how many of their rewards nobody has used. */
export async function countToTakeBack(shopId: string): Promise<ToTakeBack> {
  return inShop(shopId, async (tx) => {
    const badges = await tx.achievementUnlock.count({ where: { shopId } });
    const codes = await tx.redemption.count({
      where: { shopId, state: { in: [...unusedStates] } },
    });
    return { badges, codes };
  });
}

/**
 * Reverses all that these customers have: their points, pending ones too, what they owe, their tiers, badges and unused rewards. What was
 * spent is not asked back. Orders are awarded as for the first time when the program is launched again. Accounts that are frozen stay as they are.
 */
export async function takeEverythingBack(
  tx: ShopTx,
  customerIds: readonly string[],
  run: Pick<Row, "id" | "actor">,
  at: Date,
): Promise<void> {
  const { shopId } = tx;
  const standing = await openBatch(tx, customerIds, at);
  const open = customerIds.filter((id) => !isFrozen(standing, id));
  await endRewards(tx, open, at);
  await takeBackAchievements(tx, open);
  // Only now: what unused rewards held is gone.
  const batch = await openBatch(tx, customerIds, at);
  await loadLots(tx, batch, customerIds);
  const keys = await loadKeys(tx, open);
  const drafts = open.flatMap((id) => draftsOf(batch, id, keys, { run, at }));
  await postInto(tx, batch, drafts);
  await tx.$executeRaw`
    UPDATE order_award SET posted = 0, revision = revision + 1, line_rates = '{}', course = NULL,
      rule_snapshot = rule_snapshot || '{"ended": true}'
    WHERE shop_id = ${shopId}::uuid AND customer_id = ANY(${open}::uuid[])`;
  await tx.tierMembership.deleteMany({ where: { shopId, customerId: { in: open } } });
  await endTiers(tx, open, null, at);
}

function draftsOf(
  batch: LedgerBatch,
  customerId: string,
  keys: ReadonlyMap<string, string>,
  { run: { id: runId, actor }, at }: { run: Pick<Row, "id" | "actor">; at: Date },
): EntryDraft[] {
  const about = { customerId, occurredAt: at, source: "backfill" as const, actor };
  const lots = holdingsOf(batch, customerId).lots.filter(({ remaining }) => remaining > 0n);
  const { debt } = accountOf(batch, customerId);
  const reversed = lots.map(({ id, orderId, entryId, remaining }: Lot): EntryDraft => ({
    ...about,
    kind: "reverse",
    points: remaining,
    orderId,
    ...(keys.has(entryId) && { undoes: keys.get(entryId) as string }),
    idempotencyKey: `reset.${runId}.lot.${id}`,
    reason: { code: "program_reset", points: `${remaining}` },
  }));
  if (debt === 0n) return reversed;
  const forgiven: EntryDraft = {
    ...about,
    kind: "adjust",
    points: debt,
    idempotencyKey: `reset.${runId}.debt.${customerId}`,
    reason: { code: "program_reset", points: `${debt}` },
  };
  return [...reversed, forgiven];
}

/** The keys of the entries that made these customers' lots, by the entries' ids. */
async function loadKeys(tx: ShopTx, customerIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; key: string }[]>`
    SELECT DISTINCT e.id::text, e.idempotency_key AS key
    FROM lot l
    JOIN ledger_entry e ON e.shop_id = l.shop_id AND e.id = l.entry_id
    WHERE l.shop_id = ${tx.shopId}::uuid AND l.customer_id = ANY(${customerIds}::uuid[]) AND l.remaining > 0`;
  return new Map(rows.map(({ id, key }) => [id, key]));
}
