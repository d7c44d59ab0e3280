import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { fromCursor, toCursor } from "#app/ground/keyset-pages.ts";

import { fullName } from "../full-name.ts";
import {
  countMatching,
  type CustomerFilter,
  findsTooMany,
  matches,
  matching,
  type ScanStrategy,
} from "./customers-matching.server.ts";
import {
  type CustomerRow,
  type CustomerSort,
  type Direction,
  nextInOrder,
  firstMatchesNear,
  cursorOf,
  type PageRequest,
} from "./customers-sorted.server.ts";
import { searchPatterns } from "./search-words.ts";

export type CustomersQuery = {
  /** The start of any part of a name, or of an email; several words must all be found. */
  search?: string | undefined;
  segment?: string | undefined;
  stage?: string | undefined;
  sort: CustomerSort;
  direction: Direction;
  /** A page's `next`, for the rows that follow it. */
  after?: string | undefined;
  /** A page's `previous`, for the rows that stand before it. */
  before?: string | undefined;
  limit: number;
};

export type CustomersPage = {
  rows: {
    id: string;
    name: string | null;
    email: string | null;
    ordersCount: number;
    spentMinor: number;
    lastOrderAt: string | null;
    segment: string | null;
    stage: string | null;
    points: number;
  }[];
  next: string | null;
  previous: string | null;
  /** Of all pages together; an estimate when not exact. */
  total: { count: number; exact: boolean };
};

/**
 * One page of the shop's customers. Pages go by place, not by number: the time a page takes does not grow with how far into
 * the list it is, and nobody is skipped or shown twice when others join or leave meanwhile.
 */
export function listCustomers(shopId: string, query: CustomersQuery): Promise<CustomersPage> {
  const { sort, direction, limit } = query;
  const order = `${sort}.${direction}`;
  const before = fromCursor(order, query.before);
  const after = before ? null : fromCursor(order, query.after);
  const filter = {
    patterns: searchPatterns(query.search ?? ""),
    segment: query.segment,
    stage: query.stage,
  };

  return inShop(shopId, async (tx) => {
    const way = await bestWay(tx, filter, sort);
    const found = await find(tx, shopId, filter, way, {
      sort,
      direction,
      backwards: before !== null,
      from: before ?? after,
      limit: limit + 1,
    });
    const more = found.length > limit;
    const rows = found.slice(0, limit);
    if (before) rows.reverse();
    const [first, last] = [rows.at(0), rows.at(-1)];
    const hasNext = before !== null || more;
    const hasPrevious = before ? more : after !== null;
    return {
      rows: rows.map(shown),
      next: hasNext && last ? toCursor(order, cursorOf(sort, last)) : null,
      previous: hasPrevious && first ? toCursor(order, cursorOf(sort, first)) : null,
      total:
        hasNext || hasPrevious
          ? await countMatching(tx, shopId, filter, way)
          : { count: rows.length, exact: true },
    };
  });
}

async function bestWay(
  tx: ShopTx,
  filter: CustomerFilter,
  sort: CustomerSort,
): Promise<ScanStrategy> {
  const { patterns, segment, stage } = filter;
  if (patterns.length > 0 && !(await findsTooMany(tx, patterns))) return "search";
  // One segment, or one stage, by last order is an index of its own.
  const indexed = sort === "last_order" && !(segment && stage);
  return (segment ?? stage) && !indexed ? "gather" : "walk";
}

async function find(
  tx: ShopTx,
  shopId: string,
  filter: CustomerFilter,
  way: ScanStrategy,
  stretch: PageRequest,
): Promise<CustomerRow[]> {
  if (way === "gather") {
    // Gathering a segment of a large shop reads much of the table. Mostly a page of them is close by.
    const everyone = matching(shopId, { patterns: [] }, "walk");
    const rows = await firstMatchesNear(tx, shopId, everyone, matches(filter), stretch);
    if (rows.length === stretch.limit) return rows;
  }
  return nextInOrder(tx, shopId, matching(shopId, filter, way), stretch);
}

function shown(row: CustomerRow): CustomersPage["rows"][number] {
  const { id, email, ordersCount, segment, stage } = row;
  return {
    id,
    name: fullName(row),
    email,
    ordersCount,
    spentMinor: Number(row.spentMinor),
    lastOrderAt: row.lastOrderAt?.toISOString() ?? null,
    segment,
    stage,
    points: Number(row.points ?? 0),
  };
}
