import { now } from "#app/ground/clock.server.ts";
import { db, inShop, type ShopTx } from "#app/ground/db.server.ts";
import { workInLanes } from "#app/ground/lanes.server.ts";
import { tryLock } from "#app/ground/locks.server.ts";
import { log } from "#app/ground/log.server.ts";
import { PartialRetry, Retry } from "#app/ground/retry.ts";

import { causedBy } from "./cause.server.ts";
import type { StoredEvent } from "./event.ts";
import { keepOpen, LONGEST_BATCH_MS } from "./keep-open.server.ts";
import { loadEvents } from "./load-events.server.ts";
import { isPast } from "./news.ts";
import { nextReactionTry } from "./reaction-retries.ts";
import type { ReactionHandler, ReactionHandlers } from "./reaction-table.ts";

type Lane = { shopId: string; name: string };
type Due = StoredEvent & { attempts: number };

const BATCH = 500;
/** One of them is always another shop's. */
const LANES_AT_ONCE = 5;
const MOST_REASON = 500;
const ONE_BY_ONE_MS = 60_000;

/**
 * Runs reactions until none is due. Each shop's reactions of one name are a lane: those that are due are taken together, in the
 * order in which their events were recorded. Lanes do not wait for each other, and no shop has all of the places.
 */
export async function drainReactions(
  handlers: ReactionHandlers,
  stopping: AbortSignal,
): Promise<void> {
  await workInLanes<Lane>(
    {
      due: dueLanes,
      lanesOf: ({ shopId, name }) => [`${shopId}.${name}`],
      ownerOf: ({ shopId }) => shopId,
      run: async (lane) => {
        const handler = handlers[lane.name];
        // A name that an older release wrote has nobody to run it any more.
        return handler ? runLane(lane, handler) : 0;
      },
      atOnce: LANES_AT_ONCE,
    },
    stopping,
  );
}

async function dueLanes(): Promise<Lane[]> {
  return db.$queryRaw<
    Lane[]
  >`SELECT shop_id::text AS "shopId", name FROM due_reaction_lanes(${now()})`;
}

/**
 * Runs one batch of a lane. Returns how many reactions were due: none while another worker has its lock, so that a customer's events
 * are not overtaken. The lock ends with its transaction, which stays open meanwhile. A row is written when its event happens and
 * removed when it is done; a lease on each of them took PostgreSQL twice the time. The handler's own work has transactions of its
 * own, and may run twice.
 */
async function runLane(lane: Lane, handler: ReactionHandler): Promise<number> {
  let due: readonly Due[] = [];
  try {
    await inShop(
      lane.shopId,
      async (tx) => {
        if (!(await lockLane(tx, lane))) return;
        due = await loadDue(tx, lane);
        if (due.length === 0) return;

        const letGo = keepOpen(tx);
        try {
          await runBatch({ tx, name: lane.name, due }, handler);
        } finally {
          letGo();
        }
      },
      { longestMs: LONGEST_BATCH_MS },
    );
  } catch (error) {
    // Nothing of it was written down. It must not come again at once, and is in no other lane's way.
    log.error({ err: error, ...lane, events: due.length }, "A lane's lock was lost");
    await putOffLost(lane, due);
  }
  return due.length;
}

/** What was being run when the lock was lost is tried later, and counts as tried. */
async function putOffLost(lane: Lane, due: readonly Due[]): Promise<void> {
  if (due.length === 0) return;
  await inShop(lane.shopId, async (tx) => {
    if (await lockLane(tx, lane))
      await putOff({ tx, name: lane.name, due }, due, new Retry("The lane's lock was lost"));
  }).catch((error: unknown) => log.error({ err: error, ...lane }, "A lost lock was not noted"));
}

type LockedLane = { tx: ShopTx; name: string; due: readonly Due[] };

/**
 * All together first, but what is of the past apart from what is not, so that what follows is of the one or the other. Should that
 * fail, one by one, so that it shows whose fault it is. That ends after a minute, in which the transaction has written: what is
 * left is due still, and the lane's next batch.
 */
async function runBatch(locked: LockedLane, handler: ReactionHandler): Promise<void> {
  const until = performance.now() + ONE_BY_ONE_MS;
  const batches: (readonly Due[])[] = [...Map.groupBy(locked.due, isPast).values()];
  for (let some = batches.shift(); some; some = batches.shift()) {
    const run = () => handler(locked.tx.shopId, [...some]);
    const failed = await (some.every(isPast) ? causedBy("recalculation", run) : run()).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    if (!failed) await finish(locked, some);
    // Asking for each of the others as well would only make them all wait longer.
    else if (failed.error instanceof PartialRetry) await settleSome(locked, some, failed.error);
    else if (failed.error instanceof Retry)
      await putOff(locked, [some, ...batches.splice(0)].flat(), failed.error);
    else if (some.length === 1) await putOff(locked, some, failed.error);
    else batches.unshift(...some.map((event) => [event]));
    if (some.length === 1 && performance.now() > until) return;
  }
}

async function settleSome(
  locked: LockedLane,
  events: readonly Due[],
  error: PartialRetry,
): Promise<void> {
  const later = events.filter(({ id }) => error.eventIds.has(id));
  await finish(
    locked,
    events.filter(({ id }) => !error.eventIds.has(id)),
  );
  await putOff(locked, later, new Retry(error.message, { waitsFor: error.waitsFor }));
}

/** Whether the lane is this worker's now, and until the transaction ends nobody else's. */
async function lockLane(tx: ShopTx, { shopId, name }: Lane): Promise<boolean> {
  const [lock] = await tx.$queryRaw<
    { ours: boolean }[]
  >`SELECT ${tryLock.reactions(shopId, name)} AS ours`;
  return lock?.ours ?? false;
}

/**
 * A batch of a lane, in the order in which its events were recorded. A reaction `after` others of its event is left until each of
 * them is done, however long those are put off, and also where one has failed. Asked only once the lane is locked: a statement
 * sees what was there when it began, which another worker may have done meanwhile.
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
  const events = await loadEvents(tx, [...attempts.keys()]);
  return events.map((event) => ({ ...event, attempts: attempts.get(event.id) ?? 0 }));
}

async function finish({ tx, name }: LockedLane, events: readonly Due[]): Promise<void> {
  if (events.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM reaction
    WHERE shop_id = ${tx.shopId}::uuid AND name = ${name} AND event_id = ANY(${events.map(({ id }) => id)}::uuid[])`;
}

async function putOff(
  { tx, name }: LockedLane,
  events: readonly Due[],
  error: unknown,
): Promise<void> {
  const { shopId } = tx;
  const lastError =
    error instanceof Error
      ? `${error.name}: ${error.message}`.replaceAll("\0", "").slice(0, MOST_REASON)
      : "unknown";
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
