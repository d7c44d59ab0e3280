import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { findByEmail } from "#app/customers/identity/known-emails.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

import type { Who } from "./points-file.ts";

/** Which customer each of these is, by `keyOf`: the record that they are now. Who is not known, or was forgotten, is missing. */
export async function findPeople(tx: ShopTx, people: readonly Who[]): Promise<Map<string, string>> {
  const emails = people.flatMap((who) => ("email" in who ? [who.email] : []));
  const shopifyIds = people.flatMap((who) => ("shopifyId" in who ? [who.shopifyId] : []));
  const byEmail = await findByEmail(tx, emails);
  const byShopifyId = await tx.customer.findMany({
    where: { shopId: tx.shopId, shopifyId: { in: shopifyIds } },
    select: { id: true, shopifyId: true },
  });
  const found = [
    ...byEmail.flatMap(({ email, customerId, blocked }) =>
      blocked ? [] : [{ key: email, customerId }],
    ),
    ...byShopifyId.map(({ id, shopifyId }) => ({ key: String(shopifyId), customerId: id })),
  ];
  const survivors = await findSurvivors(
    tx,
    found.map(({ customerId }) => customerId),
  );
  const redacted = await redactedOf(tx, [...survivors.values()]);
  return new Map(
    found.flatMap(({ key, customerId }) => {
      const survivor = survivors.get(customerId);
      return survivor && !redacted.has(survivor) ? [[key, survivor]] : [];
    }),
  );
}

/** What `findPeople` names somebody by. */
export function keyOf(who: Who): string {
  return "email" in who ? who.email : String(who.shopifyId);
}

async function redactedOf(tx: ShopTx, ids: string[]): Promise<Set<string>> {
  const rows = await tx.customer.findMany({
    where: { shopId: tx.shopId, id: { in: ids }, redactedAt: { not: null } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}
