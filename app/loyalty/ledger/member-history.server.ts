import { inShop } from "#app/ground/db.server.ts";
import { fromCursor, pageOf } from "#app/ground/keyset-pages.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

/** What the API answers of a member. Points are whole numbers. */
export type ApiMember = {
  id: string;
  shopifyId: string | null;
  balance: { available: number; pending: number; held: number; debt: number };
  tier: { id: string; name: string } | null;
  referralCode: string | null;
};

/** A ledger entry as the API answers it. */
export type ApiEntry = {
  id: string;
  kind: string;
  available: number;
  pending: number;
  held: number;
  debt: number;
  reason: string;
  order: string | null;
  publicNote: string | null;
  occurredAt: string;
};

/** What a customer has; who never earned anything has nothing. */
export function apiMember(shopId: string, customerId: string): Promise<ApiMember> {
  return inShop(shopId, async (tx) => {
    const [row] = await tx.$queryRaw<
      {
        shopifyId: string | null;
        available: number;
        pending: number;
        held: number;
        debt: number;
        tierId: string | null;
        tierName: string | null;
        referralCode: string | null;
      }[]
    >`
      SELECT c.shopify_id::text AS "shopifyId", coalesce(a.available, 0)::float8 AS available,
        coalesce(a.pending, 0)::float8 AS pending, coalesce(a.held, 0)::float8 AS held, coalesce(a.debt, 0)::float8 AS debt,
        t.id::text AS "tierId", t.name AS "tierName", r.code AS "referralCode"
      FROM customer c
      LEFT JOIN ledger_account a ON a.shop_id = c.shop_id AND a.customer_id = c.id
      LEFT JOIN tier_membership m ON m.shop_id = c.shop_id AND m.customer_id = c.id
      LEFT JOIN tier t ON t.shop_id = m.shop_id AND t.id = m.tier_id
      LEFT JOIN referral_code r ON r.shop_id = c.shop_id AND r.customer_id = c.id
      WHERE c.shop_id = ${shopId}::uuid AND c.id = ${customerId}::uuid`;
    if (!row) throw new Error(`There is no customer ${customerId}`);
    const { shopifyId, tierId, tierName, referralCode, ...balance } = row;
    return {
      id: customerId,
      shopifyId,
      balance,
      tier: tierId === null ? null : { id: tierId, name: tierName ?? "" },
      referralCode,
    };
  });
}

/** A page of a customer's ledger, the newest first, and where the next one begins. */
export async function apiHistory(
  shopId: string,
  customerId: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ entries: ApiEntry[]; next: string | null }> {
  const from = fromCursor("history", after);
  const rows = await inShop(
    shopId,
    (tx) => tx.$queryRaw<(Omit<ApiEntry, "occurredAt"> & { at: Date; seq: string })[]>`
      SELECT e.id, e.seq::text, e.kind, e.available_delta::float8 AS available, e.pending_delta::float8 AS pending,
        e.held_delta::float8 AS held, e.debt_delta::float8 AS debt, e.reason->>'code' AS reason, o.name AS "order",
        n.public AS "publicNote", e.occurred_at AS at
      FROM ledger_entry e
      LEFT JOIN "order" o ON o.shop_id = e.shop_id AND o.id = e.order_id
      LEFT JOIN entry_note n ON n.shop_id = e.shop_id AND n.entry_id = e.id
      WHERE e.shop_id = ${shopId}::uuid AND e.customer_id = ${customerId}::uuid
        ${from ? Prisma.sql`AND e.seq < ${from.id}::text::bigint` : Prisma.empty}
      ORDER BY e.seq DESC
      LIMIT ${limit + 1}::int`,
  );
  const { rows: entries, next } = pageOf(rows, {
    order: "history",
    limit,
    shown: ({ seq: _, at, ...entry }) => ({ ...entry, occurredAt: at.toISOString() }),
    placeOf: ({ seq }) => ({ value: null, id: seq }),
  });
  return { entries, next };
}
