import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

const MUTATION_COST = 10;
/** Up to so many items a connection costs in full; beyond it each counts a quarter. */
const FULL_ITEMS = 10;

type Walk = {
  schema: GraphQLSchema;
  fragments: Map<string, FragmentDefinitionNode>;
  variables: Record<string, unknown>;
};

/**
 * The points a document asks for, after Shopify's rules: scalars are free, an object costs 1, a connection 2 and its
 * items by the size asked for, a mutation 10. Shopify does not publish how it discounts large pages; the discount here
 * lets 250 line items with a few prices pass, as they do there.
 */
export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Record<string, unknown>,
): number {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const operation = operations.find(({ name }) => !operationName || name?.value === operationName);
  if (!operation) return 0;
  const walk: Walk = {
    schema,
    variables: { ...defaultsOf(operation), ...variables },
    fragments: new Map(
      document.definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
      ),
    ),
  };
  const root =
    operation.operation === "mutation" ? schema.getMutationType() : schema.getQueryType();
  const base = operation.operation === "mutation" ? MUTATION_COST : 0;
  return base + (root ? selectionCost(walk, operation.selectionSet, root) : 0);
}

function selectionCost(walk: Walk, set: SelectionSetNode, type: GraphQLNamedType): number {
  let cost = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      cost += fieldCost(walk, selection, type);
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : walk.fragments.get(selection.name.value);
    const condition = fragment?.typeCondition?.name.value;
    const on = condition ? walk.schema.getType(condition) : type;
    if (fragment && on) cost += selectionCost(walk, fragment.selectionSet, on);
  }
  return cost;
}

function fieldCost(walk: Walk, field: FieldNode, type: GraphQLNamedType): number {
  const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
  const definition = fields[field.name.value];
  if (!definition || !field.selectionSet) return 0;
  const named = getNamedType(definition.type);
  if (!isCompositeType(named)) return 0;
  const below = selectionCost(walk, field.selectionSet, named);
  if (named.name.endsWith("Connection"))
    return 2 + Math.ceil(items(sizeOf(walk, field)) * Math.max(1, below));
  // The wrappers of a connection are free: what an item costs is its node.
  if (named.name.endsWith("Edge") || named.name === "PageInfo") return below;
  return 1 + below;
}

function items(size: number): number {
  return Math.min(size, FULL_ITEMS) + Math.max(0, size - FULL_ITEMS) / 4;
}

function sizeOf(walk: Walk, field: FieldNode): number {
  for (const argument of field.arguments ?? []) {
    if (argument.name.value !== "first" && argument.name.value !== "last") continue;
    if (argument.value.kind === Kind.INT) return Number(argument.value.value);
    if (argument.value.kind === Kind.VARIABLE)
      return Number(walk.variables[argument.value.name.value] ?? 0);
  }
  return FULL_ITEMS;
}

function defaultsOf(operation: OperationDefinitionNode): Record<string, unknown> {
  const entries = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [],
  );
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/** What was really fetched: the objects in the answer, with the wrappers of connections left out. */
export function actualCost(data: unknown): number {
  if (Array.isArray(data)) return data.reduce<number>((sum, item) => sum + actualCost(item), 0);
  if (typeof data !== "object" || data === null) return 0;
  let cost = 1;
  for (const [key, value] of Object.entries(data)) {
    if (key === "pageInfo") continue;
    cost += actualCost(value);
    if (key === "nodes" || key === "edges") cost -= 1;
  }
  return Math.max(cost, 0);
}
