import { inShop } from "#app/ground/db.server.ts";
import { fromCursor, type Page, pageOf } from "#app/ground/keyset-pages.ts";
import { UNDONE } from "./adjust-balance.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

export type LedgerRow = {
  id: string;
  at: string;
  kind: string;
  /** What the entry added to or took from what the person has, debt counted as less than nothing. */
  points: number;
  /** Shopify's; null where there is none, or none any more. */
  orderId: string | null;
  orderName: string | null;
  /** Whether it was made by hand, and undone since; null where it cannot be undone. */
  undo: "possible" | "done" | null;
  /** A code with its figures. */
  reason: unknown;
  /** What was written beside it: for the shop's own people, and for the person. */
  notes: { internal: string | null; public: string | null };
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

/** A person's points, entry by entry, latest posted first. */
export function customerLedger(
  shopId: string,
  customerId: string,
  { before: after, limit }: { before?: string | undefined; limit: number },
): Promise<Page<LedgerRow>> {
  const shown = ({ id, at, kind, points, orderId, orderName, undo, reason, notes }: Row) => {
    return { id, at: at.toISOString(), kind, points, orderId, orderName, undo, reason, notes };
  };
  return entriesPage(shopId, customerId, { order: "ledger", after, limit, shown });
}

/** The same as the API answers it, and where the next page begins. */
export async function apiHistory(
  shopId: string,
  customerId: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ entries: ApiEntry[]; next: string | null }> {
  const shown = ({ at, orderName, reason, notes, ...row }: Row) => ({
    id: row.id,
    kind: row.kind,
    available: row.available,
    pending: row.pending,
    held: row.held,
    debt: row.debt,
    reason: reason.code,
    order: orderName,
    publicNote: notes.public,
    occurredAt: at.toISOString(),
  });
  const about = { order: "history", after, limit, shown };
  const { rows: entries, next } = await entriesPage(shopId, customerId, about);
  return { entries, next };
}

type Row = Omit<LedgerRow, "at"> &
  Pick<ApiEntry, "available" | "pending" | "held" | "debt"> & {
    at: Date;
    seq: string;
    reason: { code: string };
  };

async function entriesPage<Shown>(
  shopId: string,
  customerId: string,
  page: { order: string; after: string | undefined; limit: number; shown: (row: Row) => Shown },
): Promise<Page<Shown>> {
  const from = fromCursor(page.order, page.after);
  const rows = await inShop(
    shopId,
    (tx) => tx.$queryRaw<Row[]>`
      SELECT e.id, e.seq::text, e.occurred_at AS at, e.kind, (-e.outside_delta)::float8 AS points,
        e.available_delta::float8 AS available, e.pending_delta::float8 AS pending, e.held_delta::float8 AS held,
        e.debt_delta::float8 AS debt, e.reason, o.name AS "orderName",
        CASE WHEN o.deleted_at IS NULL THEN o.id::text END AS "orderId",
        CASE WHEN e.kind <> 'adjust' OR e.reason->>'code' <> 'adjusted_by_hand' THEN NULL
          WHEN EXISTS (SELECT FROM ledger_entry u
            WHERE u.shop_id = e.shop_id AND u.idempotency_key = e.idempotency_key || ${UNDONE}) THEN 'done'
          ELSE 'possible' END AS undo,
        jsonb_build_object('internal', n.internal, 'public', n.public) AS notes
      FROM ledger_entry e
      LEFT JOIN "order" o ON o.shop_id = e.shop_id AND o.id = e.order_id
      LEFT JOIN entry_note n ON n.shop_id = e.shop_id AND n.entry_id = e.id
      WHERE e.shop_id = ${shopId}::uuid AND e.customer_id = ${customerId}::uuid
        AND e.kind <> 'reallocate'
        ${from ? Prisma.sql`AND e.seq < ${from.id}::text::bigint` : Prisma.empty}
      ORDER BY e.seq DESC
      LIMIT ${page.limit + 1}::int`,
  );
  return pageOf(rows, { ...page, placeOf: ({ seq }) => ({ value: null, id: seq }) });
}
