import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { causedBy } from "#app/events/cause.server.ts";
import { eventColumns } from "#app/events/load-events.server.ts";
import type { EventType, StoredEvent } from "#app/events/event.ts";
import type { ReactionHandler } from "#app/events/reaction-table.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { refreshStatistics } from "#app/ground/fresh-statistics.server.ts";
import { PartialRetry } from "#app/ground/retry.ts";

import {
  findActiveBackfill,
  IMPORT_FINISHED,
  notePastProcessed,
  wakeImported,
} from "./backfill.server.ts";

/** About so many events are handled at once; one customer's always together. */
const EVENTS_AT_ONCE = 500;

/**
 * A handler for `customer.imported`: has `handler` do about all that was ever imported of these customers what it does about such
 * events one by one. `types` are those that it is to hear of. While an import is still going on, everyone waits for its end, which
 * `import.finished` tells them: in the same lane, so that nobody is just being put off. It then comes again behind them all, and has it
 * written down that an import was worked on; who was put off writes it down once more.
 */
export function withImportedPast(
  types: readonly EventType[],
  handler: ReactionHandler,
): ReactionHandler {
  return async (shopId, events) => {
    if (await findActiveBackfill(shopId))
      throw new PartialRetry(idsOf(events), "The import is still going on", IMPORT_FINISHED);
    const ends = events.filter(({ type }) => type === IMPORT_FINISHED);
    const ended = ends.flatMap(endedBy);
    const woken = ended.length > 0 ? await wakeImported(shopId, ended) : 0;
    const past = await inShop(shopId, (tx) => loadPast(tx, events, types));
    const later: string[] = [];
    let waiting =
      woken > 0 ? new PartialRetry([], "Those whom the import brought come first") : null;
    let done = { over: [] as string[], customers: new Map<string, number>() };
    try {
      for (const customers of together(past)) {
        try {
          const events = customers.flatMap(({ told }) => told);
          await causedBy("backfill", () => handler(shopId, events));
        } catch (error) {
          if (!(error instanceof PartialRetry)) throw error;
          waiting = error;
          const isLate = ({ told }: Past) => told.some(({ id }) => error.eventIds.has(id));
          later.push(...customers.filter(isLate).map(({ event }) => event.id));
        }
        await refreshStatistics();
      }
      done = { over: waiting ? [] : ended, customers: countByImport(events, later) };
    } finally {
      await notePastProcessed(shopId, done);
    }
    if (waiting)
      throw new PartialRetry([...later, ...idsOf(ends)], waiting.message, waiting.waitsFor);
  };
}

type Past = { event: StoredEvent; told: StoredEvent[] };

/** What was imported of each of these events' customers, by the records that they are now. Nobody twice. */
async function loadPast(
  tx: ShopTx,
  events: readonly StoredEvent[],
  types: readonly EventType[],
): Promise<Past[]> {
  const named = events.flatMap(({ customerId }) => customerId ?? []);
  const survivors = await findSurvivors(tx, named);
  const byCustomer = new Map(
    events.map((event) => [survivors.get(event.customerId ?? "") ?? "", event]),
  );
  byCustomer.delete("");
  const told = await tx.$queryRaw<StoredEvent[]>`
    SELECT ${eventColumns} FROM event e
    WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ANY(${[...byCustomer.keys()]}::uuid[]) AND source = 'backfill'
      AND type = ANY(${types}::text[])
    ORDER BY id`;
  const toldOf = Map.groupBy(told, ({ customerId }) => customerId ?? "");
  return [...byCustomer].flatMap(([customerId, event]) => {
    const own = toldOf.get(customerId);
    return own ? [{ event, told: own }] : [];
  });
}

function together(past: readonly Past[]): Past[][] {
  const batches: Past[][] = [];
  let room = 0;
  for (const one of past) {
    if (room < one.told.length) {
      batches.push([]);
      room = EVENTS_AT_ONCE;
    }
    batches.at(-1)?.push(one);
    room -= one.told.length;
  }
  return batches;
}

/** How many customers these events are of, those left out that come later, by their imports. */
function countByImport(events: readonly StoredEvent[], later: readonly string[]) {
  const counts = new Map<string, number>();
  for (const event of events) {
    if (event.type !== "customer.imported" || later.includes(event.id)) continue;
    const { backfillId } = event.properties;
    counts.set(backfillId, (counts.get(backfillId) ?? 0) + 1);
  }
  return counts;
}

function endedBy(event: StoredEvent): string[] {
  return event.type === IMPORT_FINISHED ? [event.properties.backfillId] : [];
}

function idsOf(events: readonly StoredEvent[]): string[] {
  return events.map(({ id }) => id);
}
