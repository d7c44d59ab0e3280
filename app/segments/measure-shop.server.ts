import type { ShopTx } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import type { SegmentKey } from "./named-segments.ts";
import { distinct, FEWEST_BUYERS, FIFTHS, notCompared, type Thresholds } from "./rfm.ts";
import { type Intervals, isOutOfDate, type Rhythm } from "./rhythm.ts";
import { isScored, type Measure, scored } from "./scored.server.ts";

/** Enough to sort a million customers without going to disk. */
const SORTING_MEMORY = "64MB";

type Moment = { shopId: string; now: Date; timezone: string };

/**
 * What the shop's customers are to be measured by now: the quintiles of their own distribution, and their rhythm, the latest one
 * or, when that is out of date, a new one. `customers` is how many have ordered; fewer than `FEWEST_BUYERS` have no quintiles.
 */
export async function measureShop(
  tx: ShopTx,
  moment: Moment,
  latest: Rhythm | null,
): Promise<{ measure: Measure; customers: number }> {
  await sortInMemory(tx);
  const { thresholds, customers, repeats, snapshot } = await readDistribution(tx, moment);
  const rhythm =
    latest && !isOutOfDate(latest, repeats, moment.now)
      ? latest
      : await readRhythm(tx, { ...moment, thresholds, snapshot }, repeats);
  return { measure: { ...moment, thresholds, rhythm, snapshot }, customers };
}

/** For the rest of this transaction. */
export async function sortInMemory(tx: ShopTx): Promise<void> {
  await tx.$queryRaw`SELECT set_config('work_mem', ${SORTING_MEMORY}, true)`;
}

/**
 * The quintiles of three things by one pass over the customers; the latest orders have the fewest days behind them. The index
 * of last orders would save their sorting, but once some have ordered it looks each up in the table: a million take 2.8 CPU
 * seconds instead of 0.9.
 */
async function readDistribution(tx: ShopTx, { shopId, now, timezone }: Moment) {
  const [found] = await tx.$queryRaw<
    (Thresholds & { customers: number; repeats: number; snapshot: string })[]
  >`
    WITH quintiles AS (
      SELECT count(*)::int AS customers, coalesce(sum(c.orders_count - 1), 0)::float8 AS repeats,
             percentile_disc(${FIFTHS}::float8[]) WITHIN GROUP (ORDER BY c.last_order_at DESC) AS last_orders,
             percentile_disc(${FIFTHS}::float8[]) WITHIN GROUP (ORDER BY c.orders_count) AS frequency,
             percentile_disc(${FIFTHS}::float8[]) WITHIN GROUP (ORDER BY c.spent_minor) AS monetary
      FROM customer c WHERE c.shop_id = ${shopId}::uuid AND ${isScored}
    )
    SELECT customers, repeats, pg_snapshot_xmin(pg_current_snapshot())::text AS snapshot,
           ARRAY(
             SELECT (${now}::timestamptz AT TIME ZONE ${timezone})::date - (last_order_at AT TIME ZONE ${timezone})::date
             FROM unnest(last_orders) AS last_order_at
           ) AS recency,
           coalesce(frequency, '{}') AS frequency,
           coalesce(monetary, '{}')::float8[] AS monetary
    FROM quintiles`;
  if (!found) throw new Error("a query of aggregates answered with no row");

  const { customers, repeats, snapshot, recency, frequency, monetary } = found;
  const fifths = {
    recency: distinct(recency),
    frequency: distinct(frequency),
    monetary: distinct(monetary),
  };
  const thresholds = customers < FEWEST_BUYERS ? notCompared : fifths;
  return { customers, repeats, snapshot: BigInt(snapshot), thresholds };
}

/** The intervals between purchases, by the segment of whose they are. Orders within a day of each other are one purchase. */
async function readRhythm(
  tx: ShopTx,
  measured: Omit<Measure, "rhythm">,
  repeats: number,
): Promise<Rhythm> {
  const at = measured.now.toISOString();
  const none: Rhythm = { at, repeats, shop: null, segments: {} };
  // Just after an import the statistics still say that there is next to nothing, and a nested loop over all orders would
  // take the square of the time.
  await tx.$executeRaw`SET LOCAL enable_nestloop = off`;
  const rows = await tx.$queryRaw<(Intervals & { segment: SegmentKey | null })[]>`
    SELECT s.segment, count(*)::int AS count, avg(o.gap_days)::float8 AS avg,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY o.gap_days) AS median,
           percentile_cont(0.9) WITHIN GROUP (ORDER BY o.gap_days) AS p90
    FROM "order" o
    JOIN (${scored({ ...measured, rhythm: none })}) s ON s.id = o.customer_id
    WHERE o.shop_id = ${measured.shopId}::uuid AND o.gap_days > 0 AND s.stage IS NOT NULL
    GROUP BY ${Prisma.sql`GROUPING SETS ((s.segment), ())`}`;
  await tx.$executeRaw`SET LOCAL enable_nestloop = on`;

  const bySegment = rows.map(({ segment, ...intervals }) => [segment, intervals] as const);
  const shop = bySegment.find(([segment, { count }]) => segment === null && count > 0)?.[1] ?? null;
  return {
    at,
    repeats,
    shop,
    segments: Object.fromEntries(bySegment.filter(([segment]) => segment !== null)),
  };
}
