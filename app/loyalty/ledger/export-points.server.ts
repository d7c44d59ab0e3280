import { inShop } from "#app/ground/db.server.ts";
import { pagesById } from "#app/ground/keyset-pages.server.ts";

import type { Balances } from "./ledger-entry.ts";

const ROWS_AT_ONCE = 2_000;

type Points = Omit<Balances, "qualifying">;

export type ExportedBalance = Points & {
  id: string;
  shopifyId: string | null;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  tier: string | null;
};

/** What everybody has, some people at a time. Records that became another person's are left out. */
export function exportBalances(shopId: string): AsyncGenerator<ExportedBalance[]> {
  return pagesById((after) =>
    inShop(
      shopId,
      (tx) => tx.$queryRaw<ExportedBalance[]>`
        SELECT a.customer_id AS id, c.shopify_id::text AS "shopifyId", c.email, c.first_name AS "firstName",
          c.last_name AS "lastName", t.name AS tier, a.available, a.pending, a.held, a.debt
        FROM ledger_account a
        -- Each is told where the page begins, or the planner has them read from the first row on.
        JOIN customer c ON c.shop_id = a.shop_id AND c.id = a.customer_id AND c.merged_into_id IS NULL AND c.id > ${after}::uuid
        LEFT JOIN tier_membership m ON m.shop_id = c.shop_id AND m.customer_id = c.id AND m.customer_id > ${after}::uuid
        LEFT JOIN tier t ON t.shop_id = m.shop_id AND t.id = m.tier_id
        WHERE a.shop_id = ${shopId}::uuid AND a.customer_id > ${after}::uuid
        ORDER BY a.customer_id
        LIMIT ${ROWS_AT_ONCE}::int`,
    ),
  );
}

/** Its points are what it changed. */
export type ExportedEntry = Points & {
  id: string;
  at: Date;
  customerId: string;
  shopifyId: string | null;
  email: string | null;
  kind: string;
  reason: unknown;
  orderName: string | null;
  actor: string;
  publicNote: string | null;
  internalNote: string | null;
};

/** Every entry of the ledger in the order in which it was written, some at a time. */
export function exportLedger(shopId: string): AsyncGenerator<ExportedEntry[]> {
  return pagesById((after) =>
    inShop(
      shopId,
      (tx) => tx.$queryRaw<ExportedEntry[]>`
        SELECT e.id, e.occurred_at AS at, e.customer_id AS "customerId", c.shopify_id::text AS "shopifyId", c.email,
          e.kind, e.reason, o.name AS "orderName", e.actor, e.available_delta AS available, e.pending_delta AS pending,
          e.held_delta AS held, e.debt_delta AS debt, n.public AS "publicNote", n.internal AS "internalNote"
        FROM (
          SELECT * FROM ledger_entry
          WHERE shop_id = ${shopId}::uuid AND id > ${after}::uuid
          ORDER BY id LIMIT ${ROWS_AT_ONCE}::int
        ) e
        LEFT JOIN customer c ON c.shop_id = e.shop_id AND c.id = e.customer_id
        LEFT JOIN "order" o ON o.shop_id = e.shop_id AND o.id = e.order_id
        LEFT JOIN entry_note n ON n.shop_id = e.shop_id AND n.entry_id = e.id
        ORDER BY e.id`,
    ),
  );
}
