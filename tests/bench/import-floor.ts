import pg from "pg";

const ROWS_AT_ONCE = 500;
/** In the order of their foreign keys. */
const TABLES = ["shop", "customer", '"order"', "order_line", "refund", "refund_line"];

/**
 * Writes what was imported of a shop into an empty database again, as batches of JSON that PostgreSQL takes apart: what the same
 * rows cost when nobody has to find out what they mean, in seconds. Reading them is not measured.
 */
export async function insertBare(fromUrl: string, toUrl: string, shopId: string): Promise<number> {
  const from = new pg.Client({ connectionString: fromUrl });
  const to = new pg.Client({ connectionString: toUrl });
  await Promise.all([from.connect(), to.connect()]);
  try {
    let floorSeconds = 0;
    for (const table of TABLES) {
      const key = table === "shop" ? "id" : "shop_id";
      const { rows } = await from.query<{ row: string }>(
        `SELECT row_to_json(t)::text AS row FROM ${table} t WHERE ${key} = $1`,
        [shopId],
      );
      const startedAt = performance.now();
      for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
        const some = rows.slice(start, start + ROWS_AT_ONCE).map(({ row }) => row);
        await to.query(
          `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`,
          [`[${some.join(",")}]`],
        );
      }
      floorSeconds += (performance.now() - startedAt) / 1_000;
    }
    return floorSeconds;
  } finally {
    await Promise.all([from.end(), to.end()]);
  }
}
