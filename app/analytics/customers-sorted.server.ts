import type { ShopTx } from "#app/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import type { Place } from "./cursor.ts";

export type CustomerSort = "last_order" | "spent" | "orders" | "created" | "points";
export type Direction = "asc" | "desc";

export type CustomerRow = {
  id: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  ordersCount: number;
  spentMinor: bigint;
  createdAt: Date;
  lastOrderAt: Date | null;
  segment: string | null;
  stage: string | null;
  /** Null: no account. */
  points: bigint | null;
};

type Order = {
  key: Prisma.Sql;
  type: Prisma.Sql;
  /** The id that the order's index ends with. */
  id: Prisma.Sql;
  /** Where those without a value stand; null when everyone has one. */
  without: Record<Direction, "first" | "last"> | null;
  /** A row's value as its cursor keeps it. */
  value: (row: CustomerRow) => string | null;
};

type Part = "with a value" | "without one";

const ofCustomer = Prisma.sql`c.id`;

const orders: Record<CustomerSort, Order> = {
  last_order: {
    key: Prisma.sql`c.last_order_at`,
    type: Prisma.sql`timestamptz`,
    id: ofCustomer,
    // Whoever never ordered is neither the latest nor the earliest.
    without: { asc: "last", desc: "last" },
    value: (row) => row.lastOrderAt?.toISOString() ?? null,
  },
  spent: {
    key: Prisma.sql`c.spent_minor`,
    type: Prisma.sql`bigint`,
    id: ofCustomer,
    without: null,
    value: (row) => String(row.spentMinor),
  },
  orders: {
    key: Prisma.sql`c.orders_count`,
    type: Prisma.sql`int`,
    id: ofCustomer,
    without: null,
    value: (row) => String(row.ordersCount),
  },
  created: {
    key: Prisma.sql`c.created_at`,
    type: Prisma.sql`timestamptz`,
    id: ofCustomer,
    without: null,
    value: (row) => row.createdAt.toISOString(),
  },
  points: {
    key: Prisma.sql`a.available`,
    type: Prisma.sql`bigint`,
    id: Prisma.sql`a.customer_id`,
    // Shown as no points: below everyone who has an account.
    without: { asc: "first", desc: "last" },
    value: (row) => row.points?.toString() ?? null,
  },
};

/** Where a row stands in that order. */
export function placeOf(sort: CustomerSort, row: CustomerRow): Place {
  return { value: orders[sort].value(row), id: row.id };
}

/**
 * The first rows of `source` (from `matching`) after a place, or before it when `backwards`, nearest first. No two rows stand in
 * the same place: ids settle ties. `from` null begins at the beginning.
 */
export async function nextInOrder(
  tx: ShopTx,
  source: Prisma.Sql,
  {
    sort,
    direction,
    backwards,
    from,
    limit,
  }: {
    sort: CustomerSort;
    direction: Direction;
    backwards: boolean;
    from: Place | null;
    limit: number;
  },
): Promise<CustomerRow[]> {
  const order = orders[sort];
  const ascending = (direction === "asc") !== backwards;
  const parts = partsOf(order, direction);
  if (backwards) parts.reverse();
  const started = from ? parts.indexOf(from.value === null ? "without one" : "with a value") : 0;

  const rows: CustomerRow[] = [];
  for (const [index, part] of parts.entries()) {
    if (index < started || rows.length >= limit) continue;
    const after = index === started ? from : null;
    rows.push(
      ...(await tx.$queryRaw<CustomerRow[]>(
        page(source, sort, part, ascending, after, limit - rows.length),
      )),
    );
  }
  return rows;
}

function partsOf(order: Order, direction: Direction): Part[] {
  if (!order.without) return ["with a value"];
  return order.without[direction] === "first"
    ? ["without one", "with a value"]
    : ["with a value", "without one"];
}

function page(
  source: Prisma.Sql,
  sort: CustomerSort,
  part: Part,
  ascending: boolean,
  after: Place | null,
  limit: number,
): Prisma.Sql {
  const { key, type, id } = orders[sort];
  const byPoints = sort === "points";
  const direction = ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const beyond = ascending ? Prisma.sql`>` : Prisma.sql`<`;
  const account = Prisma.sql`ledger_account a ON a.shop_id = c.shop_id AND a.customer_id = c.id`;

  const [joined, there, position, by] =
    part === "with a value"
      ? [
          byPoints ? Prisma.sql`JOIN ${account}` : Prisma.empty,
          Prisma.sql`${key} IS NOT NULL`,
          after &&
            Prisma.sql`(${key}, ${id}) ${beyond} (${after.value}::text::${type}, ${after.id}::uuid)`,
          Prisma.sql`${key} ${direction}, ${id} ${direction}`,
        ]
      : [
          byPoints ? Prisma.sql`LEFT JOIN ${account}` : Prisma.empty,
          Prisma.sql`${byPoints ? Prisma.sql`a.customer_id` : key} IS NULL`,
          after && Prisma.sql`c.id ${beyond} ${after.id}::uuid`,
          Prisma.sql`c.id ${direction}`,
        ];

  return Prisma.sql`
    SELECT c.id, c.first_name AS "firstName", c.last_name AS "lastName", c.email, c.orders_count AS "ordersCount",
           c.spent_minor AS "spentMinor", c.created_at AS "createdAt", c.last_order_at AS "lastOrderAt",
           c.segment, c.stage, a.available AS points
    FROM (
      SELECT c.*
      FROM ${source} ${joined}
      WHERE ${there} ${after ? Prisma.sql`AND ${position}` : Prisma.empty}
      ORDER BY ${by}
      LIMIT ${limit}::int
    ) c
    LEFT JOIN ${account}
    ORDER BY ${by}`;
}
