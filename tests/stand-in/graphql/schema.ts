import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import {
  buildSchema,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from "graphql";

let loaded: GraphQLSchema | null = null;

/** The Admin API's published schema, read once. */
export function adminSchema(): GraphQLSchema {
  loaded ??= buildSchema(
    readFileSync(resolve(import.meta.dirname, "../schema/admin_2026-10.graphql"), "utf8"),
    { assumeValid: true, assumeValidSDL: true },
  );
  return loaded;
}

const checked = new Map<
  string,
  { document: DocumentNode | null; errors: readonly GraphQLError[] }
>();
const REMEMBERED = 500;

/** A document parsed and validated against the schema, or what is wrong with it. */
export function prepare(source: string): {
  document: DocumentNode | null;
  errors: readonly GraphQLError[];
} {
  const known = checked.get(source);
  if (known) return known;
  const result = check(source);
  if (checked.size >= REMEMBERED) checked.clear();
  checked.set(source, result);
  return result;
}

function check(source: string) {
  try {
    const document = parse(source);
    const errors = validate(adminSchema(), document);
    return { document: errors.length === 0 ? document : null, errors };
  } catch (error) {
    if (error instanceof GraphQLError) return { document: null, errors: [error] };
    throw error;
  }
}
