import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { fromCursor, type Place, toCursor } from "#app/ground/keyset-pages.ts";
import { readTierNames, readTiers } from "#app/loyalty/view.server.ts";

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
import { filterOf, type PeopleOfList } from "./people-of-list.server.ts";
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
  rows: (ListedCustomer & {
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
    const listed = await shown(tx, rows);
    return {
      rows: listed.map((row) => ({ ...row, matched: unseen(exact.get(row.id), row) })),
      next: hasNext && last ? toCursor(order, cursorOf(sort, last)) : null,
      previous: hasPrevious && first ? toCursor(order, cursorOf(sort, first)) : null,
      total:
        hasNext || hasPrevious
          ? await countMatching(tx, filter)
          : { count: rows.length, exact: true },
    };
  });
}

/** Everybody whom a list's search and filters find, in its order, some at a time; each part is a transaction of its own. */
export async function* everyCustomer(
  shopId: string,
  people: PeopleOfList,
  { sort, direction }: Pick<CustomersQuery, "sort" | "direction">,
): AsyncGenerator<ListedCustomer[]> {
  const page = { sort, direction, backwards: false, limit: EXPORTED_AT_ONCE };
  for (let from: Place | null = null; ;) {
    const place: Place | null = from;
    const { rows, listed } = await inShop(shopId, async (tx) => {
      const rows = await nextInOrder(tx, await filterOf(tx, people), { ...page, from: place });
      return { rows, listed: await shown(tx, rows) };
    });
    if (listed.length > 0) yield listed;
    const last = rows.at(-1);
    if (!last || rows.length < EXPORTED_AT_ONCE) return;
    from = cursorOf(sort, last);
  }
}

const EXPORTED_AT_ONCE = 1_000;

/** What was found, unless it stands in the row anyway. */
function unseen(match: Match | undefined, { email }: ListedCustomer): Match | null {
  return match && match.value !== email ? match : null;
}

/** Somebody as the list shows them. */
export type ListedCustomer = Awaited<ReturnType<typeof shown>>[number];

async function shown(tx: ShopTx, rows: readonly CustomerRow[]) {
  const names = await readTierNames(tx, tx.shopId);
  const tiers = await readTiers(
    tx,
    tx.shopId,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: row.id,
    name: fullName(row),
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    phone: row.phone,
    country: row.country,
    shopifyId: row.shopifyId?.toString() ?? null,
    ordersCount: row.ordersCount,
    spentMinor: Number(row.spentMinor),
    createdAt: row.createdAt.toISOString(),
    lastOrderAt: row.lastOrderAt?.toISOString() ?? null,
    segment: row.segment,
    stage: row.stage,
    tier: names.get(tiers.get(row.id) ?? "") ?? null,
    points: Number(row.points ?? 0),
  }));
}
