import { Prisma } from "#prisma/generated/client/client.ts";

/**
 * `WITH RECURSIVE person (customer_id, id)`: these customers and all records that they once were,
 * for what a merge leaves where it was.
 */
export function personsOf(shopId: string, customerIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    WITH RECURSIVE person AS (
      SELECT id AS customer_id, id FROM unnest(${customerIds}::uuid[]) AS t(id)
      UNION ALL
      SELECT person.customer_id, earlier.id
      FROM person
      -- One look-up for each. Left to itself, the planner reads the whole table.
      CROSS JOIN LATERAL (
        SELECT c.id FROM customer c WHERE c.shop_id = ${shopId}::uuid AND c.merged_into_id = person.id OFFSET 0
      ) earlier
    )`;
}
