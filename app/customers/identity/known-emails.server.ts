import type { ShopTx } from "#app/ground/db.server.ts";

import { identifierHash } from "./identifier-hash.server.ts";

/** An email and a record that is or was known by it. `blocked`: it no longer says whose an order is. */
export type KnownEmail = { email: string; customerId: string; blocked: boolean };

/** The records that are or were known by these emails, each as it is written here. */
export async function findByEmail(tx: ShopTx, emails: readonly string[]): Promise<KnownEmail[]> {
  const { shopId } = tx;
  const emailOf = new Map(emails.map((email) => [identifierHash(shopId, "email", email), email]));
  const found = await tx.$queryRaw<(Omit<KnownEmail, "email"> & { hash: string })[]>`
    SELECT encode(i.value_hash, 'hex') AS hash, i.customer_id AS "customerId", i.blocked
    FROM identifier i
    WHERE i.shop_id = ${shopId}::uuid AND i.kind = 'email'
      AND i.value_hash = ANY(ARRAY(SELECT decode(hash, 'hex') FROM unnest(${[...emailOf.keys()]}::text[]) AS hash))`;
  return found.map(({ hash, ...known }) => ({ email: emailOf.get(hash) ?? "", ...known }));
}

/** The hash of every email that these customers are or were known by. */
export async function emailHashesOf(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Uint8Array<ArrayBuffer>[]> {
  const known = await tx.identifier.findMany({
    where: { shopId: tx.shopId, kind: "email", customerId: { in: [...customerIds] } },
    select: { valueHash: true },
  });
  return known.map(({ valueHash }) => valueHash);
}
