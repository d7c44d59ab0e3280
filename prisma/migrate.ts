import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Brings the database of DATABASE_URL to the newest migration. Throws with what Prisma said when it cannot. */
export function migrate(databaseUrl: string): void {
  const run = spawnSync(
    process.execPath,
    ["node_modules/prisma/build/index.js", "migrate", "deploy"],
    {
      cwd: root,
      encoding: "utf8",
      // Any existing file will do: the JavaScript engine is used, but the command line asks where the other one is.
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
      },
    },
  );
  if (run.status !== 0)
    throw new Error(`The database could not be migrated:\n${run.stdout}${run.stderr}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const databaseUrl = process.env["MIGRATION_DATABASE_URL"] ?? process.env["DATABASE_URL"];
  if (!databaseUrl) throw new Error("Set DATABASE_URL to the database that is to be migrated.");
  migrate(databaseUrl);
  process.stdout.write("The database is up to date.\n");
}
