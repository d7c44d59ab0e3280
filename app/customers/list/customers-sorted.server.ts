import type { ShopTx } from "#app/ground/db.server.ts";
import type { Place } from "#app/ground/keyset-pages.ts";
import { accountFields, accountOf } from "#app/loyalty/view.server.ts";
import { scoreFields, scoreJoin } from "#app/segments/view.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { candidates, type CustomerFilter, matches } from "./customers-matching.server.ts";

export type CustomerSort = "last_order" | "spent" | "orders" | "created" | "points";
export type Direction = "asc" | "desc";

export type CustomerRow = {
  id: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  country: string | null;
  shopifyId: bigint | null;
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

/** Enough for the ids of a segment of a million and more. */
const HASHING_MEMORY = "64MB";

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
    key: accountFields.available.sql,
    type: Prisma.sql`bigint`,
    id: Prisma.sql`a.customer_id`,
    // Shown as no points: below everyone who has an account.
    without: { asc: "first", desc: "last" },
    value: (row) => row.points?.toString() ?? null,
  },
};

/** Where a row stands in that order. */
export function cursorOf(sort: CustomerSort, row: CustomerRow): Place {
  return { value: orders[sort].value(row), id: row.id };
}

/** A stretch of an order. */
export type PageRequest = {
  sort: CustomerSort;
  direction: Direction;
  /** Towards the beginning. */
  backwards: boolean;
  /** Null: from the beginning. */
  from: Place | null;
  limit: number;
};

/**
 * Those who match nearest after a place, or before it when backwards, nearest first. No two stand
 * in the same place: ids settle ties.
 */
export async function nextInOrder(
  tx: ShopTx,
  filter: CustomerFilter,
  stretch: PageRequest,
): Promise<CustomerRow[]> {
  if (filter.segment ?? filter.stage)
    await tx.$queryRaw`SELECT set_config('work_mem', ${HASHING_MEMORY}, true)`;
  const rows: CustomerRow[] = [];
  for (const { part, from } of partsAhead(stretch)) {
    const limit = stretch.limit - rows.length;
    if (limit > 0)
      rows.push(
        ...(await tx.$queryRaw<CustomerRow[]>(
          page(tx.shopId, filter, part, { ...stretch, from, limit }),
        )),
      );
  }
  return rows;
}

function partsAhead({
  sort,
  direction,
  backwards,
  from,
}: PageRequest): { part: Part; from: Place | null }[] {
  const { without } = orders[sort];
  const parts: Part[] =
    without?.[direction] === "first" ? ["without one", "with a value"] : ["with a value"];
  if (without?.[direction] === "last") parts.push("without one");
  if (backwards) parts.reverse();

  const started = from ? parts.indexOf(from.value === null ? "without one" : "with a value") : 0;
  return parts.slice(started).map((part, index) => ({ part, from: index === 0 ? from : null }));
}

function page(
  shopId: string,
  filter: CustomerFilter,
  part: Part,
  { sort, direction, backwards, from, limit }: PageRequest,
): Prisma.Sql {
  const { key, type, id } = orders[sort];
  const byPoints = sort === "points";
  const ascending = (direction === "asc") !== backwards;
  const along = ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const beyond = ascending ? Prisma.sql`>` : Prisma.sql`<`;

  const [joined, there, walked, position, by, again] =
    part === "with a value"
      ? [
          byPoints ? Prisma.sql`JOIN ${accountOf(shopId)}` : Prisma.empty,
          Prisma.sql`${key} IS NOT NULL`,
          id,
          from &&
            Prisma.sql`(${key}, ${id}) ${beyond} (${from.value}::text::${type}, ${from.id}::uuid)`,
          Prisma.sql`${key} ${along}, ${id} ${along}`,
          Prisma.sql`chosen.sort_key ${along}, chosen.id ${along}`,
        ]
      : [
          byPoints ? Prisma.sql`LEFT JOIN ${accountOf(shopId)}` : Prisma.empty,
          Prisma.sql`${byPoints ? Prisma.sql`a.customer_id` : key} IS NULL`,
          ofCustomer,
          from && Prisma.sql`c.id ${beyond} ${from.id}::uuid`,
          Prisma.sql`c.id ${along}`,
          Prisma.sql`chosen.id ${along}`,
        ];
  // Ids are found first, and what is shown of them last: what few rows need is not carried through
  // all of them.
  const chosen = Prisma.sql`
    SELECT c.id, ${key} AS sort_key
    FROM ${candidates(shopId, filter)} ${joined}
    WHERE ${matches(shopId, filter, walked)} AND ${there} ${position ? Prisma.sql`AND ${position}` : Prisma.empty}
    ORDER BY ${by}
    LIMIT ${limit}::int`;

  return Prisma.sql`
    SELECT c.id, c.first_name AS "firstName", c.last_name AS "lastName", c.email, c.phone, c.country,
           c.shopify_id AS "shopifyId", c.orders_count AS "ordersCount",
           c.spent_minor AS "spentMinor", c.created_at AS "createdAt", c.last_order_at AS "lastOrderAt",
           ${scoreFields.segment.sql}, ${scoreFields.stage.sql}, ${accountFields.available.sql} AS points
    FROM (${chosen}) chosen
    JOIN customer c ON c.shop_id = ${shopId}::uuid AND c.id = chosen.id
    ${scoreJoin}
    LEFT JOIN ${accountOf(shopId)}
    ORDER BY ${again}`;
}
