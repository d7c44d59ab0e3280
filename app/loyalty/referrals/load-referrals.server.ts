import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { loadGoods } from "#app/orders/counting/load-goods.server.ts";
import { paidInFull } from "#app/orders/counting/counted-order.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

import { countsAt } from "../order-points/order-conditions.server.ts";
import type { Giving } from "./giving.ts";
import type { FriendsOrder, ReferralState } from "./judgement.ts";
import type { ReferralSnapshot } from "./referral-program.ts";
import type { Finding, Party } from "./same-person.ts";

/** A referral as its table has it, with whom its two people are now. */
export type KeptReferral = Giving & {
  orderId: bigint;
  state: ReferralState;
  findings: readonly Finding[];
  snapshot: ReferralSnapshot;
  decision: "approved" | "rejected" | null;
};

/** Referrals in the order in which the friends bought. */
export async function loadReferrals(
  tx: ShopTx,
  { ids }: { ids: readonly string[] },
): Promise<KeptReferral[]> {
  const { shopId } = tx;
  const rows = await tx.referral.findMany({
    where: { shopId, id: { in: [...ids] } },
    orderBy: [{ placedAt: "asc" }, { id: "asc" }],
  });
  // A friend is whoever the order belongs to: a guest's may turn out to be a member's.
  const orders = await tx.order.findMany({
    where: { shopId, id: { in: rows.map(({ orderId }) => orderId) } },
    select: { id: true, customerId: true },
  });
  const ownerOf = new Map(orders.map(({ id, customerId }) => [id, customerId]));
  const owned = rows.map((row) => ({ ...row, friendId: ownerOf.get(row.orderId) ?? row.friendId }));
  const people = owned.flatMap(({ advocateId, friendId }) => [advocateId, friendId]);
  const survivors = await findSurvivors(tx, [...new Set(people)]);
  const now = (id: string) => survivors.get(id) ?? id;
  const friends = await tx.customer.findMany({
    where: { shopId, id: { in: owned.map(({ friendId }) => now(friendId)) } },
    select: { id: true, shopifyId: true },
  });
  const members = new Set(friends.flatMap(({ id, shopifyId }) => (shopifyId === null ? [] : id)));
  return owned.map((row) => {
    const [advocateId, friendId] = [now(row.advocateId), now(row.friendId)];
    const known = { ...row, advocateId, friendId, friendIsGuest: !members.has(friendId) };
    return known satisfies Record<keyof KeptReferral, unknown> as unknown as KeptReferral;
  });
}

/** The friends' orders by id, with everything that went back. */
export async function loadFriendsOrders(
  tx: ShopTx,
  orderIds: readonly bigint[],
): Promise<Map<bigint, FriendsOrder>> {
  const orders = await tx.order.findMany({
    where: { shopId: tx.shopId, id: { in: [...orderIds] } },
    select: { id: true, cancelledAt: true, test: true, inShopCurrency: true },
  });
  const goods = await loadGoods(tx, orderIds);
  return new Map(orders.map(({ id, ...order }) => [id, { ...order, ...goods(id) }]));
}

export type FirstOrder = { orderId: bigint; createdAt: Date; paidAt: Date };

/**
 * The first order that each of these people ever paid, tests left out, once it is known when. Orders by customer. One in another
 * currency is a first order, too: who bought with it is no new customer later, though nobody is rewarded for it.
 */
export async function loadFirstOrders(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, FirstOrder>> {
  const rows = await tx.$queryRaw<(FirstOrder & { customerId: string })[]>`
    SELECT first.*
    FROM unnest(${customerIds}::uuid[]) AS person(id)
    CROSS JOIN LATERAL (
      SELECT o.customer_id::text AS "customerId", o.id AS "orderId", o.created_at AS "createdAt",
        ${countsAt} AS "paidAt"
      FROM "order" o
      WHERE o.shop_id = ${tx.shopId}::uuid AND o.customer_id = person.id AND NOT o.test AND ${paidInFull} AND o.paid_at_sure
      ORDER BY o.created_at, o.id
      LIMIT 1
    ) first`;
  return new Map(rows.map(({ customerId, ...order }) => [customerId, order]));
}

/**
 * What is compared of the two people of each referral, and what the friend shares with the
 * advocate's other friends: as it was known when the friend bought.
 */
export type Parties = { advocate: Party; friend: Party; others: Pick<Party, "addresses" | "ips"> };

/** The parties of each referral, by its id. */
export async function loadParties(
  tx: ShopTx,
  referrals: readonly KeptReferral[],
): Promise<Map<string, Parties>> {
  const ids = [...new Set(referrals.flatMap(({ advocateId, friendId }) => [advocateId, friendId]))];
  const people = await tx.customer.findMany({
    where: { shopId: tx.shopId, id: { in: ids } },
    select: { id: true, email: true, phone: true },
  });
  const personOf = new Map(people.map((person) => [person.id, person]));
  const places = await loadPlaces(tx, referrals);
  return new Map(
    referrals.map(({ id, advocateId, friendId }) => {
      const found = places.get(id);
      const party = (customerId: string, role: "advocate" | "friend"): Party => ({
        customerId,
        email: personOf.get(customerId)?.email ?? null,
        phone: personOf.get(customerId)?.phone ?? null,
        ...hashes(found, role),
      });
      const [advocate, friend] = [party(advocateId, "advocate"), party(friendId, "friend")];
      return [id, { advocate, friend, others: hashes(found, "other") }];
    }),
  );
}

type PlaceRow = {
  id: string;
  role: "advocate" | "friend" | "other";
  ips: (string | null)[];
  addresses: (string | null)[];
};

async function loadPlaces(
  tx: ShopTx,
  referrals: readonly KeptReferral[],
): Promise<Map<string, PlaceRow[]>> {
  const { shopId } = tx;
  const asked = referrals.map(({ id, advocateId, orderId, placedAt }) => ({
    id,
    advocateId,
    orderId: String(orderId),
    placedAt,
  }));
  const rows = await tx.$queryRaw<PlaceRow[]>`
    SELECT r.id::text, place.role, array_agg(DISTINCT encode(place.ip_hash, 'hex')) AS ips,
      array_agg(DISTINCT encode(place.address_hash, 'hex')) AS addresses
    FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS r(id uuid, "advocateId" uuid, "orderId" bigint, "placedAt" timestamptz)
    CROSS JOIN LATERAL (
      SELECT 'friend' AS role, o.ip_hash, o.address_hash
      FROM "order" o WHERE o.shop_id = ${shopId}::uuid AND o.id = r."orderId"
      UNION ALL
      -- What the advocate did later says nothing about then.
      SELECT 'advocate', o.ip_hash, o.address_hash
      FROM "order" o
      WHERE o.shop_id = ${shopId}::uuid AND o.customer_id = r."advocateId" AND o.id <> r."orderId" AND o.created_at <= r."placedAt"
      UNION ALL
      -- Looked for by the place: an advocate may have brought thousands before.
      SELECT 'other', mine.ip_hash, NULL
      FROM "order" mine
      WHERE mine.shop_id = ${shopId}::uuid AND mine.id = r."orderId" AND EXISTS (
        SELECT FROM "order" o
        JOIN referral other ON other.shop_id = ${shopId}::uuid AND other.order_id = o.id
        WHERE o.shop_id = ${shopId}::uuid AND o.ip_hash = mine.ip_hash AND other.advocate_id = r."advocateId"
          AND (other.placed_at, other.order_id) < (r."placedAt", r."orderId"))
      UNION ALL
      SELECT 'other', NULL, mine.address_hash
      FROM "order" mine
      WHERE mine.shop_id = ${shopId}::uuid AND mine.id = r."orderId" AND EXISTS (
        SELECT FROM "order" o
        JOIN referral other ON other.shop_id = ${shopId}::uuid AND other.order_id = o.id
        WHERE o.shop_id = ${shopId}::uuid AND o.address_hash = mine.address_hash AND other.advocate_id = r."advocateId"
          AND (other.placed_at, other.order_id) < (r."placedAt", r."orderId"))
    ) place
    GROUP BY r.id, place.role`;
  return Map.groupBy(rows, ({ id }) => id);
}

function hashes(rows: readonly PlaceRow[] | undefined, role: PlaceRow["role"]) {
  const row = rows?.find((one) => one.role === role);
  const known = (values: readonly (string | null)[] | undefined) =>
    new Set(values?.filter((value) => value !== null) ?? []);
  return { addresses: known(row?.addresses), ips: known(row?.ips) };
}
