import { setTimeout as sleep } from "node:timers/promises";

import { pMapIterable } from "p-map";

import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft, StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { refreshStatistics } from "#app/ground/fresh-statistics.server.ts";
import { log } from "#app/ground/log.server.ts";
import { wake } from "#app/ground/queues.server.ts";
import { Retry } from "#app/ground/retry.ts";
import { allFacts } from "#app/orders/facts.ts";
import {
  type ExportedEntry,
  ExportUnreadable,
  inBatches,
  readExport,
} from "#app/orders/from-graphql/exported-orders.server.ts";
import { fetchRefunds } from "#app/orders/from-graphql/fetch-orders.server.ts";
import { orderFromGraphql } from "#app/orders/from-graphql/order-from-graphql.ts";
import { writeFacts } from "#app/orders/writing/write-facts.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import {
  exportedOrders,
  exportProgress,
  startExport,
} from "#app/shopify/documents/export-orders.ts";
import { ShopifyRefused, ShopUninstalled } from "#app/shopify/shopify-errors.ts";
import type { Backfill, Shop } from "#prisma/generated/client/client.ts";

import { findActiveBackfill, finishBackfill, updateBackfill } from "./backfill.server.ts";

/** An export is looked at this often and this long; then the webhook of its end, or the sweeper, comes back to it. */
const POLL_MS = 1_000;
const POLLS = 30;
const BATCH = { orders: 250, lines: 2_500 };
const MOST_REASON = 300;
/** Tries at one place of an export until it is clear that the next will fail, too. */
const MOST_TRIES = 10;
const GIVEN_UP = `Encore could not take in the orders that come next, and stopped after ${MOST_TRIES} tries. Shopify is not the cause, the fault is Encore's own. Please tell its support, or try again after an update.`;

type Export = {
  status: string;
  errorCode: string | null;
  rootObjectCount: string;
  url: string | null;
};

/**
 * Takes a shop's import on from wherever it is: asks for an export, waits for it, reads its result. What is written is
 * committed with how far it is, so that a worker that dies costs one batch. Returns when it is over or has to wait.
 */
export async function importHistory(shopId: string, most = BATCH): Promise<void> {
  const shop = await db.shop.findUnique({ where: { id: shopId } });
  const backfill = await findActiveBackfill(shopId);
  if (!backfill || !shop) return;
  if (shop.uninstalledAt) return finishBackfill(backfill, { state: "cancelled" });

  try {
    await takeOn(shop, backfill, most);
  } catch (error) {
    await giveUpOrRetry(backfill, error);
  }
}

async function takeOn(shop: Shop, backfill: Backfill, most: typeof BATCH): Promise<void> {
  const operationId = backfill.bulkOperationId ?? (await requestExport(shop, backfill));
  if (!operationId) return;
  const finished = await waitForExport(shop, backfill, operationId);
  if (!finished) return;

  // An export of nothing has no result to read.
  if (finished.url) await importResult(shop, backfill, finished.url, most);
  await finishBackfill(backfill, { state: "done", lastError: null });
  await wake("score-customers", { shopId: shop.id });
}

/** Starts the export. Null when Shopify has too many of this shop's at the moment: then it stays queued. */
async function requestExport(shop: Shop, backfill: Backfill): Promise<string | null> {
  type Reply = {
    bulkOperationRunQuery: {
      bulkOperation: { id: string } | null;
      userErrors: { code: string | null; message: string }[];
    };
  };
  const reply = await adminGraphql<Reply>(shop.domain, startExport, {
    query: exportedOrders.replaceAll(/#graphql.*/g, ""),
  });
  const { bulkOperation, userErrors } = reply.bulkOperationRunQuery;
  if (!bulkOperation) {
    const [problem] = userErrors;
    if (problem?.code === "INVALID") throw new ShopifyRefused(problem.message);
    log.info({ shop: shop.domain, problem: problem?.message }, "The export has to wait");
    return null;
  }
  await updateBackfill(backfill, { state: "exporting", bulkOperationId: bulkOperation.id });
  return bulkOperation.id;
}

/** The export once it is complete; null while it is not. */
async function waitForExport(shop: Shop, backfill: Backfill, id: string): Promise<Export | null> {
  for (let poll = 0; poll < POLLS; poll++) {
    const { bulkOperation } = await adminGraphql<{ bulkOperation: Export | null }>(
      shop.domain,
      exportProgress,
      { id },
    );
    if (!bulkOperation) throw new ExportUnreadable("Shopify does not know the export any more");

    const ordersTotal = Number(bulkOperation.rootObjectCount);
    const { status, url, errorCode } = bulkOperation;
    if (status === "COMPLETED") {
      const importingAt = backfill.importingAt ?? now();
      await updateBackfill(backfill, { state: "importing", ordersTotal, url, importingAt });
      return bulkOperation;
    }
    if (["FAILED", "CANCELED", "EXPIRED"].includes(status))
      throw new ExportUnreadable(`Shopify ended the export: ${errorCode ?? status}`.toLowerCase());
    await updateBackfill(backfill, { ordersTotal });
    await sleep(POLL_MS);
  }
  return null;
}

async function importResult(
  shop: Shop,
  backfill: Backfill,
  url: string,
  most: typeof BATCH,
): Promise<void> {
  let { linesDone, ordersDone } = backfill;
  // The next batch is read while PostgreSQL writes this one: a fifth of the time of an import.
  const batches = pMapIterable(
    inBatches(readExport(url, Number(linesDone)), most),
    async (batch) => ({ batch, facts: await factsOf(shop, batch) }),
    { concurrency: 1, backpressure: 1 },
  );
  for await (const { batch, facts } of batches) {
    const next = {
      linesDone: BigInt(batch.at(-1)?.end ?? 0),
      ordersDone: ordersDone + batch.length,
    };
    const goOn = await inShop(shop.id, async (tx) => {
      const stillInstalled = await tx.shop.count({ where: { id: shop.id, uninstalledAt: null } });
      // Before anything is written down: a reinstall goes on from where the row says.
      if (stillInstalled === 0) return false;
      // Whoever is not where the row says is not the one who imports.
      const { count } = await tx.backfill.updateMany({
        where: { shopId: shop.id, id: backfill.id, state: "importing", linesDone },
        data: { ...next, tries: 0 },
      });
      if (count === 0) return false;
      const { events } = await writeFacts(tx, shop.id, facts, "backfill", now());
      await appendEvents(tx, shop.id, customersIn(events, backfill), now());
      return true;
    });
    if (!goOn) throw new ImportTakenOver();
    ({ linesDone, ordersDone } = next);
    await refreshStatistics();
  }
}

/** That something of theirs was imported, for each customer of these events. */
function customersIn(
  events: readonly StoredEvent[],
  { id: backfillId, requestedAt }: Backfill,
): EventDraft[] {
  const customers = new Set(events.flatMap(({ customerId }) => customerId ?? []));
  return [...customers].map((customerId) => ({
    type: "customer.imported",
    customerId,
    orderId: null,
    occurredAt: requestedAt,
    source: "backfill",
    dedupeKey: `customer.imported.${backfillId}.${customerId}`,
    properties: { backfillId },
  }));
}

async function factsOf(shop: Shop, batch: ExportedEntry[]) {
  const refunded = batch
    .filter(({ order }) => order.refunds.length > 0)
    .map(({ order }) => order.id);
  const refunds = await fetchRefunds(shop.domain, refunded);
  return allFacts(
    batch.map(({ order, lines }) => orderFromGraphql(order, lines, refunds.get(order.id) ?? [])),
  );
}

class ImportTakenOver extends Error {
  override name = "ImportTakenOver";
}

async function giveUpOrRetry(backfill: Backfill, error: unknown): Promise<void> {
  if (error instanceof ImportTakenOver) return;
  const reason = error instanceof Error ? firstLine(error.message) : "unknown";
  if (error instanceof ShopUninstalled) return updateBackfill(backfill, { lastError: reason });
  if (
    error instanceof ShopifyRefused ||
    error instanceof ExportUnreadable ||
    error instanceof SyntaxError
  )
    return giveUp(backfill, error, reason);

  const tries = await countTry(backfill, error instanceof Retry ? 0 : 1, reason);
  if (tries >= MOST_TRIES) return giveUp(backfill, error, GIVEN_UP);
  throw error;
}

async function giveUp(backfill: Backfill, error: unknown, lastError: string): Promise<void> {
  log.error({ err: error, shop: backfill.shopId }, "The import of the history failed");
  await finishBackfill(backfill, { state: "failed", lastError });
}

/** How often it has failed since it last got further, this time included. */
async function countTry(
  { shopId, id }: Backfill,
  increment: number,
  lastError: string,
): Promise<number> {
  const { tries } = await inShop(shopId, (tx) =>
    tx.backfill.update({
      where: { shopId_id: { shopId, id } },
      data: { tries: { increment }, lastError },
    }),
  );
  return tries;
}

/** What follows the first line of a library's message is its reply, which is for the log. */
function firstLine(message: string): string {
  return (message.split("\n", 1)[0] ?? "").slice(0, MOST_REASON);
}
