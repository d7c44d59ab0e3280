import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { findByEmail } from "#app/customers/identity/known-emails.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

import type { Who } from "./file-cells.ts";

/**
 * Which customer each of these is, by `keyOf`: the record that they are now. Who is not known, or was forgotten, is missing; null
 * is who cannot be told, as several customers have the same phone.
 */
export async function findPeople(
  tx: ShopTx,
  people: readonly Who[],
): Promise<Map<string, string | null>> {
  const found = [
    ...(await foundByEmail(tx, people)),
    ...(await foundByShopifyId(tx, people)),
    ...(await foundByPhone(tx, people)),
  ];
  const survivors = await findSurvivors(
    tx,
    found.map(({ customerId }) => customerId),
  );
  const redacted = await redactedOf(tx, [...survivors.values()]);
  const theirs = Map.groupBy(found, ({ key }) => key);
  return new Map(
    [...theirs].flatMap(([key, records]) => {
      const ids = records.flatMap(({ customerId }) => survivors.get(customerId) ?? []);
      const [id, ...others] = new Set(ids.filter((survivor) => !redacted.has(survivor)));
      return id ? [[key, others.length === 0 ? id : null] as const] : [];
    }),
  );
}

/** What `findPeople` names somebody by. */
export function keyOf(who: Who): string {
  if ("email" in who) return who.email;
  return "phone" in who ? who.phone : String(who.shopifyId);
}

type Found = { key: string; customerId: string };

async function foundByEmail(tx: ShopTx, people: readonly Who[]): Promise<Found[]> {
  const emails = people.flatMap((who) => ("email" in who ? [who.email] : []));
  const known = await findByEmail(tx, emails);
  return known.flatMap(({ email, customerId, blocked }) =>
    blocked ? [] : [{ key: email, customerId }],
  );
}

async function foundByShopifyId(tx: ShopTx, people: readonly Who[]): Promise<Found[]> {
  const ids = people.flatMap((who) => ("shopifyId" in who ? [who.shopifyId] : []));
  const known = await tx.customer.findMany({
    where: { shopId: tx.shopId, shopifyId: { in: ids } },
    select: { id: true, shopifyId: true },
  });
  return known.map(({ id, shopifyId }) => ({ key: String(shopifyId), customerId: id }));
}

/** Shopify writes phone numbers as +442079460958. */
async function foundByPhone(tx: ShopTx, people: readonly Who[]): Promise<Found[]> {
  const phones = people.flatMap((who) => ("phone" in who ? [who.phone] : []));
  if (phones.length === 0) return [];
  const known = await tx.customer.findMany({
    where: { shopId: tx.shopId, phone: { in: phones } },
    select: { id: true, phone: true },
  });
  return known.map(({ id, phone }) => ({ key: phone ?? "", customerId: id }));
}

async function redactedOf(tx: ShopTx, ids: string[]): Promise<Set<string>> {
  const rows = await tx.customer.findMany({
    where: { shopId: tx.shopId, id: { in: ids }, redactedAt: { not: null } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}
