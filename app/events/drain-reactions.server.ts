import pMap from "p-map";

import { now } from "#app/ground/clock.server.ts";
import { db, inShop, type ShopTx } from "#app/ground/db.server.ts";
import { tryLock } from "#app/ground/locks.server.ts";
import { log } from "#app/ground/log.server.ts";
import { PartialRetry, Retry } from "#app/ground/retry.ts";

import type { StoredEvent } from "./event.ts";
import { renewLease } from "./renew-lease.server.ts";
import { eventColumns } from "./load-events.server.ts";
import { nextReactionTry } from "./reaction-retries.ts";
import type { ReactionHandler, ReactionHandlers } from "./reaction-table.ts";

type Lane = { shopId: string; name: string };
type Claimed = StoredEvent & { attempts: number };

const BATCH = 500;
const LANES_AT_ONCE = 4;
const LEASE_MS = 60_000;
const MOST_REASON = 500;

/**
 * Runs reactions until none is due. Each shop's reactions of one name are a lane, worked on in the order in which the
 * events were recorded; lanes do not wait for each other.
 */
export async function drainReactions(
  handlers: ReactionHandlers,
  stopping: AbortSignal,
  leaseMs = LEASE_MS,
): Promise<void> {
  while (!stopping.aborted) {
    const lanes = await dueLanes();
    const counts = await pMap(
      lanes,
      async (lane) => {
        const handler = handlers[lane.name];
        // A name that an older release wrote has nobody to run it any more.
        if (stopping.aborted || !handler) return 0;
        return runLane(lane, handler, leaseMs);
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

async function runLane(lane: Lane, handler: ReactionHandler, leaseMs: number): Promise<number> {
  const claimed = await inShop(lane.shopId, (tx) => claim(tx, lane, leaseMs));
  if (claimed.length === 0) return 0;

  const attempts = new Map(claimed.map(({ id, attempts: tries }) => [id, tries]));
  const release = renewLease({ ...lane, eventIds: [...attempts.keys()], leaseMs });
  try {
    await runClaimed(lane, handler, claimed, attempts);
  } finally {
    release();
  }
  return claimed.length;
}

async function runClaimed(
  lane: Lane,
  handler: ReactionHandler,
  events: StoredEvent[],
  attempts: ReadonlyMap<string, number>,
): Promise<void> {
  // All together first; should that fail, one by one, so that it shows whose fault it is.
  const batches = [events];
  for (let some = batches.shift(); some; some = batches.shift()) {
    try {
      await run(lane, handler, some);
    } catch (error) {
      // Asking for each of the others as well would only make them all wait longer.
      if (error instanceof PartialRetry) await settleSome(lane, some, attempts, error);
      else if (error instanceof Retry)
        await putOff(lane, [some, ...batches.splice(0)].flat(), attempts, error);
      else if (some.length === 1) await putOff(lane, some, attempts, error);
      else batches.unshift(...some.map((event) => [event]));
    }
  }
}

async function run(lane: Lane, handler: ReactionHandler, events: StoredEvent[]): Promise<void> {
  await handler(lane.shopId, events);
  await finish(lane, events);
}

async function settleSome(
  lane: Lane,
  events: readonly StoredEvent[],
  attempts: ReadonlyMap<string, number>,
  error: PartialRetry,
): Promise<void> {
  const later = events.filter(({ id }) => error.eventIds.has(id));
  await finish(
    lane,
    events.filter(({ id }) => !error.eventIds.has(id)),
  );
  await putOff(lane, later, attempts, new Retry(error.message, { waitsFor: error.waitsFor }));
}

async function finish({ shopId, name }: Lane, events: readonly StoredEvent[]): Promise<void> {
  const ids = events.map(({ id }) => id);
  await inShop(
    shopId,
    (tx) => tx.$executeRaw`
      UPDATE reaction SET state = 'done', lease_until = NULL, last_error = NULL, waits_for = NULL
      WHERE shop_id = ${shopId}::uuid AND event_id = ANY(${ids}::uuid[]) AND name = ${name}`,
  );
}

/**
 * Takes a batch of a lane, in the order in which its events were recorded; none while another worker
 * has one, so that a customer's events are not overtaken. A reaction `after` others of its event is
 * left until each of them is done, however long those are put off, and also where one has failed.
 *
 * The turn is ours until the transaction ends, so that rows need no lock of their own, which would
 * write each of them twice. Another's turn may have ended a moment ago, after the rows were looked
 * at: those that it took have one try more by now, and are not taken again.
 */
async function claim(tx: ShopTx, { shopId, name }: Lane, leaseMs: number): Promise<Claimed[]> {
  const at = now();
  const leaseUntil = new Date(at.getTime() + leaseMs);
  const claimed = await tx.$queryRaw<Claimed[]>`
    WITH turn AS MATERIALIZED (
      SELECT ${tryLock.reactions(shopId, name)} AS ours
    ), due AS MATERIALIZED (
      SELECT r.event_id, r.attempts FROM reaction r, turn
      WHERE turn.ours AND r.shop_id = ${shopId}::uuid AND r.name = ${name} AND r.state = 'pending' AND r.due_at <= ${at}
        AND NOT EXISTS (
          SELECT 1 FROM reaction busy
          WHERE busy.shop_id = ${shopId}::uuid AND busy.name = ${name} AND busy.state = 'pending'
            AND busy.due_at > ${at} AND busy.lease_until > ${at})
        AND (r.after IS NULL OR NOT EXISTS (
          SELECT 1 FROM reaction earlier
          WHERE earlier.shop_id = r.shop_id AND earlier.event_id = r.event_id AND earlier.name = ANY(r.after) AND earlier.state <> 'done'))
      ORDER BY r.due_at LIMIT ${BATCH}
    )
    UPDATE reaction r SET attempts = r.attempts + 1, lease_until = ${leaseUntil}, due_at = ${leaseUntil}
    FROM due
    JOIN event e ON e.shop_id = ${shopId}::uuid AND e.id = due.event_id
    WHERE r.shop_id = ${shopId}::uuid AND r.name = ${name} AND r.event_id = due.event_id AND r.attempts = due.attempts
    RETURNING ${eventColumns}, r.attempts`;
  return claimed.sort((one, other) => (one.id < other.id ? -1 : 1));
}

async function putOff(
  { shopId, name }: Lane,
  events: readonly StoredEvent[],
  attempts: ReadonlyMap<string, number>,
  error: unknown,
): Promise<void> {
  const lastError =
    error instanceof Error ? `${error.name}: ${error.message}`.slice(0, MOST_REASON) : "unknown";
  const waitsFor = error instanceof Retry ? error.waitsFor : null;
  for (const [tries, some] of Map.groupBy(events, ({ id }) => attempts.get(id) ?? 1)) {
    const again = nextReactionTry(tries, error instanceof Retry, now());
    log[again ? "warn" : "error"](
      { err: error, shopId, name, events: some.length, tries },
      "Reactions failed",
    );
    await inShop(shopId, (tx) =>
      tx.reaction.updateMany({
        where: { shopId, name, eventId: { in: some.map(({ id }) => id) } },
        data: again
          ? { dueAt: again, leaseUntil: null, lastError, waitsFor }
          : { state: "failed", leaseUntil: null, lastError, waitsFor: null },
      }),
    );
  }
}
