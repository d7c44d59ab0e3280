import { db, inShop, type ShopTx } from "#app/ground/db.server.ts";
import { appendingEvents } from "#app/events/append-events.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { lock } from "#app/ground/locks.server.ts";
import { importedSince } from "#app/ingest/view.server.ts";
import { Prisma, type SegmentRun } from "#prisma/generated/client/client.ts";

import { comparable, mayHaveChanged } from "./may-have-changed.server.ts";
import { measureShop, sortInMemory } from "./measure-shop.server.ts";
import { FEWEST_BUYERS } from "./rfm.ts";
import type { Rhythm } from "./rhythm.ts";
import { among, type Measure, scored } from "./scored.server.ts";

/** So many are written in one transaction: a fifth of a second in which the shop's deliveries wait. */
const WRITTEN_AT_ONCE = 5_000;
/** Of all customers; when more may have changed, as after an import, comparing everyone costs less than fetching each of them. */
const FEW = 0.1;

/**
 * Scores every customer of the shop by its own quintiles, and writes scores, segment and stage of those for whom one of them
 * changed, and the stays in segments that are over. What changed becomes events, except when the app only learns of people: in
 * a shop's first run, and in the first after an import of its history. Nothing happened to them that night, and what follows
 * from "entered a segment" must not follow for a whole shop at once; nor in the first night in which there are enough to be compared,
 * or too few again.
 * May run twice, and beside itself: what is written already is no change. Returns how many are scored and how many changed.
 */
export async function scoreCustomers(
  shopId: string,
  now: Date,
): Promise<{ customers: number; changed: number }> {
  const { timezone } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const { measure, customers, told, latest } = await inShop(shopId, async (tx) => {
    const latest = await tx.segmentRun.findFirst({
      where: { shopId },
      orderBy: [{ at: "desc" }, { id: "desc" }],
    });
    const rhythm = (latest?.intervals ?? null) as Rhythm | null;
    const measured = await measureShop(tx, { shopId, now, timezone }, rhythm);
    return {
      ...measured,
      told: latest !== null && !(await importedSince(tx, shopId, latest.at)),
      latest,
    };
  });

  // A transaction of its own: on a busy machine each of the two passes over a million customers can take half a minute.
  const areCompared = Math.min(customers, latest?.customers ?? 0) >= FEWEST_BUYERS;
  const announced: Announced = { stages: told, segments: told && areCompared };
  const batches = await inShop(shopId, (tx) => findCandidates(tx, { measure, customers, latest }));
  let changed = 0;
  const written: bigint[] = [];
  for (const ids of batches) {
    const batch = await inShop(shopId, (tx) => writeBatch(tx, measure, ids, announced));
    changed += batch.changed;
    written.push(batch.transaction);
  }
  await inShop(shopId, async (tx) =>
    tx.segmentRun.create({
      data: {
        shopId,
        id: newId(),
        at: now,
        thresholds: measure.thresholds,
        customers,
        changed,
        sizes: await segmentSizes(tx),
        intervals: measure.rhythm,
        timezone,
        snapshot: measure.snapshot,
        written,
      },
    }),
  );
  return { customers, changed };
}

/** Which changes become events. */
type Announced = { stages: boolean; segments: boolean };

/** By the index of customer_score by segment. */
async function segmentSizes(tx: ShopTx): Promise<Record<string, number>> {
  const sizes = await tx.customerScore.groupBy({
    by: ["segment"],
    where: { shopId: tx.shopId, segment: { not: null } },
    _count: true,
  });
  return Object.fromEntries(sizes.map(({ segment, _count }) => [segment, _count]));
}

/** Ids of all customers whose score is not as it should be, maybe among others; ascending, in batches. */
async function findCandidates(
  tx: ShopTx,
  {
    measure,
    customers,
    latest,
  }: { measure: Measure; customers: number; latest: SegmentRun | null },
): Promise<string[][]> {
  await sortInMemory(tx);
  const past = latest && comparable(latest, measure);
  const candidates = past && (await inBatches(tx, mayHaveChanged(measure, past)));
  if (candidates && candidates.flat().length < customers * FEW) return candidates;

  return inBatches(tx, Prisma.sql`SELECT s.id FROM (${scored(measure)}) s WHERE s.is_changed`);
}

async function inBatches(tx: ShopTx, candidates: Prisma.Sql): Promise<string[][]> {
  const batches = await tx.$queryRaw<{ ids: string[] }[]>`
    SELECT array_agg(id::text ORDER BY id) AS ids
    FROM (
      SELECT id, (row_number() OVER (ORDER BY id) - 1) / ${WRITTEN_AT_ONCE}::int AS batch
      FROM (${candidates}) candidate
    ) numbered
    GROUP BY batch ORDER BY batch`;
  return batches.map(({ ids }) => ids);
}

/** Writes those of a batch that are not as they should be. Returns how many, and the transaction of the database. */
async function writeBatch(
  tx: ShopTx,
  measure: Measure,
  ids: string[],
  announced: Announced,
): Promise<{ changed: number; transaction: bigint }> {
  const { shopId, now } = measure;
  // The lock under which facts are written: neither updates rows that the other holds.
  await lock.customers(tx, shopId);
  // In a first run the statistics are of a table that was all but empty, and a nested loop over the scores takes the square of
  // the time: a million customers took 95 s, now 25.
  await tx.$executeRaw`SET LOCAL enable_nestloop = off`;
  const events = await appendingEvents(
    shopId,
    whatHappened(now, announced),
    ["segment.left", "segment.entered", "stage.changed"],
    now,
  );
  const [batch] = await tx.$queryRaw<{ changed: number; transaction: string }[]>`
    WITH changed AS MATERIALIZED (
      SELECT * FROM (${scored(measure, ids)}) s WHERE s.is_changed
    ), written AS (
      INSERT INTO customer_score AS s (shop_id, customer_id, recency, frequency, monetary, segment, segment_since, stage, stage_since)
      SELECT ${shopId}::uuid, id, recency, frequency, monetary, segment,
             CASE WHEN segment IS NOT NULL THEN ${now}::timestamptz END, stage, ${now}::timestamptz
      FROM changed WHERE stage IS NOT NULL
      ON CONFLICT (shop_id, customer_id) DO UPDATE
      SET recency = EXCLUDED.recency, frequency = EXCLUDED.frequency, monetary = EXCLUDED.monetary,
          segment = EXCLUDED.segment, stage = EXCLUDED.stage,
          segment_since = CASE WHEN s.segment IS NOT DISTINCT FROM EXCLUDED.segment THEN s.segment_since ELSE EXCLUDED.segment_since END,
          stage_since = CASE WHEN s.stage = EXCLUDED.stage THEN s.stage_since ELSE EXCLUDED.stage_since END
    ), dropped AS (
      DELETE FROM customer_score s USING changed
      WHERE s.shop_id = ${shopId}::uuid AND s.customer_id = changed.id AND changed.stage IS NULL
        ${among(Prisma.sql`s.customer_id`, ids)}
    ), left_segment AS (
      INSERT INTO segment_membership (shop_id, customer_id, segment, entered_at, left_at)
      SELECT ${shopId}::uuid, id, old_segment, old_since, ${now}::timestamptz FROM changed
      WHERE old_segment IS NOT NULL AND segment IS DISTINCT FROM old_segment
      ON CONFLICT (shop_id, customer_id, segment, entered_at) DO UPDATE SET left_at = EXCLUDED.left_at
    ), ${events}
    SELECT count(*)::int AS changed, pg_current_xact_id()::text AS transaction FROM changed`;
  if (!batch) throw new Error("a query of aggregates answered with no row");

  return { changed: batch.changed, transaction: BigInt(batch.transaction) };
}

/**
 * What to tell of the changed, if it is to be `announced`; nothing of who is not a person any more. The time comes before the customer in the keys, so that
 * those of a night lie together: otherwise 25,000 of them write 6,000 pages of their index.
 */
function whatHappened(now: Date, { stages, segments }: Announced): Prisma.Sql {
  return Prisma.sql`
    SELECT e.type, c.id AS customer_id, e.place, e.properties,
           concat_ws('.', e.type, ${now.toISOString()}::text, c.id, e.what) AS dedupe_key
    FROM changed c CROSS JOIN LATERAL (VALUES
      ('segment.left', 1, ${segments}::boolean AND c.segment IS DISTINCT FROM c.old_segment, c.old_segment, jsonb_build_object('segment', c.old_segment)),
      ('segment.entered', 2, ${segments}::boolean AND c.segment IS DISTINCT FROM c.old_segment, c.segment, jsonb_build_object('segment', c.segment)),
      ('stage.changed', 3, ${stages}::boolean AND c.stage IS DISTINCT FROM c.old_stage, c.stage, jsonb_build_object('from', c.old_stage, 'to', c.stage))
    ) e(type, place, happened, what, properties)
    WHERE c.is_person AND e.happened AND e.what IS NOT NULL`;
}
