import {
  Kind,
  parseType,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from "graphql";

type PageOf = { nodes: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };

export type PagedDocument = {
  /** The same query with `$bulkFirst` and `$bulkAfter` on its one top-level connection. */
  document: DocumentNode;
  /** What is selected of each root object. */
  nodeSelection: SelectionSetNode;
  /** The root objects of a page of results. */
  read: (data: Record<string, unknown>) => PageOf;
};

/** Turns a checked bulk query into one that is run page by page. Its own `first` at the top is replaced. */
export function pagedDocument(document: DocumentNode): PagedDocument {
  const operation = document.definitions[0] as OperationDefinitionNode;
  const root = operation.selectionSet.selections[0] as FieldNode;
  const nodeSelection = nodesOf(root);
  const key = root.alias?.value ?? root.name.value;
  const ownArguments = (root.arguments ?? []).filter(
    ({ name }) => !["first", "last", "after", "before"].includes(name.value),
  );
  const paged: FieldNode = {
    ...root,
    arguments: [...ownArguments, argument("first", "bulkFirst"), argument("after", "bulkAfter")],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [
        { ...field("nodes"), selectionSet: nodeSelection },
        {
          ...field("pageInfo"),
          selectionSet: {
            kind: Kind.SELECTION_SET,
            selections: [field("hasNextPage"), field("endCursor")],
          },
        },
      ],
    },
  };
  return {
    nodeSelection,
    document: {
      kind: Kind.DOCUMENT,
      definitions: [
        {
          ...operation,
          variableDefinitions: [variable("bulkFirst", "Int"), variable("bulkAfter", "String")],
          selectionSet: { kind: Kind.SELECTION_SET, selections: [paged] },
        },
      ],
    },
    read: (data) => data[key] as PageOf,
  };
}

/** What a connection selects of its nodes, through `edges { node }` or `nodes`. */
function nodesOf(connection: FieldNode): SelectionSetNode {
  const direct = child(connection, "nodes");
  const edge = child(connection, "edges");
  const selected = direct ?? (edge && child(edge, "node"));
  if (!selected?.selectionSet) throw new Error(`${connection.name.value} selects no nodes`);
  return selected.selectionSet;
}

function child(of: FieldNode, name: string): FieldNode | undefined {
  return of.selectionSet?.selections.find(
    (selection): selection is FieldNode =>
      selection.kind === Kind.FIELD && selection.name.value === name,
  );
}

function field(name: string): FieldNode {
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } };
}

function argument(name: string, variableName: string): ArgumentNode {
  return {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: name },
    value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variableName } },
  };
}

function variable(name: string, type: string): VariableDefinitionNode {
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
    type: parseType(type),
  };
}
