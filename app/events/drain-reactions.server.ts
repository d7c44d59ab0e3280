import pMap from "p-map";

import { now } from "#app/ground/clock.server.ts";
import { db, inShop, type ShopTx } from "#app/ground/db.server.ts";
import { tryLock } from "#app/ground/locks.server.ts";
import { log } from "#app/ground/log.server.ts";
import { PartialRetry, Retry } from "#app/ground/retry.ts";

import type { StoredEvent } from "./event.ts";
import { keepTurn, LONGEST_TURN_MS } from "./keep-turn.server.ts";
import { loadEvents } from "./load-events.server.ts";
import { nextReactionTry } from "./reaction-retries.ts";
import type { ReactionHandler, ReactionHandlers } from "./reaction-table.ts";

type Lane = { shopId: string; name: string };
type Due = StoredEvent & { attempts: number };

const BATCH = 500;
const LANES_AT_ONCE = 4;
const MOST_REASON = 500;

/**
 * Runs reactions until none is due. Each shop's reactions of one name are a lane, worked on in the order in which the
 * events were recorded; lanes do not wait for each other.
 */
export async function drainReactions(
  handlers: ReactionHandlers,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    const lanes = await dueLanes();
    const counts = await pMap(
      lanes,
      async (lane) => {
        const handler = handlers[lane.name];
        // A name that an older release wrote has nobody to run it any more.
        if (stopping.aborted || !handler) return 0;
        return runLane(lane, handler);
      },
      { concurrency: LANES_AT_ONCE },
    );
    if (counts.every((count) => count === 0)) return;
  }
}

async function dueLanes(): Promise<Lane[]> {
  return db.$queryRaw<
    Lane[]
  >`SELECT shop_id::text AS "shopId", name FROM due_reaction_lanes(${now()})`;
}

/**
 * Runs one batch of a lane. Returns how many reactions: none while another worker has its turn, so that a customer's events are
 * not overtaken. The turn is the lock of a transaction that stays open meanwhile, in which nothing is written before the batch is
 * done: each row is written once when its event happens and removed when it is done, which takes half of PostgreSQL's time for a
 * lease on each row. The handler's own work has transactions of its own, and may run twice.
 */
async function runLane(lane: Lane, handler: ReactionHandler): Promise<number> {
  return inShop(
    lane.shopId,
    async (tx) => {
      if (!(await takeTurn(tx, lane))) return 0;
      const due = await loadDue(tx, lane);
      if (due.length === 0) return 0;

      const letGo = keepTurn(tx);
      try {
        await runBatch({ tx, name: lane.name, due }, handler);
      } finally {
        letGo();
      }
      return due.length;
    },
    { longestMs: LONGEST_TURN_MS },
  );
}

type Turn = { tx: ShopTx; name: string; due: readonly Due[] };

async function runBatch(turn: Turn, handler: ReactionHandler): Promise<void> {
  // All together first; should that fail, one by one, so that it shows whose fault it is.
  const batches: (readonly Due[])[] = [turn.due];
  for (let some = batches.shift(); some; some = batches.shift()) {
    try {
      await handler(turn.tx.shopId, [...some]);
      await finish(turn, some);
    } catch (error) {
      // Asking for each of the others as well would only make them all wait longer.
      if (error instanceof PartialRetry) await settleSome(turn, some, error);
      else if (error instanceof Retry)
        await putOff(turn, [some, ...batches.splice(0)].flat(), error);
      else if (some.length === 1) await putOff(turn, some, error);
      else batches.unshift(...some.map((event) => [event]));
    }
  }
}

async function settleSome(turn: Turn, events: readonly Due[], error: PartialRetry): Promise<void> {
  const later = events.filter(({ id }) => error.eventIds.has(id));
  await finish(
    turn,
    events.filter(({ id }) => !error.eventIds.has(id)),
  );
  await putOff(turn, later, new Retry(error.message, { waitsFor: error.waitsFor }));
}

/** Whether it is this worker's turn, and until its transaction ends nobody else's. */
async function takeTurn(tx: ShopTx, { shopId, name }: Lane): Promise<boolean> {
  const [turn] = await tx.$queryRaw<
    { ours: boolean }[]
  >`SELECT ${tryLock.reactions(shopId, name)} AS ours`;
  return turn?.ours ?? false;
}

/**
 * A batch of a lane, in the order in which its events were recorded. A reaction `after` others of its event is left until each of
 * them is done, however long those are put off, and also where one has failed. Asked only once the turn is taken: a statement
 * sees what was there when it began, which another's turn may have done meanwhile.
 */
async function loadDue(tx: ShopTx, { shopId, name }: Lane): Promise<Due[]> {
  const due = await tx.$queryRaw<{ id: string; attempts: number }[]>`
    SELECT r.event_id AS id, r.attempts FROM reaction r
    WHERE r.shop_id = ${shopId}::uuid AND r.name = ${name} AND r.state = 'pending' AND r.due_at <= ${now()}
      AND (r.after IS NULL OR NOT EXISTS (
        SELECT 1 FROM reaction earlier
        WHERE earlier.shop_id = r.shop_id AND earlier.event_id = r.event_id AND earlier.name = ANY(r.after)))
    ORDER BY r.due_at LIMIT ${BATCH}`;
  if (due.length === 0) return [];
  const attempts = new Map(due.map(({ id, attempts: tries }) => [id, tries]));
  // Not joined: while PostgreSQL still thinks that a shop has next to no events, a join reads all of them for each.
  const events = await loadEvents(tx, shopId, [...attempts.keys()]);
  return events.map((event) => ({ ...event, attempts: attempts.get(event.id) ?? 0 }));
}

async function finish({ tx, name }: Turn, events: readonly Due[]): Promise<void> {
  if (events.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM reaction
    WHERE shop_id = ${tx.shopId}::uuid AND name = ${name} AND event_id = ANY(${events.map(({ id }) => id)}::uuid[])`;
}

async function putOff({ tx, name }: Turn, events: readonly Due[], error: unknown): Promise<void> {
  const { shopId } = tx;
  const lastError =
    error instanceof Error ? `${error.name}: ${error.message}`.slice(0, MOST_REASON) : "unknown";
  const waitsFor = error instanceof Retry ? error.waitsFor : null;
  for (const [earlier, some] of Map.groupBy(events, ({ attempts }) => attempts)) {
    const attempts = earlier + 1;
    const again = nextReactionTry(attempts, error instanceof Retry, now());
    log[again ? "warn" : "error"](
      { err: error, shopId, name, events: some.length, tries: attempts },
      "Reactions failed",
    );
    await tx.reaction.updateMany({
      where: { shopId, name, eventId: { in: some.map(({ id }) => id) } },
      data: again
        ? { attempts, dueAt: again, lastError, waitsFor }
        : { attempts, state: "failed", lastError, waitsFor: null },
    });
  }
}
