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

/** What PostgreSQL itself can do with one round trip and one commit for each entry. */
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
    return new BareLedger(pool);
  }

  async openAccounts(ids: readonly string[], available: number): Promise<void> {
    await this.pool.query("INSERT INTO bare_account SELECT unnest($1::uuid[]), $2", [
      ids,
      available,
    ]);
    await this.pool.query("VACUUM ANALYZE bare_account");
  }

  /** Returns whether there was enough. */
  async move(accountId: string, delta: number): Promise<boolean> {
    const { rowCount } = await this.pool.query({ ...MOVE, values: [accountId, delta, newId()] });
    return rowCount === 1;
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
