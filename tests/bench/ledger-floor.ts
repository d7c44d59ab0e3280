import pg from "pg";

import { newId } from "#app/ground/ids.server.ts";

/** The barest ledger that never overdraws: a balance that is changed on a condition, and a row that says so. */
const TABLES = `
  CREATE TABLE bare_account (id uuid PRIMARY KEY, available bigint NOT NULL CHECK (available >= 0));
  CREATE TABLE bare_entry (id uuid PRIMARY KEY, account_id uuid NOT NULL, delta bigint NOT NULL, at timestamptz NOT NULL)`;
const MOVE = {
  name: "move",
  text: `WITH moved AS (
      UPDATE bare_account SET available = available + $2 WHERE id = $1 AND available + $2 >= 0 RETURNING id
    )
    INSERT INTO bare_entry SELECT $3, id, $2, now() FROM moved`,
};

/** The tables into which posting inserts, and those of which it changes rows; each has a twin with the same columns and indexes. */
const INSERTED = ["ledger_entry", "lot", "lot_use", "redemption", "event", "reaction"] as const;
const CHANGED = ["ledger_account", "lot"] as const;
const CHANGE = {
  ledger_account: `UPDATE twin_ledger_account t
    SET available = t.available + c.available, held = t.held + c.held, seq = t.seq + c.entries, active_at = now(), updated_at = now()
    FROM json_to_recordset($1) AS c(id uuid, available bigint, held bigint, entries int)
    WHERE t.shop_id = $2 AND t.customer_id = c.id`,
  lot: `UPDATE twin_lot t SET remaining = t.remaining - c.points
    FROM json_to_recordset($1) AS c(id uuid, points bigint) WHERE t.shop_id = $2 AND t.id = c.id`,
};

/** What one transaction of the app wrote: rows by table, as JSON that nobody here looks into. */
type Written = {
  inserted: Map<(typeof INSERTED)[number], string>;
  changed: Map<keyof typeof CHANGE, string>;
};

/** What PostgreSQL itself can do for a ledger. */
export class BareLedger {
  private readonly pool: pg.Pool;

  private constructor(pool: pg.Pool) {
    this.pool = pool;
  }

  static async open(databaseUrl: string, connections: number): Promise<BareLedger> {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
    // Connections that are still closing when the server stops are told so, and nobody waits for them any more.
    pool.on("error", () => undefined);
    await pool.query(TABLES);
    for (const table of new Set([...INSERTED, ...CHANGED]))
      await pool.query(`CREATE TABLE twin_${table} (LIKE ${table} INCLUDING ALL)`);
    return new BareLedger(pool);
  }

  async openAccounts(ids: readonly string[], available: number): Promise<void> {
    await this.pool.query("INSERT INTO bare_account SELECT unnest($1::uuid[]), $2", [
      ids,
      available,
    ]);
    await this.pool.query("VACUUM ANALYZE bare_account");
  }

  /** One entry in one round trip and one commit. Returns whether there was enough. */
  async move(accountId: string, delta: number): Promise<boolean> {
    const { rowCount } = await this.pool.query({ ...MOVE, values: [accountId, delta, newId()] });
    return rowCount === 1;
  }

  /** Gives the twins the accounts and lots that there are. Returns the point from which on `written` tells what is written. */
  async startTwins(): Promise<string> {
    for (const table of CHANGED)
      await this.pool.query(
        `INSERT INTO twin_${table} SELECT * FROM ${table} ON CONFLICT DO NOTHING`,
      );
    await this.pool.query("VACUUM ANALYZE");
    const { rows } = await this.pool.query<{ next: string }>(
      "SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next",
    );
    return rows[0]?.next ?? "0";
  }

  /** What the transactions since then wrote, one after the other. */
  async written(since: string): Promise<Written[]> {
    const found = new Map<string, Written>();
    const of = (transaction: string) => {
      const known = found.get(transaction) ?? { inserted: new Map(), changed: new Map() };
      found.set(transaction, known);
      return known;
    };
    const rows = async (of: string) =>
      (await this.pool.query<{ tx: string; rows: string }>(of, [since])).rows;
    for (const table of INSERTED) {
      const all = await rows(
        `SELECT xmin::text AS tx, json_agg(t)::text AS rows FROM ${table} t
         WHERE xmin::text::bigint >= $1::bigint ${table === "lot" ? "AND remaining = original" : ""} GROUP BY xmin`,
      );
      for (const { tx, rows } of all) of(tx).inserted.set(table, rows);
    }
    const accounts = await rows(
      `SELECT tx, json_agg(c)::text AS rows FROM (
         SELECT xmin::text AS tx, customer_id AS id, sum(available_delta) AS available, sum(held_delta) AS held, count(*) AS entries
         FROM ledger_entry WHERE xmin::text::bigint >= $1::bigint GROUP BY xmin, customer_id
       ) c GROUP BY tx`,
    );
    for (const { tx, rows } of accounts) of(tx).changed.set("ledger_account", rows);
    const lots = await rows(
      `SELECT tx, json_agg(c)::text AS rows FROM (
         SELECT xmin::text AS tx, lot_id AS id, sum(points) AS points
         FROM lot_use WHERE xmin::text::bigint >= $1::bigint GROUP BY xmin, lot_id
       ) c GROUP BY tx`,
    );
    for (const { tx, rows } of lots) of(tx).changed.set("lot", rows);
    return [...found.values()];
  }

  /** Writes the same rows in as many transactions, by one prepared statement for each table. */
  async write(shopId: string, written: readonly Written[], atOnce: number): Promise<void> {
    const waiting = [...written];
    const writer = async () => {
      const client = await this.pool.connect();
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        await client.query("BEGIN");
        for (const [table, rows] of next.inserted)
          await client.query({
            name: `insert ${table}`,
            text: `INSERT INTO twin_${table} SELECT * FROM json_populate_recordset(NULL::twin_${table}, $1)`,
            values: [rows],
          });
        for (const [table, rows] of next.changed)
          await client.query({
            name: `change ${table}`,
            text: CHANGE[table],
            values: [rows, shopId],
          });
        await client.query("COMMIT");
      }
      client.release();
    };
    await Promise.all(Array.from({ length: atOnce }, writer));
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
