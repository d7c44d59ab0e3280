import { GraphQLError } from "graphql";

import { InvalidCursorError, type Collection, type PageRequest } from "../store/collection.ts";
import type { Args, GraphqlContext } from "./context.ts";

const LARGEST_PAGE = 250;

export type Connection = {
  edges: { cursor: string; node: unknown }[];
  nodes: unknown[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
};

/** A connection over a list that is already at hand. */
export function connectionOf<T>(
  all: T[],
  args: Args,
  context: GraphqlContext,
  node: (item: T, index: number) => unknown = (item) => item,
): Connection {
  const items = args["reverse"] === true ? [...all].reverse() : all;
  const { first, last } = context.bulk ? { first: items.length, last: undefined } : pageSize(args);
  const after = typeof args["after"] === "string" ? indexOf(args["after"]) + 1 : 0;
  const before = typeof args["before"] === "string" ? indexOf(args["before"]) : items.length;
  const start = last === undefined ? after : Math.max(after, before - last);
  const end = first === undefined ? before : Math.min(before, start + first);
  const edges = items.slice(start, end).map((item, i) => ({
    cursor: Buffer.from(String(start + i)).toString("base64"),
    node: node(item, start + i),
  }));
  return withPageInfo(edges, end < items.length, start > 0);
}

/** A connection over a collection, paged by the database. */
export function connectionFrom<T extends { id: string }>(
  collection: Collection<T>,
  args: Args,
  context: GraphqlContext,
  request: Pick<PageRequest, "where" | "sort">,
  node: (doc: T) => unknown = (doc) => doc,
): Connection {
  try {
    const page = collection.page(context.shop.id, {
      ...request,
      ...pageSize(args),
      reverse: args["reverse"] === true,
      ...(typeof args["after"] === "string" && { after: args["after"] }),
      ...(typeof args["before"] === "string" && { before: args["before"] }),
    });
    const edges = page.items.map(({ doc, cursor }) => ({ cursor, node: node(doc) }));
    return withPageInfo(edges, page.hasNextPage, page.hasPreviousPage);
  } catch (error) {
    if (error instanceof InvalidCursorError) throw new GraphQLError(error.message);
    throw error;
  }
}

/** The page that was asked for: one of first and last, at most 250. */
function pageSize(args: Args): { first?: number; last?: number } {
  const size = (name: "first" | "last") =>
    typeof args[name] === "number" ? args[name] : undefined;
  const first = size("first");
  const last = size("last");
  if (first === undefined && last === undefined) {
    throw new GraphQLError("you must provide one of first or last", {
      extensions: { code: "BAD_REQUEST" },
    });
  }
  if ((first ?? last ?? 0) > LARGEST_PAGE) {
    throw new GraphQLError(`The page size may be at most ${LARGEST_PAGE}`, {
      extensions: { code: "MAX_PAGE_SIZE_EXCEEDED" },
    });
  }
  return first !== undefined ? { first } : { last: last ?? 0 };
}

function indexOf(cursor: string): number {
  const index = Number(Buffer.from(cursor, "base64").toString("utf8"));
  if (!Number.isInteger(index)) throw new GraphQLError(`Invalid cursor: ${cursor}`);
  return index;
}

function withPageInfo(
  edges: Connection["edges"],
  hasNextPage: boolean,
  hasPreviousPage: boolean,
): Connection {
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
