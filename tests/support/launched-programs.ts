import pg from "pg";

/**
 * What tests and benches are about is mostly a program that runs: in this database those of new shops are live from the beginning,
 * unless a test makes one a draft (`draftProgram`).
 */
export async function launchEveryProgram(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("ALTER TABLE loyalty_program ALTER COLUMN state SET DEFAULT 'live'");
  await client.end();
}
