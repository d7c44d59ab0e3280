import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pg from "pg";
import { expect, test } from "vitest";

import { startPostgres } from "./postgres.ts";

test("a server that starts where another is still ending waits for that", async () => {
  const directory = mkdtempSync(join(tmpdir(), "encore-postgres-"));
  chmodSync(directory, 0o755);
  const first = await startPostgres({ directory: join(directory, "data") });
  const last = await connect(first.databaseUrl("postgres"));
  // Told like this it waits until the last one has gone.
  process.kill(first.pid, "SIGTERM");
  setTimeout(() => void last.end(), 500);

  const second = await startPostgres({ directory: join(directory, "data") });
  const client = await connect(second.databaseUrl("postgres"));
  expect((await client.query<{ one: number }>("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  await client.end();
  await second.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}
