import { inShop } from "#app/ground/db.server.ts";
import { fromCursor, toCursor } from "#app/ground/keyset-pages.ts";

import { fullName } from "../full-name.ts";
import { countMatching, searchFor } from "./customers-matching.server.ts";
import {
  type CustomerRow,
  type CustomerSort,
  cursorOf,
  type Direction,
  nextInOrder,
} from "./customers-sorted.server.ts";
import { findExactly, type Match } from "./find-exactly.server.ts";
import { searchPatterns } from "./search-words.ts";

export type CustomersQuery = {
  /**
   * The start of any part of a name, or of an email; several words must all be found. Or what `findExactly` knows: a phone, the number
   * of an order, a code, an id.
   */
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
  rows: (ReturnType<typeof shown> & {
    /** What was looked for, where it is not the name that was found. */
    matched: Match | null;
  })[];
  next: string | null;
  previous: string | null;
  /** Of all pages together; an estimate when not exact. */
  total: { count: number; exact: boolean };
};

/**
 * One page of the shop's customers. Pages go by place, not by number: the time a page takes does
 * not grow with how far into the list it is, and nobody is skipped or shown twice when others join
 * or leave meanwhile.
 */
export function listCustomers(shopId: string, query: CustomersQuery): Promise<CustomersPage> {
  const { sort, direction, limit, segment, stage } = query;
  const order = `${sort}.${direction}`;
  const before = fromCursor(order, query.before);
  const after = before ? null : fromCursor(order, query.after);
  const patterns = searchPatterns(query.search ?? "");

  return inShop(shopId, async (tx) => {
    const exact: Map<string, Match> = query.search
      ? await findExactly(tx, query.search)
      : new Map();
    const filter = { ...(await searchFor(tx, patterns, [...exact.keys()])), segment, stage };
    const found = await nextInOrder(tx, filter, {
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
      rows: rows.map((row) => ({ ...shown(row), matched: unseen(exact.get(row.id), row) })),
      next: hasNext && last ? toCursor(order, cursorOf(sort, last)) : null,
      previous: hasPrevious && first ? toCursor(order, cursorOf(sort, first)) : null,
      total:
        hasNext || hasPrevious
          ? await countMatching(tx, filter)
          : { count: rows.length, exact: true },
    };
  });
}

/** What was found, unless it stands in the row anyway. */
function unseen(match: Match | undefined, { email }: CustomerRow): Match | null {
  return match && match.value !== email ? match : null;
}

function shown(row: CustomerRow) {
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
