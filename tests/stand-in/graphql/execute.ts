import {
  execute,
  getNamedType,
  GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
} from "graphql";

import { requireAccess, requireMutation } from "./access.ts";
import type { GraphqlContext, Resolve } from "./context.ts";
import { refusal } from "./refusal.ts";
import { resolvers } from "./resolvers.ts";
import { adminSchema } from "./schema.ts";

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
    if (type === "Mutation") {
      requireMutation(info.fieldName, context);
      if (context.refuseMutations) return refusal(info);
    }
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
