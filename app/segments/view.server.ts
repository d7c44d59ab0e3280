import type { ShopTx } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

/** What segments knows of a customer who has ordered. Up to `segmentSince` all is null while too few have ordered to be compared. */
export type CustomerScore = {
  /** 1 to 5: how lately, how often, and for how much they buy. */
  recency: number | null;
  frequency: number | null;
  monetary: number | null;
  segment: string | null;
  segmentSince: Date | null;
  stage: string;
  stageSince: Date;
};

type Field = { type: "integer" | "text" | "timestamp"; sql: Prisma.Sql };

/**
 * Each field of a customer: its type, and what it is in a query of customers `c` to which `scoreJoin` was added; null there
 * for who never ordered.
 */
export const scoreFields: Readonly<Record<keyof CustomerScore, Field>> = {
  recency: { type: "integer", sql: Prisma.sql`s.recency` },
  frequency: { type: "integer", sql: Prisma.sql`s.frequency` },
  monetary: { type: "integer", sql: Prisma.sql`s.monetary` },
  segment: { type: "text", sql: Prisma.sql`s.segment` },
  segmentSince: { type: "timestamp", sql: Prisma.sql`s.segment_since` },
  stage: { type: "text", sql: Prisma.sql`s.stage` },
  stageSince: { type: "timestamp", sql: Prisma.sql`s.stage_since` },
};

/** Joins the score `s` of each customer `c`. */
export const scoreJoin = Prisma.sql`LEFT JOIN customer_score s ON s.shop_id = c.shop_id AND s.customer_id = c.id`;

/** A query of the ids, as `customer_id`, of everyone in this segment and this stage. */
export function customersIn(
  shopId: string,
  { segment, stage }: { segment?: string | undefined; stage?: string | undefined },
): Prisma.Sql {
  return Prisma.sql`
    SELECT s.customer_id FROM customer_score s
    WHERE s.shop_id = ${shopId}::uuid
      ${segment ? Prisma.sql`AND s.segment = ${segment}` : Prisma.empty}
      ${stage ? Prisma.sql`AND s.stage = ${stage}` : Prisma.empty}`;
}

/** The scores of those of these customers who have one, by customer. */
export async function readScores(
  tx: ShopTx,
  shopId: string,
  customerIds: readonly string[],
): Promise<Map<string, CustomerScore>> {
  const rows = await tx.customerScore.findMany({
    where: { shopId, customerId: { in: [...customerIds] } },
    omit: { shopId: true },
  });
  return new Map(rows.map(({ customerId, ...score }) => [customerId, score]));
}
