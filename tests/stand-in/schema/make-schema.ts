import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { buildClientSchema, lexicographicSortSchema, printSchema, type IntrospectionQuery } from "graphql";

/**
 * Writes `admin_2026-10.graphql` from the introspection result inside the npm package `@shopify/dev-mcp`:
 * `node --import tsx tests/stand-in/schema/make-schema.ts`. Descriptions and the reasons of deprecations are left out,
 * since the stand-in only executes the schema.
 */
const VERSION = "2026-10";

const distDir = dirname(fileURLToPath(import.meta.resolve("@shopify/dev-mcp")));
const zipped = readFileSync(join(distDir, "data", `admin_${VERSION}.json.gz`));
const parsed = JSON.parse(gunzipSync(zipped).toString("utf8"), dropTexts) as
  | { data: IntrospectionQuery }
  | IntrospectionQuery;
const schema = buildClientSchema("data" in parsed ? parsed.data : parsed);
const text = printSchema(lexicographicSortSchema(schema));
writeFileSync(resolve(import.meta.dirname, `admin_${VERSION}.graphql`), `${header()}\n${text}\n`);

/** A default reason is printed as a bare `@deprecated`. */
function dropTexts(key: string, value: unknown): unknown {
  if (key === "description") return null;
  if (key === "deprecationReason" && value !== null) return "No longer supported";
  return value;
}

function header(): string {
  return [
    `# Shopify's Admin API ${VERSION}, without descriptions. Made by make-schema.ts from the npm package`,
    "# @shopify/dev-mcp, which is published under the ISC licence: see LICENSE beside this file.",
    "",
  ].join("\n");
}
