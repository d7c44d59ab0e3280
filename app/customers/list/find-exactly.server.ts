import type { ShopTx } from "#app/ground/db.server.ts";
import { findByCode } from "#app/loyalty/view.server.ts";

import { spellingsOf } from "../identity/email.ts";
import { findByEmail } from "../identity/known-emails.server.ts";
import { findSurvivors } from "../identity/find-survivors.server.ts";
import { type ExactSearch, exactSearch, type NumberHabits } from "./exact-search.ts";

/** Why somebody was found whose name does not say it: what it was that was looked for, as it is kept. */
export type Match = {
  kind: "order" | "phone" | "discount_code" | "referral_code" | "shopify_id" | "email";
  value: string;
};

type Hit = Match & { customerId: string };

/**
 * Whom a search finds by something that has one spelling: the number of an order, a phone, a code, an id of Shopify's, or an email that
 * was theirs once. By customer, as the record that they are now. Each is one look-up in an index, however many customers there are.
 */
export async function findExactly(tx: ShopTx, typed: string): Promise<Map<string, Match>> {
  const search = exactSearch(typed, await loadHabits(tx));
  const hits = [
    ...(await findByOrder(tx, search)),
    ...(await findByPhone(tx, search.phones)),
    ...(await findOwners(tx, typed)),
    ...(await findByShopifyId(tx, search.customerId)),
    ...(await findByFormerEmail(tx, typed)),
  ];
  const survivors = await findSurvivors(
    tx,
    hits.map(({ customerId }) => customerId),
  );
  return new Map(
    hits
      .map(({ customerId, ...match }) => [survivors.get(customerId), match] as const)
      .filter((found): found is [string, Match] => found[0] !== undefined)
      // The first that is found says why.
      .reverse(),
  );
}

async function loadHabits(tx: ShopTx): Promise<NumberHabits> {
  const { country } = await tx.shop.findUniqueOrThrow({ where: { id: tx.shopId } });
  const latest = await tx.order.findFirst({
    where: { shopId: tx.shopId },
    orderBy: { processedAt: "desc" },
    select: { name: true },
  });
  return { country, orderName: latest?.name ?? null };
}

async function findByOrder(tx: ShopTx, { orderNames, orderId }: ExactSearch): Promise<Hit[]> {
  const isOne = [{ name: { in: orderNames } }, ...(orderId === null ? [] : [{ id: orderId }])];
  const orders = await tx.order.findMany({
    where: { shopId: tx.shopId, OR: isOne },
    select: { name: true, customerId: true },
  });
  return orders.flatMap(({ customerId, name }) =>
    customerId === null ? [] : [{ kind: "order" as const, value: name, customerId }],
  );
}

async function findByPhone(tx: ShopTx, phones: string[]): Promise<Hit[]> {
  if (phones.length === 0) return [];
  const found = await tx.customer.findMany({
    where: { shopId: tx.shopId, redactedAt: null, phone: { in: phones } },
    select: { id: true, phone: true },
  });
  return found.map(({ id, phone }) => ({ kind: "phone", value: phone ?? "", customerId: id }));
}

/** Of a code that anybody could use, who did. */
async function findOwners(tx: ShopTx, typed: string): Promise<Hit[]> {
  const owners = await findByCode(tx, typed);
  const usedBy = await tx.order.findMany({
    where: { shopId: tx.shopId, id: { in: owners.flatMap(({ orderId }) => orderId ?? []) } },
    select: { id: true, customerId: true },
  });
  const users = new Map(usedBy.map(({ id, customerId }) => [id, customerId]));
  return owners.flatMap(({ kind, code, customerId, orderId }) => {
    const user = orderId === null ? null : users.get(orderId);
    return [customerId, user]
      .filter((id) => !!id)
      .map((id) => ({ kind, value: code, customerId: id as string }));
  });
}

async function findByShopifyId(tx: ShopTx, shopifyId: bigint | null): Promise<Hit[]> {
  if (shopifyId === null) return [];
  const found = await tx.customer.findMany({
    where: { shopId: tx.shopId, redactedAt: null, shopifyId },
    select: { id: true },
  });
  const value = String(shopifyId);
  return found.map(({ id }) => ({ kind: "shopify_id", value, customerId: id }));
}

async function findByFormerEmail(tx: ShopTx, typed: string): Promise<Hit[]> {
  const email = typed.trim().toLowerCase();
  if (!email.includes("@")) return [];
  const known = await findByEmail(tx, spellingsOf(email));
  return known.map(({ customerId }) => ({ kind: "email", value: email, customerId }));
}
