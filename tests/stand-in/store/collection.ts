import type { DatabaseSync, SQLInputValue } from "node:sqlite";

type Columns = Record<string, SQLInputValue>;

/** A condition on the columns: SQL with `?`, and what stands for them. */
export type Condition = { sql: string; params: SQLInputValue[] };

export type PageRequest = {
  /** All must hold. */
  where?: Condition[];
  /** The column to sort by; ties by id. */
  sort?: string;
  reverse?: boolean;
  first?: number;
  last?: number;
  after?: string;
  before?: string;
};

export type Page<T> = {
  items: { doc: T; cursor: string }[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
};

/** JSON documents of one kind, by shop and id, paged by any indexed column. */
export type Collection<T extends { id: string }> = {
  find: (shopId: string, id: string) => T | null;
  put: (shopId: string, doc: T) => void;
  remove: (shopId: string, id: string) => void;
  page: (shopId: string, request: PageRequest) => Page<T>;
  /** All that match, without pages. */
  list: (shopId: string, where?: Condition[], sort?: string, limit?: number) => T[];
  count: (shopId: string, where?: Condition[]) => number;
};

type Row = { doc: string; sort: number | string | bigint };

/** `columns` says what of a document goes into the table's own columns. */
export function openCollection<T extends { id: string }>(
  db: DatabaseSync,
  table: string,
  columns: (doc: T) => Columns,
  columnNames: string[],
): Collection<T> {
  const names = ["shop_id", "id", ...columnNames, "doc"];
  const insert = db.prepare(
    `INSERT OR REPLACE INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
  );
  const select = db.prepare(`SELECT doc FROM ${table} WHERE shop_id = ? AND id = ?`);
  const erase = db.prepare(`DELETE FROM ${table} WHERE shop_id = ? AND id = ?`);
  const parse = (row: Row) => JSON.parse(row.doc) as T;

  function rows(shopId: string, where: Condition[], tail: string): Row[] {
    const sql = ["shop_id = ?", ...where.map((condition) => `(${condition.sql})`)].join(" AND ");
    const statement = db.prepare(
      `SELECT doc, ${tail.split("|")[0]} AS sort FROM ${table} WHERE ${sql} ${tail.split("|")[1]}`,
    );
    statement.setReadBigInts(true);
    return statement.all(shopId, ...where.flatMap((condition) => condition.params)) as Row[];
  }

  return {
    find(shopId, id) {
      if (!/^\d{1,19}$/.test(id)) return null;
      const row = select.get(shopId, BigInt(id)) as { doc: string } | undefined;
      return row ? (JSON.parse(row.doc) as T) : null;
    },
    put(shopId, doc) {
      const values = columns(doc);
      insert.run(
        shopId,
        BigInt(doc.id),
        ...columnNames.map((name) => values[name] ?? null),
        JSON.stringify(doc),
      );
    },
    remove(shopId, id) {
      erase.run(shopId, BigInt(id));
    },
    page(shopId, request) {
      const sort = request.sort ?? "id";
      // Paging backwards reads the other way round and turns the page about.
      const backwards = request.last !== undefined && request.first === undefined;
      const descending = (request.reverse ?? false) !== backwards;
      const limit = request.first ?? request.last ?? 50;
      const where = [...(request.where ?? [])];
      if (request.after) where.push(beyond(sort, request.after, request.reverse ?? false));
      if (request.before) where.push(beyond(sort, request.before, !(request.reverse ?? false)));
      const way = descending ? "DESC" : "ASC";
      const found = rows(
        shopId,
        where,
        `${sort}|ORDER BY ${sort} ${way}, id ${way} LIMIT ${limit + 1}`,
      );
      const more = found.length > limit;
      const items = found.slice(0, limit).map((row) => {
        const doc = parse(row);
        return { doc, cursor: toCursor(row.sort, doc.id) };
      });
      if (backwards) items.reverse();
      return {
        items,
        hasNextPage: backwards ? request.before !== undefined : more,
        hasPreviousPage: backwards ? more : request.after !== undefined,
      };
    },
    list(shopId, where = [], sort = "id", limit = -1) {
      return rows(shopId, where, `${sort}|ORDER BY ${sort}, id LIMIT ${limit}`).map(parse);
    },
    count(shopId, where = []) {
      const sql = ["shop_id = ?", ...where.map((condition) => `(${condition.sql})`)].join(" AND ");
      const row = db
        .prepare(`SELECT count(*) AS n FROM ${table} WHERE ${sql}`)
        .get(shopId, ...where.flatMap((condition) => condition.params)) as { n: number };
      return row.n;
    },
  };
}

/** What comes after a cursor in the given direction. */
function beyond(sort: string, cursor: string, descending: boolean): Condition {
  const { value, id } = fromCursor(cursor);
  const than = descending ? "<" : ">";
  return { sql: `(${sort}, id) ${than} (?, ?)`, params: [value, id] };
}

/** Opaque to the app, as Shopify's are. */
function toCursor(sort: Row["sort"], id: string): string {
  const value = typeof sort === "bigint" ? { n: String(sort) } : { s: sort };
  return Buffer.from(JSON.stringify({ ...value, id })).toString("base64");
}

function fromCursor(cursor: string): { value: SQLInputValue; id: bigint } {
  try {
    const parsed = JSON.parse(Buffer.from(cursor, "base64").toString("utf8")) as {
      n?: string;
      s?: string;
      id: string;
    };
    return {
      value: parsed.n === undefined ? (parsed.s ?? null) : BigInt(parsed.n),
      id: BigInt(parsed.id),
    };
  } catch {
    throw new InvalidCursorError(cursor);
  }
}

export class InvalidCursorError extends Error {
  constructor(cursor: string) {
    super(`Invalid cursor for current pagination sort: ${cursor}`);
  }
}
