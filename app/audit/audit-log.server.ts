import { inShop } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { nameOf } from "../customers/customer-names.server.ts";
import { fromCursor, type Page, pageOf } from "../ground/keyset-pages.ts";
import type { AuditAction } from "./audit-actions.ts";

type Named = { id: string; name: string | null };

export type AuditRow = {
  id: string;
  at: string;
  actor: string;
  /** What they are called, of the shop's own people. */
  staff: string | null;
  action: string;
  subject: string;
  /** Whose points or record it is about, when it is about one person's. */
  customer: Named | null;
  /** The other person, where it is about two. */
  other: Named | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

export type AuditQuery = {
  /** staff | api | flow | encore, or one actor: staff.<Shopify user id> */
  who?: string | undefined;
  /** From one moment on, and up to another. */
  since?: Date | undefined;
  until?: Date | undefined;
  actions?: readonly AuditAction[] | undefined;
  before?: string | undefined;
  limit: number;
};

/** What was done to the program and to balances, latest first; by whom, when and of what kind, where that is asked. */
export async function auditLog(
  shopId: string,
  { who, since, until, actions, before, limit }: AuditQuery,
): Promise<Page<AuditRow>> {
  const from = fromCursor("audit", before);
  const found = await inShop(
    shopId,
    (tx) => tx.$queryRaw<(Omit<AuditRow, "at"> & { at: Date })[]>`
      SELECT a.*, m.name AS staff, ${person("c")} AS customer, ${person("o")} AS other
      FROM (
        SELECT id, at, actor, action, subject, before, after FROM audit_entry
        WHERE shop_id = ${shopId}::uuid
          ${who ? Prisma.sql`AND ${who} IN (actor, split_part(actor, '.', 1))` : Prisma.empty}
          ${since ? Prisma.sql`AND at >= ${since}` : Prisma.empty}
          ${until ? Prisma.sql`AND at < ${until}` : Prisma.empty}
          ${actions ? Prisma.sql`AND action = ANY(${[...actions]}::text[])` : Prisma.empty}
          ${from ? Prisma.sql`AND (at, id) < (${from.value}::text::timestamptz, ${from.id}::uuid)` : Prisma.empty}
        ORDER BY at DESC, id DESC
        LIMIT ${limit + 1}::int
      ) a
      LEFT JOIN staff_member m ON m.shop_id = ${shopId}::uuid AND a.actor = 'staff.' || m.user_id
      LEFT JOIN customer c ON c.shop_id = ${shopId}::uuid
        AND c.id = CASE WHEN a.subject LIKE 'customer.%' THEN substr(a.subject, 10)::uuid END
      LEFT JOIN customer o ON o.shop_id = ${shopId}::uuid
        AND o.id = CASE WHEN a.action = 'customers.unmerged' THEN (a.after->>'separatedId')::uuid END
      ORDER BY a.at DESC, a.id DESC`,
  );
  return pageOf(found, {
    order: "audit",
    limit,
    shown: (row) => ({ ...row, at: row.at.toISOString() }),
    placeOf: ({ at, id }) => ({ value: at.toISOString(), id }),
  });
}

/** What to call a customer, as JSON, by the name that the query gives their table; null where there is none. */
function person(alias: "c" | "o"): Prisma.Sql {
  const id = Prisma.raw(`${alias}.id`);
  return Prisma.sql`CASE WHEN ${id} IS NOT NULL THEN jsonb_build_object('id', ${id}, 'name', ${nameOf(alias)}) END`;
}
