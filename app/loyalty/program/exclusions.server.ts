import { personsOf } from "#app/customers/identity/persons-of.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { type Exclusion, isExcluded } from "./exclusion.ts";

/** When each of these customers, or a record that they once were, was excluded from the program. Who never was is missing. */
export async function loadExclusions(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, Exclusion[]>> {
  const { shopId } = tx;
  if (customerIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<(Exclusion & { customerId: string })[]>`
    ${personsOf(shopId, customerIds)}
    SELECT person.customer_id::text AS "customerId", x.since AS "pausedAt", x.until AS "resumedAt"
    FROM person
    JOIN program_exclusion x ON x.shop_id = ${shopId}::uuid AND x.customer_id = person.id
    ORDER BY x.since, x.id`;
  return Map.groupBy(rows, ({ customerId }) => customerId);
}

/** Those of these customers who are excluded from the program now. */
export async function excludedAmong(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Set<string>> {
  const exclusions = await loadExclusions(tx, customerIds);
  return new Set([...exclusions].flatMap(([id, own]) => (isExcluded(own) ? id : [])));
}

/** Whether the customer of a query's column is not excluded now. */
export function notExcluded(shopId: string, column: string): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (
    SELECT FROM program_exclusion x
    WHERE x.shop_id = ${shopId}::uuid AND x.customer_id = ${Prisma.raw(column)} AND x.until IS NULL)`;
}
