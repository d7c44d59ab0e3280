const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

/**
 * Rows in the order of their ids, a page at a time: `load` gets the id after which the next page begins. Each page is a
 * transaction of its own, so that what takes long holds nothing up. Ends at the first page that is empty.
 */
export async function* pagesById<Row extends { id: string }>(
  load: (after: string) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  for (let after = BEFORE_ALL; ;) {
    const rows = await load(after);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.id;
  }
}
