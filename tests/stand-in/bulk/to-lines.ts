import { Kind, type SelectionSetNode } from "graphql";

type Line = Record<string, unknown>;

/**
 * The JSONL objects of one root object: itself without its connections, then every object of those, each with the id of
 * what it belongs to in `__parentId`.
 */
export function toLines(node: unknown, selection: SelectionSetNode, parentId?: string): Line[] {
  const below: Line[] = [];
  const own = strip(node as Line, selection, below);
  return [parentId === undefined ? own : { ...own, __parentId: parentId }, ...below];
}

/** A copy of an object without connections; what they hold goes to `below`. */
function strip(value: Line, selection: SelectionSetNode, below: Line[], ownerId?: string): Line {
  const id = typeof value["id"] === "string" ? value["id"] : ownerId;
  const own: Line = {};
  for (const item of selection.selections) {
    if (item.kind === Kind.INLINE_FRAGMENT) {
      Object.assign(own, strip(value, item.selectionSet, below, id));
      continue;
    }
    if (item.kind !== Kind.FIELD) continue;
    const key = item.alias?.value ?? item.name.value;
    const child = value[key];
    if (child === undefined) continue;
    if (!item.selectionSet || child === null) own[key] = child;
    else if (isConnection(child)) {
      for (const { node, set } of nodesIn(child, item.selectionSet))
        below.push(...toLines(node, set, id));
    } else if (Array.isArray(child)) {
      const set = item.selectionSet;
      own[key] = child.map((one: unknown) =>
        one === null ? null : strip(one as Line, set, below, id),
      );
    } else own[key] = strip(child as Line, item.selectionSet, below, id);
  }
  return own;
}

function isConnection(value: unknown): value is { edges?: { node: unknown }[]; nodes?: unknown[] } {
  if (typeof value !== "object" || value === null) return false;
  return (
    ("edges" in value && Array.isArray(value.edges)) ||
    ("nodes" in value && Array.isArray(value.nodes))
  );
}

function nodesIn(
  connection: { edges?: { node: unknown }[]; nodes?: unknown[] },
  selection: SelectionSetNode,
): { node: unknown; set: SelectionSetNode }[] {
  return selection.selections.flatMap((item) => {
    if (item.kind !== Kind.FIELD || !item.selectionSet) return [];
    const set = item.selectionSet;
    if (item.name.value === "nodes") return (connection.nodes ?? []).map((node) => ({ node, set }));
    if (item.name.value !== "edges") return [];
    const inner = set.selections.find(
      (one) => one.kind === Kind.FIELD && one.name.value === "node",
    );
    if (inner?.kind !== Kind.FIELD || !inner.selectionSet) return [];
    const nodeSet = inner.selectionSet;
    return (connection.edges ?? []).map(({ node }) => ({ node, set: nodeSet }));
  });
}
