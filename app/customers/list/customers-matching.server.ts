import type { ShopTx } from "#app/ground/db.server.ts";
import { customersIn } from "#app/segments/view.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

/** Past so many, people are not counted one by one. */
const COUNTED_EXACTLY = 10_000;

export type CustomerFilter = {
  /** From `searchPatterns`. */
  patterns: string[];
  /** Whether the search finds few, so that the index of names is a help. */
  isRare: boolean;
  /** Only these, and whom a rare search finds; null is everybody. */
  ids: string[] | null;
  segment?: string | undefined;
  stage?: string | undefined;
};

/** Who counts as a customer: not the records that became another one, nor those that were asked to be forgotten. */
export const isPerson = Prisma.sql`c.merged_into_id IS NULL AND c.redacted_at IS NULL`;

/** A table expression named `c`: whom a rare search finds, or everyone. `OFFSET 0`: no order is walked along to find few. */
export function candidates(shopId: string, { patterns, isRare, ids }: CustomerFilter): Prisma.Sql {
  if (!isRare && ids === null) return Prisma.sql`customer c`;
  const named = Prisma.sql`SELECT search_customers(${patterns}, ${COUNTED_EXACTLY + 1}::int) UNION`;
  return Prisma.sql`(
    SELECT c.* FROM (${isRare ? named : Prisma.empty} SELECT unnest(${ids ?? []}::uuid[])) found(id)
    JOIN customer c ON c.shop_id = ${shopId}::uuid AND c.id = found.id OFFSET 0
  ) c`;
}

/**
 * The condition that a candidate matches. `id` is the column of the walked index that says who it
 * is. Who is in the segment and stage is read into a hash table first; IS TRUE keeps that from
 * becoming a join. Most pages pass over few. The worst, the lost by last order, passes over 800,000
 * of a million: a quarter of the time (5.8 s against 22 s on a busy machine) that looking each of
 * them up takes.
 */
export function matches(shopId: string, filter: CustomerFilter, id: Prisma.Sql): Prisma.Sql {
  const group = filter.segment ?? filter.stage;
  return Prisma.sql`${isOneOf(shopId, filter)}
    ${group ? Prisma.sql`AND (${id} IN (${customersIn(shopId, filter)})) IS TRUE` : Prisma.empty}`;
}

function isOneOf(shopId: string, { patterns, isRare }: CustomerFilter): Prisma.Sql {
  const isNamed = Prisma.sql`AND customer_words(c.first_name, c.last_name, c.email) LIKE ALL (${patterns})`;
  return Prisma.sql`c.shop_id = ${shopId}::uuid AND ${isPerson}
    ${patterns.length > 0 && !isRare ? isNamed : Prisma.empty}`;
}

/**
 * What to look for. Where a name is so frequent that its index is no help, whoever is found by something else is meant: of 20,000
 * people called Ada and a code ADA2, only the code's owner.
 */
export async function searchFor(
  tx: ShopTx,
  patterns: string[],
  ids: string[],
): Promise<Pick<CustomerFilter, "patterns" | "isRare" | "ids">> {
  const isRare = await findsFew(tx, patterns);
  if (isRare) return { patterns, isRare, ids };
  return ids.length > 0 ? { patterns: [], isRare, ids } : { patterns, isRare, ids: null };
}

/** Whether a search finds so few that the index of names is a help. */
async function findsFew(tx: ShopTx, patterns: string[]): Promise<boolean> {
  if (patterns.length === 0) return false;
  const [found] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM search_customers(${patterns}, ${COUNTED_EXACTLY + 1}::int)`;
  return (found?.count ?? 0) <= COUNTED_EXACTLY;
}

/** How many match: exactly up to `COUNTED_EXACTLY`, past it what the database's statistics say. */
export async function countMatching(
  tx: ShopTx,
  filter: CustomerFilter,
): Promise<{ count: number; exact: boolean }> {
  const { shopId } = tx;
  const group = Prisma.sql`JOIN (${customersIn(shopId, filter)}) s ON s.customer_id = c.id`;
  const people = Prisma.sql`
    FROM ${candidates(shopId, filter)} ${(filter.segment ?? filter.stage) ? group : Prisma.empty}
    WHERE ${isOneOf(shopId, filter)}`;
  // Without the index of names, counting would read the words of everyone.
  const readsEveryone = filter.patterns.length > 0 && !filter.isRare;
  if (readsEveryone) return { count: await estimate(tx, people), exact: false };

  const [counted] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT ${people} LIMIT ${COUNTED_EXACTLY + 1}::int) counted`;
  const count = counted?.count ?? 0;
  if (count <= COUNTED_EXACTLY) return { count, exact: true };
  return { count: Math.max(await estimate(tx, people), COUNTED_EXACTLY), exact: false };
}

async function estimate(tx: ShopTx, people: Prisma.Sql): Promise<number> {
  type Explained = { "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] };
  const [explained] = await tx.$queryRaw<Explained[]>`EXPLAIN (FORMAT JSON) SELECT ${people}`;
  return explained?.["QUERY PLAN"][0].Plan["Plan Rows"] ?? 0;
}
