import { Prisma } from "#prisma/generated/client/client.ts";

import { cells } from "./named-segments.ts";
import { highestScore, type Thresholds } from "./rfm.ts";
import { LAPSED_AFTER_WAITS, type Rhythm, waitDays } from "./rhythm.ts";

/** What customers are measured by in one run. */
export type Measure = {
  shopId: string;
  now: Date;
  /** IANA name: its midnights part the days. */
  timezone: string;
  thresholds: Thresholds;
  rhythm: Rhythm;
  /** Of the database: whatever transactions before this one wrote, the run reads. */
  snapshot: bigint;
};

/** A customer `c` who was neither merged into another nor asked to be forgotten. */
const isPerson = Prisma.sql`c.merged_into_id IS NULL AND c.redacted_at IS NULL`;

/** Who is scored: a person who has ordered, and so has a last order. */
export const isScored = Prisma.sql`c.orders_count > 0 AND ${isPerson}`;

/**
 * A query of every customer (or those of `ids`, ascending) with what is written of them and what should be.
 * This is the one truth of scores, segments and stages. What it must answer is told a second time, customer by customer, by
 * the oracle of tests/support/segments/, and a test holds the two equal over random shops: change both.
 * While too few have ordered to be compared, they have a stage and nothing else.
 * Days are compared as instants of midnight, worked out once instead of for each row.
 */
export function scored(measure: Measure, ids?: readonly string[]): Prisma.Sql {
  const { shopId, thresholds, rhythm } = measure;
  const daysAgo = (days: number) => midnight(measure, Prisma.sql`${days}::int`);
  const recency = Prisma.sql`(5 - ${countOf(thresholds.recency.map((days) => Prisma.sql`c.last_order_at < ${daysAgo(days)}`))})`;
  const frequency = Prisma.sql`(1 + ${countOf(thresholds.frequency.map((orders) => Prisma.sql`c.orders_count > ${orders}::int`))})`;
  const monetary = Prisma.sql`(1 + ${countOf(thresholds.monetary.map((minor) => Prisma.sql`c.spent_minor > ${minor}::bigint`))})`;
  const isCompared = thresholds.frequency.length > 0;
  const nowhere = { recency: null, frequency: null, segment: null };
  const cellRows = (isCompared ? cells(highestScore(thresholds.frequency)) : [nowhere]).map(
    ({ recency, frequency, segment }) => {
      const wait = waitDays(rhythm, segment);
      return Prisma.sql`(${recency}::int, ${frequency}::int, ${segment}::text, ${daysAgo(wait)}, ${daysAgo(LAPSED_AFTER_WAITS * wait)})`;
    },
  );
  const isOfCell = Prisma.sql`AND cell.recency = ${recency} AND cell.frequency = ${frequency}`;

  return Prisma.sql`
    SELECT c.id, ${isPerson} AS is_person,
           s.segment AS old_segment, s.segment_since AS old_since, s.stage AS old_stage,
           cell.recency, cell.frequency, score.monetary, cell.segment, score.stage,
           (s.recency, s.frequency, s.monetary, s.segment, s.stage)
             IS DISTINCT FROM (cell.recency, cell.frequency, score.monetary, cell.segment, score.stage) AS is_changed
    FROM customer c
    LEFT JOIN customer_score s ON s.shop_id = ${shopId}::uuid AND s.customer_id = c.id ${among(Prisma.sql`s.customer_id`, ids)}
    LEFT JOIN (VALUES ${Prisma.join(cellRows)}) cell(recency, frequency, segment, one_wait_ago, lapsed_before)
      ON ${isScored} ${isCompared ? isOfCell : Prisma.empty}
    CROSS JOIN LATERAL (
      SELECT CASE WHEN cell.segment IS NOT NULL THEN ${monetary} END AS monetary,
             CASE
               WHEN cell.lapsed_before IS NULL THEN NULL
               WHEN c.last_order_at < cell.lapsed_before THEN 'lapsed'
               WHEN c.last_order_at < cell.one_wait_ago THEN 'at_risk'
               WHEN c.orders_count = 1 THEN 'new'
               WHEN s.stage IN ('at_risk', 'lapsed') AND c.last_order_at > s.stage_since THEN 'won_back'
               WHEN s.stage = 'won_back' AND s.stage_since >= cell.one_wait_ago THEN 'won_back'
               ELSE 'active'
             END AS stage
    ) score
    WHERE c.shop_id = ${shopId}::uuid ${among(Prisma.sql`c.id`, ids)}`;
}

/** When the day began that was so many days ago for the shop. */
export function midnight({ now, timezone }: Measure, days: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(((${now}::timestamptz AT TIME ZONE ${timezone})::date - ${days})::timestamp AT TIME ZONE ${timezone})`;
}

/**
 * Bounds as well as the ids: without them a batch of thousands is found by reading both tables whole, and a first run, which
 * has a batch for each part of them, takes the square of the time. Of 200,000 customers: 6.3 instead of 9.4 CPU seconds.
 */
export function among(id: Prisma.Sql, ids?: readonly string[]): Prisma.Sql {
  if (!ids) return Prisma.empty;
  return Prisma.sql`AND ${id} = ANY(${ids}::uuid[]) AND ${id} BETWEEN ${ids.at(0)}::uuid AND ${ids.at(-1)}::uuid`;
}

function countOf(conditions: Prisma.Sql[]): Prisma.Sql {
  if (conditions.length === 0) return Prisma.sql`0`;
  return Prisma.sql`(${Prisma.join(
    conditions.map((condition) => Prisma.sql`(${condition})::int`),
    " + ",
  )})`;
}
