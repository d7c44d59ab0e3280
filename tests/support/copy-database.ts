import pg from "pg";

/** Makes a database anew, as a copy of another one of its server that nobody uses. Returns its URL. */
export async function copyDatabase(
  postgresUrl: string,
  template: string,
  name: string,
): Promise<string> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    // Copies of one template must not be made at the same time.
    await client.query("SELECT pg_advisory_lock(1)");
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  } finally {
    await client.end();
  }
  return postgresUrl.replace(/\/postgres$/, `/${name}`);
}
