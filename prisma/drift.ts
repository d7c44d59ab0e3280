import { spawnSync } from "node:child_process";

import { startScratchPostgres } from "#tests/support/postgres.ts";

// Compares the schema with what the migrations make of an empty database. Exit code 0: they agree.
const server = await startScratchPostgres();
const run = spawnSync(
  process.execPath,
  [
    "node_modules/prisma/build/index.js",
    ..."migrate diff --from-migrations prisma/migrations --to-schema-datamodel prisma/schema --exit-code".split(
      " ",
    ),
  ],
  {
    stdio: "inherit",
    env: {
      ...process.env,
      DATABASE_URL: server.databaseUrl("postgres"),
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    },
  },
);
await server.stop();
process.exitCode = run.status ?? 1;
