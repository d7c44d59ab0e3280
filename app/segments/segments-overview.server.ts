import { DAY_MS } from "#app/ground/calendar.ts";
import { inShop } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { namedSegment, segmentKeys } from "./named-segments.ts";
import { FEWEST_BUYERS, highestScore, type Thresholds } from "./rfm.ts";
import type { Rhythm } from "./rhythm.ts";

const RECENT_DAYS = 30;

export type RfmGrid = Awaited<ReturnType<typeof rfmGrid>>;

type Cell = { recency: number; frequency: number; customers: number; revenueMinor: number };

/** The shop's scored customers by how lately and how often they order. */
export function rfmGrid(shopId: string) {
  return inShop(shopId, async (tx) => {
    const run = await tx.segmentRun.findFirst({ where: { shopId }, orderBy: { at: "desc" } });
    const cells = await tx.$queryRaw<Cell[]>`
      SELECT recency, frequency, coalesce(n, 0)::float8 AS customers, coalesce(spent, 0)::float8 AS "revenueMinor"
      FROM generate_series(5, 1, -1) recency CROSS JOIN generate_series(1, 5) frequency
      LEFT JOIN (
        SELECT s.recency, s.frequency, count(*) AS n, sum(c.spent_minor) AS spent
        FROM ${scoredCustomers(shopId)} GROUP BY s.recency, s.frequency
      ) cell USING (recency, frequency)
      ORDER BY recency DESC, frequency`;
    const thresholds = (run?.thresholds ?? null) as Thresholds | null;
    const highest = thresholds ? highestScore(thresholds.frequency) : 5;
    const shop = (run?.intervals as Rhythm | null | undefined)?.shop;
    return {
      // While fewer have ordered nobody is compared; null when customers were never looked at.
      tooFew: run && run.customers < FEWEST_BUYERS ? { of: FEWEST_BUYERS } : null,
      // All 25, those without customers too.
      cells: cells.map((cell) => ({
        ...cell,
        segment: namedSegment(cell.recency, cell.frequency, highest),
      })),
      // When customers were last scored; null when never.
      runAt: run?.at.toISOString() ?? null,
      thresholds,
      // Days between two purchases of one customer, in the whole shop.
      intervals: shop ? { avg: shop.avg, median: shop.median, p90: shop.p90 } : null,
    };
  });
}

/** Whether enough have ordered to be compared: with fewer, nobody is in a segment. */
export async function areCompared(shopId: string): Promise<boolean> {
  const run = await inShop(shopId, (tx) =>
    tx.segmentRun.findFirst({
      where: { shopId },
      orderBy: { at: "desc" },
      select: { customers: true },
    }),
  );
  return run !== null && run.customers >= FEWEST_BUYERS;
}

export type NamedSegment = {
  segment: string;
  customers: number;
  revenueMinor: number;
  /** In the 30 days up to the latest run. Whoever was there when enough had ordered to be compared has not entered. */
  entered30Days: number;
  left30Days: number;
};

/** Every named segment, from the most to the least lively, those without customers too. */
export function namedSegments(shopId: string): Promise<NamedSegment[]> {
  return inShop(shopId, async (tx) => {
    const run = await tx.segmentRun.findFirst({
      where: { shopId },
      orderBy: { at: "desc" },
      select: { at: true },
    });
    const few = await tx.segmentRun.aggregate({
      where: { shopId, customers: { lt: FEWEST_BUYERS } },
      _max: { at: true },
    });
    const first = await tx.segmentRun.aggregate({
      where: {
        shopId,
        customers: { gte: FEWEST_BUYERS },
        ...(few._max.at && { at: { gt: few._max.at } }),
      },
      _min: { at: true },
    });
    const since = new Date((run?.at.getTime() ?? 0) - RECENT_DAYS * DAY_MS);
    const customers = await tx.$queryRaw<
      Pick<NamedSegment, "segment" | "customers" | "revenueMinor">[]
    >`
      SELECT s.segment, count(*)::float8 AS customers, sum(c.spent_minor)::float8 AS "revenueMinor"
      FROM ${scoredCustomers(shopId)} GROUP BY s.segment`;
    const moves = await tx.$queryRaw<
      Pick<NamedSegment, "segment" | "entered30Days" | "left30Days">[]
    >`
      SELECT segment,
             (count(*) FILTER (WHERE entered_at >= ${since} AND entered_at > ${first._min.at}))::float8 AS "entered30Days",
             (count(*) FILTER (WHERE left_at >= ${since}))::float8 AS "left30Days"
      FROM (
        SELECT segment, entered_at, left_at FROM segment_membership
        WHERE shop_id = ${shopId}::uuid AND left_at >= ${since}
        UNION ALL
        SELECT segment, segment_since, NULL FROM customer_score
        WHERE shop_id = ${shopId}::uuid AND segment_since >= ${since}
      ) stay
      GROUP BY segment`;
    const none = { customers: 0, revenueMinor: 0, entered30Days: 0, left30Days: 0 };
    return segmentKeys.map((segment) => ({
      ...none,
      ...customers.find((row) => row.segment === segment),
      ...moves.find((row) => row.segment === segment),
      segment,
    }));
  });
}

/** How many were in each segment at the end of each day since then, in the shop's time zone. The oldest day first. Days with too few are left out. */
export function segmentDays(
  { id: shopId, timezone }: { id: string; timezone: string },
  since: Date,
): Promise<{ day: string; sizes: Record<string, number> }[]> {
  return inShop(
    shopId,
    (tx) => tx.$queryRaw`
    SELECT DISTINCT ON (day) to_char(at AT TIME ZONE ${timezone}, 'YYYY-MM-DD') AS day, sizes
    FROM segment_run
    WHERE shop_id = ${shopId}::uuid AND at >= ${since} AND customers >= ${FEWEST_BUYERS}::int AND sizes IS NOT NULL
    ORDER BY day, at DESC`,
  );
}

function scoredCustomers(shopId: string): Prisma.Sql {
  return Prisma.sql`customer_score s
    JOIN customer c ON c.shop_id = ${shopId}::uuid AND c.id = s.customer_id AND s.shop_id = ${shopId}::uuid`;
}
