import { wakeWaiting } from "#app/events/wake-waiting.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { lock } from "#app/ground/locks.server.ts";
import { wake } from "#app/ground/queues.server.ts";
import type { Backfill } from "#prisma/generated/client/client.ts";

const WOKEN_AT_ONCE = 5_000;
const ACTIVE = ["queued", "exporting", "importing"];

/**
 * Starts an import of the shop's history, unless one is under way. It goes on by itself in the workers; how far it is
 * stands in the row. Returns the id of the one that runs.
 */
export async function requestBackfill(shopId: string): Promise<string> {
  const id = await inShop(shopId, (tx) => writeBackfill(tx, shopId));
  await wake("import-history", { shopId });
  return id;
}

/** Writes down that an import is wanted, unless one is under way, and returns its id. The sweeper finds it in any case. */
export async function writeBackfill(tx: ShopTx, shopId: string): Promise<string> {
  await lock.backfill(tx, shopId);
  const active = await tx.backfill.findFirst({ where: { shopId, state: { in: ACTIVE } } });
  if (active) return active.id;
  const started = await tx.backfill.create({ data: { shopId, id: newId(), requestedAt: now() } });
  return started.id;
}

/** The import that is under way, or null. */
export async function findActiveBackfill(shopId: string): Promise<Backfill | null> {
  return inShop(shopId, (tx) =>
    tx.backfill.findFirst({ where: { shopId, state: { in: ACTIVE } } }),
  );
}

/** Writes down how far an import is. */
export async function updateBackfill(
  { shopId, id }: Pick<Backfill, "shopId" | "id">,
  data: Partial<Omit<Backfill, "shopId" | "id">>,
): Promise<void> {
  await inShop(shopId, (tx) => tx.backfill.updateMany({ where: { shopId, id }, data }));
}

/** What a customer's share of an import waits for: their other orders may come at its end. */
export const IMPORT_FINISHED = "import.finished";

/**
 * The import has come to its end, whichever: what it brought is now worked on, customer by customer. First of all, so that an end
 * that is written down has nobody waiting behind it.
 */
export async function finishBackfill(
  backfill: Pick<Backfill, "shopId" | "id">,
  end: { state: "done" | "failed" | "cancelled"; lastError?: string | null },
): Promise<void> {
  const { shopId } = backfill;
  const waiting = { at: now(), limit: WOKEN_AT_ONCE };
  for (let woken = WOKEN_AT_ONCE; woken === WOKEN_AT_ONCE;)
    woken = await inShop(shopId, (tx) => wakeWaiting(tx, shopId, IMPORT_FINISHED, waiting));
  await updateBackfill(backfill, { ...end, finishedAt: now() });
  await wake("drain-reactions", {});
}

/** Shopify says that an export is over: whoever waits for it looks at once. Of an export that is not ours nothing follows. */
export async function exportFinished(
  shopId: string,
  { operationId }: { operationId: string },
): Promise<void> {
  const waiting = await inShop(shopId, (tx) =>
    tx.backfill.count({ where: { shopId, bulkOperationId: operationId, state: "exporting" } }),
  );
  if (waiting > 0) await wake("import-history", { shopId });
}
