import type { ShopTx } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

/** Past so many, people are not counted one by one. */
const COUNTED_EXACTLY = 10_000;

export type CustomerFilter = {
  /** From `searchPatterns`. */
  patterns: string[];
  segment?: string | undefined;
  stage?: string | undefined;
};

/**
 * How those who match are found. `walk`: along an index in the order asked for, passing over who does not match; right when
 * many match. `gather`: all who match, to be sorted; right when few do. `search`: the same, from the index of names.
 */
export type ScanStrategy = "walk" | "gather" | "search";

/** Who counts as a customer: not the records that became another one, nor those that were asked to be forgotten. */
export const isPerson = Prisma.sql`c.merged_into_id IS NULL AND c.redacted_at IS NULL`;

/** A table expression named `c`: the customers who match, found that way. */
export function matching(shopId: string, filter: CustomerFilter, way: ScanStrategy): Prisma.Sql {
  const searched = way === "search";
  const found = Prisma.sql`JOIN search_customers(${filter.patterns}, ${COUNTED_EXACTLY + 1}::int) found ON found = c.id`;
  // OFFSET 0 keeps the planner from walking along an order's index in the hope of soon meeting someone who matches. Segment
  // and spending go together: it would walk past nearly everyone.
  const apart = way === "walk" ? Prisma.empty : Prisma.sql`OFFSET 0`;
  return Prisma.sql`(
    SELECT c.* FROM customer c ${searched ? found : Prisma.empty}
    WHERE c.shop_id = ${shopId}::uuid AND ${isPerson} AND ${matches(searched ? { ...filter, patterns: [] } : filter)}
    ${apart}
  ) c`;
}

/** The condition that a customer `c` matches. */
export function matches({ patterns, segment, stage }: CustomerFilter): Prisma.Sql {
  const conditions = [
    ...(segment ? [Prisma.sql`c.segment = ${segment}`] : []),
    ...(stage ? [Prisma.sql`c.stage = ${stage}`] : []),
    ...(patterns.length > 0
      ? [Prisma.sql`customer_words(c.first_name, c.last_name, c.email) LIKE ALL (${patterns})`]
      : []),
  ];
  return conditions.length > 0 ? Prisma.join(conditions, " AND ") : Prisma.sql`true`;
}

/** Whether a search finds so many that its index is no help any more. */
export async function findsTooMany(tx: ShopTx, patterns: string[]): Promise<boolean> {
  const [found] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM search_customers(${patterns}, ${COUNTED_EXACTLY + 1}::int)`;
  return (found?.count ?? 0) > COUNTED_EXACTLY;
}

/** How many match: exactly up to `COUNTED_EXACTLY`, past it what the database's statistics say. */
export async function countMatching(
  tx: ShopTx,
  shopId: string,
  filter: CustomerFilter,
  way: ScanStrategy,
): Promise<{ count: number; exact: boolean }> {
  const source = matching(shopId, filter, way);
  // Without the index of names, counting would read the words of everyone.
  const readsEveryone = filter.patterns.length > 0 && way !== "search";
  if (readsEveryone) return { count: await estimate(tx, source), exact: false };

  const [counted] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT FROM ${source} LIMIT ${COUNTED_EXACTLY + 1}::int) counted`;
  const count = counted?.count ?? 0;
  if (count <= COUNTED_EXACTLY) return { count, exact: true };
  return { count: Math.max(await estimate(tx, source), COUNTED_EXACTLY), exact: false };
}

async function estimate(tx: ShopTx, source: Prisma.Sql): Promise<number> {
  type Explained = { "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] };
  const [explained] = await tx.$queryRaw<Explained[]>`EXPLAIN (FORMAT JSON) SELECT FROM ${source}`;
  return explained?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? 0;
}
