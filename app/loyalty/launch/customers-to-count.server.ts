import type { ShopTx } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

/** Customers `c` whom a launch, or the way back, has something to do about. */
const concerned = Prisma.sql`c.merged_into_id IS NULL AND (
  EXISTS (SELECT FROM "order" o WHERE o.shop_id = c.shop_id AND o.customer_id = c.id)
  OR EXISTS (SELECT FROM ledger_account a WHERE a.shop_id = c.shop_id AND a.customer_id = c.id)
  OR EXISTS (SELECT FROM manual_tier m WHERE m.shop_id = c.shop_id AND m.customer_id = c.id)
  OR EXISTS (SELECT FROM redemption r WHERE r.shop_id = c.shop_id AND r.customer_id = c.id)
  OR EXISTS (SELECT FROM achievement_unlock u WHERE u.shop_id = c.shop_id AND u.customer_id = c.id))`;

/** How many customers are to be counted. */
export async function countCustomers(tx: ShopTx): Promise<number> {
  const [found] = await tx.$queryRaw<{ customers: number }[]>`
    SELECT count(*)::int AS customers FROM customer c WHERE c.shop_id = ${tx.shopId}::uuid AND ${concerned}`;
  return found?.customers ?? 0;
}

/** The next of them by their ids; null begins. */
export async function customersAfter(
  tx: ShopTx,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT c.id::text AS id FROM customer c
    WHERE c.shop_id = ${tx.shopId}::uuid AND c.id > ${after ?? BEFORE_ALL}::uuid AND ${concerned}
    ORDER BY c.id LIMIT ${limit}::int`;
  return rows.map(({ id }) => id);
}

const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";
