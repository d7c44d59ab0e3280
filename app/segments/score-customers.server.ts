import { db, inShop, type ShopTx } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { lock } from "#app/ground/locks.server.ts";
import { importedSince } from "#app/ingest/view.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { type Change, eventsOf } from "./changes.ts";
import { measureShop, sortInMemory } from "./measure-shop.server.ts";
import type { Rhythm } from "./rhythm.ts";
import { among, type Measure, scored } from "./scored.server.ts";

/** So many are written in one transaction: a fifth of a second in which the shop's deliveries wait. */
const WRITTEN_AT_ONCE = 5_000;

/**
 * Scores every customer of the shop by its own quintiles, and writes scores, segment and stage of those for whom one of them
 * changed, and the stays in segments that are over. What changed becomes events, except when the app only learns of people: in a shop's first run, and in
 * the first after an import of its history. Nothing happened to them that night, and what follows from "entered a segment"
 * must not follow for a whole shop at once.
 * May run twice, and beside itself: what is written already is no change. Returns how many are scored and how many changed.
 */
export async function scoreCustomers(
  shopId: string,
  now: Date,
): Promise<{ customers: number; changed: number }> {
  const { timezone } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const { measure, customers, announced } = await inShop(shopId, async (tx) => {
    const latest = await tx.segmentRun.findFirst({ where: { shopId }, orderBy: { at: "desc" } });
    const rhythm = (latest?.intervals ?? null) as Rhythm | null;
    const measured = await measureShop(tx, { shopId, now, timezone }, rhythm);
    return {
      ...measured,
      announced: latest !== null && !(await importedSince(tx, shopId, latest.at)),
    };
  });

  // A transaction of its own: on a busy machine each of the two passes over a million customers can take half a minute.
  const batches = await inShop(shopId, (tx) => findChanged(tx, measure));
  let changed = 0;
  for (const ids of batches) {
    changed += await inShop(shopId, (tx) => writeBatch(tx, measure, ids, announced));
  }
  await inShop(shopId, (tx) =>
    tx.segmentRun.create({
      data: {
        shopId,
        id: newId(),
        at: now,
        thresholds: measure.thresholds,
        customers,
        changed,
        intervals: measure.rhythm,
      },
    }),
  );
  return { customers, changed };
}

/** Ids of the customers whose score is not as it should be, ascending, in batches: one pass over the table. */
async function findChanged(tx: ShopTx, measure: Measure): Promise<string[][]> {
  await sortInMemory(tx);
  const batches = await tx.$queryRaw<{ ids: string[] }[]>`
    SELECT array_agg(id::text ORDER BY id) AS ids
    FROM (
      SELECT s.id, (row_number() OVER (ORDER BY s.id) - 1) / ${WRITTEN_AT_ONCE}::int AS batch
      FROM (${scored(measure)}) s WHERE s.is_changed
    ) changed
    GROUP BY batch ORDER BY batch`;
  return batches.map(({ ids }) => ids);
}

/** Writes those of a batch that are still not as they should be. Returns how many. */
async function writeBatch(
  tx: ShopTx,
  measure: Measure,
  ids: string[],
  announced: boolean,
): Promise<number> {
  const { shopId, now } = measure;
  // The lock under which facts are written: neither updates rows that the other holds.
  await lock.customers(tx, shopId);
  // In a first run the statistics are of tables that were all but empty, and a nested loop over the stays takes the square
  // of the time: of 100,000 customers 45 s, now 3.
  await tx.$executeRaw`SET LOCAL enable_nestloop = off`;
  // One value instead of a row for each: they are told in events, if at all, and read by nobody else.
  const [written] = await tx.$queryRaw<{ changed: number; changes: Change[] | null }[]>`
    WITH changed AS MATERIALIZED (
      SELECT * FROM (${scored(measure, ids)}) s WHERE s.is_changed
    ), written AS (
      INSERT INTO customer_score AS s (shop_id, customer_id, recency, frequency, monetary, segment, segment_since, stage, stage_since)
      SELECT ${shopId}::uuid, id, recency, frequency, monetary, segment, ${now}::timestamptz, stage, ${now}::timestamptz
      FROM changed WHERE segment IS NOT NULL
      ON CONFLICT (shop_id, customer_id) DO UPDATE
      SET recency = EXCLUDED.recency, frequency = EXCLUDED.frequency, monetary = EXCLUDED.monetary,
          segment = EXCLUDED.segment, stage = EXCLUDED.stage,
          segment_since = CASE WHEN s.segment = EXCLUDED.segment THEN s.segment_since ELSE EXCLUDED.segment_since END,
          stage_since = CASE WHEN s.stage = EXCLUDED.stage THEN s.stage_since ELSE EXCLUDED.stage_since END
    ), dropped AS (
      DELETE FROM customer_score s USING changed
      WHERE s.shop_id = ${shopId}::uuid AND s.customer_id = changed.id AND changed.segment IS NULL
        ${among(Prisma.sql`s.customer_id`, ids)}
    ), left_segment AS (
      INSERT INTO segment_membership (shop_id, customer_id, segment, entered_at, left_at)
      SELECT ${shopId}::uuid, id, old_segment, old_since, ${now}::timestamptz FROM changed
      WHERE old_segment IS NOT NULL AND segment IS DISTINCT FROM old_segment
      ON CONFLICT (shop_id, customer_id, segment, entered_at) DO UPDATE SET left_at = EXCLUDED.left_at
    )
    SELECT count(*)::int AS changed,
           json_agg(json_build_object('customerId', id, 'isPerson', is_person, 'oldSegment', old_segment,
             'segment', segment, 'oldStage', old_stage, 'stage', stage)) FILTER (WHERE ${announced}) AS changes
    FROM changed`;
  const drafts = written?.changes?.flatMap((change) => eventsOf(change, now)) ?? [];
  await appendEvents(tx, shopId, drafts, now);
  return written?.changed ?? 0;
}
