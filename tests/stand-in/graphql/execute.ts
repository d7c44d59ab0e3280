import { readFileSync } from "node:fs";
import { resolve as resolvePath } from "node:path";
import {
  buildSchema,
  execute,
  getNamedType,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from "graphql";

import { requireAccess } from "./access.ts";
import type { GraphqlContext, Resolve } from "./context.ts";
import { resolvers } from "./resolvers.ts";

let loaded: GraphQLSchema | null = null;

/** The Admin API's published schema, read once. */
export function adminSchema(): GraphQLSchema {
  loaded ??= buildSchema(
    readFileSync(resolvePath(import.meta.dirname, "../schema/admin_2026-10.graphql"), "utf8"),
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

/** Runs a validated document. */
export async function run(
  document: DocumentNode,
  context: GraphqlContext,
  variables: Record<string, unknown>,
  operationName?: string | null,
): Promise<ExecutionResult> {
  return execute({
    schema: adminSchema(),
    document,
    rootValue: {},
    contextValue: context,
    variableValues: variables,
    operationName: operationName ?? null,
    fieldResolver: answerField,
    typeResolver: (value) => (value as { __typename?: string }).__typename,
  });
}

/**
 * Types with a table answer by it alone; what is not in it is an error, never a silent null. Types without one (money,
 * pages, payloads) are plain objects that hold exactly what they answer.
 */
const answerField: GraphQLFieldResolver<unknown, GraphqlContext> = (
  source,
  args,
  context,
  info,
) => {
  const type = info.parentType.name;
  const table = resolvers[type];
  const resolve = table?.[info.fieldName] as Resolve<unknown> | undefined;
  if (resolve) {
    requireAccess(getNamedType(info.returnType).name, context, info);
    return resolve(source, args, context, info);
  }
  if (
    !table &&
    typeof source === "object" &&
    source !== null &&
    Object.hasOwn(source, info.fieldName)
  ) {
    return (source as Record<string, unknown>)[info.fieldName];
  }
  throw new GraphQLError(`The stand-in does not resolve ${type}.${info.fieldName} yet`, {
    extensions: { code: "NOT_RESOLVED_BY_STAND_IN" },
  });
};
