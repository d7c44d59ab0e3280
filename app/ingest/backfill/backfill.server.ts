import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft } from "#app/events/event.ts";
import { countWaiting, wakeWaiting } from "#app/events/wake-waiting.server.ts";
import { DAY_MS } from "#app/ground/calendar.ts";
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
  const id = await inShop(shopId, (tx) => writeBackfill(tx));
  await wake("import-history", { shopId });
  return id;
}

/** Writes down that an import is wanted, unless one is under way, and returns its id. The sweeper finds it in any case. */
export async function writeBackfill(tx: ShopTx): Promise<string> {
  const { shopId } = tx;
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

/**
 * The event of an import's end, and what a customer's share of it waits for by this name (`waitsFor`): their other orders may come at
 * its end.
 */
export const IMPORT_FINISHED = "import.finished";

/**
 * The import has come to its end, whichever: what it brought is now worked on, customer by customer. Those who wait for that are woken by
 * what follows from the event (`withImportedPast`).
 */
export async function finishBackfill(
  backfill: Pick<Backfill, "shopId" | "id">,
  end: { state: "done" | "failed" | "cancelled"; lastError?: string | null },
): Promise<void> {
  const { shopId, id } = backfill;
  const at = now();
  await inShop(shopId, async (tx) => {
    await tx.backfill.updateMany({ where: { shopId, id }, data: { ...end, finishedAt: at } });
    await appendEvents(tx, shopId, [finishedEvent(id, at)], at);
  });
  await wake("drain-reactions", {});
}

/**
 * All who wait for an import's end go on. Returns how many reactions there were. How many customers they are of is kept with these
 * imports, which have ended.
 */
export async function wakeImported(shopId: string, ids: readonly string[]): Promise<number> {
  await inShop(shopId, (tx) => noteTotal(tx, ids));
  const waiting = { at: now(), limit: WOKEN_AT_ONCE };
  let all = 0;
  for (let woken = WOKEN_AT_ONCE; woken === WOKEN_AT_ONCE; all += woken)
    woken = await inShop(shopId, (tx) => wakeWaiting(tx, shopId, IMPORT_FINISHED, waiting));
  return all;
}

function finishedEvent(backfillId: string, at: Date): EventDraft {
  return {
    type: IMPORT_FINISHED,
    customerId: null,
    orderId: null,
    occurredAt: at,
    source: "backfill",
    dedupeKey: `${IMPORT_FINISHED}.${backfillId}`,
    properties: { backfillId },
  };
}

/** Once: when the end comes again behind those who waited for it, there are none. */
async function noteTotal(tx: ShopTx, ids: readonly string[]): Promise<void> {
  const { shopId } = tx;
  await tx.backfill.updateMany({
    where: { shopId, id: { in: [...ids] }, customersTotal: null },
    data: { customersTotal: await countWaiting(tx, IMPORT_FINISHED) },
  });
}

/**
 * Writes down that the past was worked on just now: of so many customers of each of these imports; of imports all of whose past was
 * (`over`); and of those of which that was written down before, as some of their customers may have been put off. The shop's night
 * falls once that is five minutes ago.
 */
export async function notePastProcessed(
  shopId: string,
  { over, customers }: { over: readonly string[]; customers: ReadonlyMap<string, number> },
): Promise<void> {
  const at = now();
  const sinceYesterday = { gt: new Date(at.getTime() - DAY_MS) };
  await inShop(shopId, async (tx) => {
    for (const [id, increment] of customers)
      await tx.backfill.updateMany({
        where: { shopId, id },
        data: { customersDone: { increment } },
      });
    await tx.backfill.updateMany({
      where: { shopId, OR: [{ id: { in: [...over] } }, { processedAt: sinceYesterday }] },
      data: { processedAt: at },
    });
  });
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
