import { inShop } from "#app/ground/db.server.ts";
import { fromCursor, type Page, pageOf } from "#app/ground/keyset-pages.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

export type LedgerRow = {
  id: string;
  at: string;
  kind: string;
  /** What the entry added to or took from what the person has, debt counted as less than nothing. */
  points: number;
  orderName: string | null;
  /** A code with its figures. */
  reason: unknown;
  /** What was written beside it: for the shop's own people, and for the person. */
  notes: { internal: string | null; public: string | null };
};

/** A person's points, entry by entry, latest posted first. */
export async function customerLedger(
  shopId: string,
  id: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<Page<LedgerRow>> {
  const from = fromCursor("ledger", before);
  const rows = await inShop(
    shopId,
    (tx) => tx.$queryRaw<(Omit<LedgerRow, "at"> & { at: Date; seq: string })[]>`
      SELECT e.id, e.seq::text, e.occurred_at AS at, e.kind, (-e.outside_delta)::float8 AS points, e.reason, o.name AS "orderName",
        jsonb_build_object('internal', n.internal, 'public', n.public) AS notes
      FROM ledger_entry e
      LEFT JOIN "order" o ON o.shop_id = e.shop_id AND o.id = e.order_id
      LEFT JOIN entry_note n ON n.shop_id = e.shop_id AND n.entry_id = e.id
      WHERE e.shop_id = ${shopId}::uuid AND e.customer_id = ${id}::uuid
        ${from ? Prisma.sql`AND e.seq < ${from.id}::text::bigint` : Prisma.empty}
      ORDER BY e.seq DESC
      LIMIT ${limit + 1}::int`,
  );
  return pageOf(rows, {
    order: "ledger",
    limit,
    shown: ({ seq: _, at, ...row }) => ({ ...row, at: at.toISOString() }),
    placeOf: ({ seq }) => ({ value: null, id: seq }),
  });
}
