import { defineConfig } from "prisma/config";

import { schemaEngineAdapter } from "./prisma/schema-engine-adapter.ts";

// The JavaScript schema engine: Prisma's own binaries cannot be had from the npm registry.
export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  experimental: { adapter: true },
  engine: "js",
  adapter: () => Promise.resolve(schemaEngineAdapter(process.env["DATABASE_URL"] ?? "")),
});
