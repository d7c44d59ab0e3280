import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What Prisma says when it is done. It then waits for a ten-second timer of its own, which nobody else has to. */
const DONE = /No pending migrations to apply|All migrations have been successfully applied/;

/** Brings a database to the newest migration, one process at a time. Rejects with what Prisma said when it cannot. */
export async function migrate(databaseUrl: string): Promise<void> {
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
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
    },
  );
  await new Promise<void>((done, fail) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (DONE.test(said)) child.kill();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("error", fail);
    child.once("close", (code) =>
      code === 0 || DONE.test(said)
        ? done()
        : fail(new Error(`The database could not be migrated:\n${said}`)),
    );
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const databaseUrl = process.env["MIGRATION_DATABASE_URL"] ?? process.env["DATABASE_URL"];
  if (!databaseUrl) throw new Error("Set DATABASE_URL to the database that is to be migrated.");
  await migrate(databaseUrl);
  process.stdout.write("The database is up to date.\n");
}
