/** The place of one row in a sorted list: the value it is sorted by, as text, and its id, which settles ties. */
export type Place = { value: string | null; id: string };

/** A place as text for a URL. It carries the name of the order, because in another order it means nothing. */
export function toCursor(order: string, { value, id }: Place): string {
  return btoa(JSON.stringify([order, value, id]));
}

/**
 * The place in a cursor. Null for none, for a cursor of another order, and for anything that is not a cursor: the list then
 * starts at its beginning.
 */
export function fromCursor(order: string, cursor: string | undefined): Place | null {
  if (!cursor) return null;
  const parts = parse(cursor);
  if (!Array.isArray(parts)) return null;

  const [name, value, id] = parts as unknown[];
  const isValue = value === null || (typeof value === "string" && VALUE.test(value));
  return name === order && isValue && typeof id === "string" && ID.test(id)
    ? { value: value as string | null, id }
    : null;
}

/** Some rows of a list, and the cursor of those that come after them; null where there are none. */
export type Page<Row> = { rows: Row[]; next: string | null };

/** A page of rows that were asked for with one more than its `limit`, each as it is shown. */
export function pageOf<Row, Shown>(
  found: readonly Row[],
  page: { order: string; limit: number; shown: (row: Row) => Shown; placeOf: (row: Row) => Place },
): Page<Shown> {
  const rows = found.slice(0, page.limit);
  const last = rows.at(-1);
  const hasMore = found.length > page.limit && last !== undefined;
  return {
    rows: rows.map(page.shown),
    next: hasMore ? toCursor(page.order, page.placeOf(last)) : null,
  };
}

const ID = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{1,18})$/;
const VALUE = /^(-?\d{1,18}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;

function parse(cursor: string): unknown {
  try {
    return JSON.parse(atob(cursor));
  } catch {
    return null;
  }
}
