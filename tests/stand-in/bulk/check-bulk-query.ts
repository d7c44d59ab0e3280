import {
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";

const MOST_CONNECTIONS = 5;
const DEEPEST = 2;

/**
 * Why Shopify would not run this query in bulk, or null. Rules: one query, at least one connection and at most five,
 * two levels of nesting, no connection inside a list (so no `refunds { refundLineItems }`), and the id of whatever has
 * a connection below it.
 */
export function complaintAboutBulk(schema: GraphQLSchema, document: DocumentNode): string | null {
  const [operation, ...others] = document.definitions;
  if (!operation || operation.kind !== Kind.OPERATION_DEFINITION || others.length > 0) {
    return "Bulk queries must be one operation without fragment definitions.";
  }
  if (operation.operation !== "query") return "Bulk operations must be queries.";
  const root = schema.getQueryType();
  const roots = operation.selectionSet.selections;
  if (!root || roots.length !== 1) return "Bulk queries must have exactly one top-level field.";
  const found = { connections: 0, complaint: null as string | null };
  walk(operation.selectionSet, root, { depth: 0, inList: false }, found);
  if (found.complaint) return found.complaint;
  if (found.connections === 0) return "Bulk queries must contain at least one connection.";
  if (found.connections > MOST_CONNECTIONS) {
    return `Bulk queries cannot contain more than ${MOST_CONNECTIONS} connections.`;
  }
  return null;

  function walk(
    set: SelectionSetNode,
    type: GraphQLNamedType,
    at: { depth: number; inList: boolean },
    result: { connections: number; complaint: string | null },
  ): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        result.complaint ??= "Bulk queries cannot use named fragments.";
        continue;
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const on = selection.typeCondition
          ? schema.getType(selection.typeCondition.name.value)
          : type;
        if (on) walk(selection.selectionSet, on, at, result);
        continue;
      }
      const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
      const field = fields[selection.name.value];
      if (!field || !selection.selectionSet) continue;
      const named = getNamedType(field.type);
      if (!named.name.endsWith("Connection")) {
        const inList =
          at.inList ||
          (isListType(getNullableType(field.type)) && !type.name.endsWith("Connection"));
        walk(selection.selectionSet, named, { ...at, inList }, result);
        continue;
      }
      result.connections += 1;
      if (at.inList) {
        result.complaint ??=
          "Queries that contain a connection field within a list field are not supported.";
      }
      if (at.depth > DEEPEST)
        result.complaint ??= `Connections can be nested ${DEEPEST} levels deep at most.`;
      if (at.depth > 0 && !selectsId(set)) {
        result.complaint ??=
          "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type.";
      }
      walk(selection.selectionSet, named, { depth: at.depth + 1, inList: false }, result);
    }
  }
}

function selectsId(set: SelectionSetNode): boolean {
  return set.selections.some(
    (selection) =>
      selection.kind === Kind.FIELD && selection.name.value === "id" && !selection.alias,
  );
}
