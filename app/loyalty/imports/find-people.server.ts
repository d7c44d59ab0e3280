import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { identifierHash } from "#app/customers/identity/identifier-hash.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

import type { Who } from "./points-file.ts";

/** Which customer each of these is, by `keyOf`: the record that they are now. Who is not known, or was forgotten, is missing. */
export async function findPeople(
  tx: ShopTx,
  shopId: string,
  people: readonly Who[],
): Promise<Map<string, string>> {
  const emails = new Map(
    people.flatMap((who) =>
      "email" in who ? [[identifierHash(shopId, "email", who.email), keyOf(who)] as const] : [],
    ),
  );
  const ids = people.flatMap((who) => ("shopifyId" in who ? [String(who.shopifyId)] : []));
  const found = await tx.$queryRaw<{ key: string; customerId: string }[]>`
    SELECT encode(i.value_hash, 'hex') AS key, i.customer_id AS "customerId"
    FROM identifier i
    WHERE i.shop_id = ${shopId}::uuid AND i.kind = 'email' AND NOT i.blocked
      AND i.value_hash = ANY(ARRAY(SELECT decode(hash, 'hex') FROM unnest(${[...emails.keys()]}::text[]) AS hash))
    UNION ALL
    SELECT c.shopify_id::text, c.id FROM customer c
    WHERE c.shop_id = ${shopId}::uuid AND c.shopify_id = ANY(${ids}::bigint[])`;
  const survivors = await findSurvivors(
    tx,
    shopId,
    found.map(({ customerId }) => customerId),
  );
  const redacted = await redactedOf(tx, shopId, [...survivors.values()]);
  return new Map(
    found.flatMap(({ key, customerId }) => {
      const survivor = survivors.get(customerId);
      return survivor && !redacted.has(survivor) ? [[emails.get(key) ?? key, survivor]] : [];
    }),
  );
}

/** What `findPeople` names somebody by. */
export function keyOf(who: Who): string {
  return "email" in who ? who.email : String(who.shopifyId);
}

async function redactedOf(tx: ShopTx, shopId: string, ids: string[]): Promise<Set<string>> {
  const rows = await tx.customer.findMany({
    where: { shopId, id: { in: ids }, redactedAt: { not: null } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}
