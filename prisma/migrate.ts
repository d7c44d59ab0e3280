import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import pg from "pg";

const root = fileURLToPath(new URL("..", import.meta.url));
const LOCK = 4_727_001;

/**
 * Brings a database to the newest migration, one process at a time. Rejects with what Prisma said when it cannot.
 * The lock is ours: Prisma's own keeps its command alive for ten seconds after the work is done.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await deploy(databaseUrl);
  } finally {
    await client.end();
  }
}

async function deploy(databaseUrl: string): Promise<void> {
  const child = spawn(
    process.execPath,
    ["node_modules/prisma/build/index.js", "migrate", "deploy"],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        // Any existing file will do: the JavaScript engine is used, but the command line asks where the other one is.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK: "1",
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
    },
  );
  const said: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  const code = await new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", done);
  });
  if (code !== 0)
    throw new Error(`The database could not be migrated:\n${Buffer.concat(said).toString()}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const databaseUrl = process.env["MIGRATION_DATABASE_URL"] ?? process.env["DATABASE_URL"];
  if (!databaseUrl) throw new Error("Set DATABASE_URL to the database that is to be migrated.");
  await migrate(databaseUrl);
  process.stdout.write("The database is up to date.\n");
}
