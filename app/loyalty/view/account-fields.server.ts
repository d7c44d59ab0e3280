import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

/** The points of a customer who has an account. */
export type AccountPoints = { available: bigint; pending: bigint; held: bigint; debt: bigint };

type Field = { type: "integer"; sql: Prisma.Sql };

/**
 * Each number of a customer: its type, and what it is in a query of customers `c` to which
 * `accountOf` was joined; null there for who has no account.
 */
export const accountFields: Readonly<Record<keyof AccountPoints, Field>> = {
  available: { type: "integer", sql: Prisma.sql`a.available` },
  pending: { type: "integer", sql: Prisma.sql`a.pending` },
  held: { type: "integer", sql: Prisma.sql`a.held` },
  debt: { type: "integer", sql: Prisma.sql`a.debt` },
};

/** The account `a` of each customer `c`, to be joined. Its shop stands in it, so that the index of points can be walked. */
export function accountOf(shopId: string): Prisma.Sql {
  return Prisma.sql`ledger_account a ON a.shop_id = ${shopId}::uuid AND a.customer_id = c.id`;
}

/** The points of those of these customers who have an account, by customer. */
export async function readAccounts(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, AccountPoints>> {
  const rows = await tx.ledgerAccount.findMany({
    where: { shopId: tx.shopId, customerId: { in: [...customerIds] } },
    select: { customerId: true, available: true, pending: true, held: true, debt: true },
  });
  return new Map(rows.map(({ customerId, ...points }) => [customerId, points]));
}

/** The points that a customer has to spend now. */
export async function loadAvailable(shopId: string, customerId: string): Promise<bigint> {
  const accounts = await inShop(shopId, (tx) => readAccounts(tx, [customerId]));
  return accounts.get(customerId)?.available ?? 0n;
}

/** By entry of the ledger, what it added to or took from what its customer has; a debt counts as less than nothing. */
export async function pointsOfEntries(
  tx: ShopTx,
  entryIds: readonly string[],
): Promise<Map<string, bigint>> {
  const rows = await tx.ledgerEntry.findMany({
    where: { shopId: tx.shopId, id: { in: [...entryIds] } },
    select: { id: true, availableDelta: true, pendingDelta: true, debtDelta: true },
  });
  return new Map(
    rows.map(({ id, availableDelta, pendingDelta, debtDelta }) => [
      id,
      availableDelta + pendingDelta - debtDelta,
    ]),
  );
}
