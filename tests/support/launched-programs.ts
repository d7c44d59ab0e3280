import pg from "pg";

/**
 * What tests and benches are about is mostly a program that runs: in this database those of new shops are live from the beginning,
 * unless a test makes one a draft (`draftProgram`).
 */
export async function launchEveryProgram(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`
    CREATE FUNCTION launch_at_once() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN NEW.state := 'live'; RETURN NEW; END $$;
    CREATE TRIGGER launch_at_once BEFORE INSERT ON loyalty_program
      FOR EACH ROW WHEN (NEW.state = 'draft') EXECUTE FUNCTION launch_at_once()`);
  await client.end();
}
