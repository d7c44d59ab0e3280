import { inShop } from "#app/db.server.ts";
import type { AuditAction } from "#app/loyalty/audit-actions.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { fromCursor, toCursor } from "./cursor.ts";
import { fullName } from "./full-name.ts";

export type AuditRow = {
  id: string;
  at: string;
  actor: string;
  action: string;
  subject: string;
  /** Whose points or record it is about, when it is about one person's. */
  customer: { id: string; name: string | null } | null;
  /** What the achievement or the challenge that it is about is called now, while there is one. */
  goal: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

export type AuditQuery = {
  /** staff | api | flow | encore */
  who?: string | undefined;
  actions?: readonly AuditAction[] | undefined;
  before?: string | undefined;
  limit: number;
};

type Row = Omit<AuditRow, "at" | "customer"> & {
  at: Date;
  customerId: string | null;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
};

/** What was done to the program and to balances, latest first, by whom and of what kind when that is asked. */
export async function auditLog(
  shopId: string,
  { who, actions, before, limit }: AuditQuery,
): Promise<{ rows: AuditRow[]; next: string | null }> {
  const from = fromCursor("audit", before);
  const found = await inShop(
    shopId,
    (tx) => tx.$queryRaw<Row[]>`
      SELECT a.*, COALESCE(achievement.name, challenge.name) AS goal, c.id AS "customerId", c.first_name AS "firstName", c.last_name AS "lastName", c.email
      FROM (
        SELECT id, at, actor, action, subject, before, after FROM audit_entry
        WHERE shop_id = ${shopId}::uuid
          ${who ? Prisma.sql`AND split_part(actor, '.', 1) = ${who}` : Prisma.empty}
          ${actions ? Prisma.sql`AND action = ANY(${[...actions]}::text[])` : Prisma.empty}
          ${from ? Prisma.sql`AND (at, id) < (${from.value}::text::timestamptz, ${from.id}::uuid)` : Prisma.empty}
        ORDER BY at DESC, id DESC
        LIMIT ${limit + 1}::int
      ) a
      LEFT JOIN customer c ON c.shop_id = ${shopId}::uuid
        AND c.id = CASE WHEN a.subject LIKE 'customer.%' THEN substr(a.subject, 10)::uuid END
      LEFT JOIN achievement ON achievement.shop_id = ${shopId}::uuid
        AND achievement.id = CASE WHEN a.subject LIKE 'achievement.%' THEN substr(a.subject, 13)::uuid END
      LEFT JOIN challenge ON challenge.shop_id = ${shopId}::uuid
        AND challenge.id = CASE WHEN a.subject LIKE 'challenge.%' THEN substr(a.subject, 11)::uuid END
      ORDER BY a.at DESC, a.id DESC`,
  );
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const more = found.length > limit && last;
  return {
    rows: rows.map(({ customerId, firstName, lastName, email, at, ...row }) => ({
      ...row,
      at: at.toISOString(),
      customer:
        (customerId && {
          id: customerId,
          name: fullName({ firstName, lastName }) ?? email,
        }) ||
        null,
    })),
    next: more ? toCursor("audit", { value: last.at.toISOString(), id: last.id }) : null,
  };
}
