import { requireWrite } from "../graphql/access.ts";
import { connectionFrom } from "../graphql/connection.ts";
import type { GraphqlContext, Resolve, Resolvers } from "../graphql/context.ts";
import { readGid, time } from "../graphql/values.ts";
import { gid } from "../payloads/common.ts";
import { segmentClauses, type SegmentDoc } from "./segment.ts";

export const Segment: Resolvers<SegmentDoc> = {
  id: ({ id }) => gid("Segment", id),
  name: ({ name }) => name,
  query: ({ query }) => query,
  creationDate: ({ createdAt }) => time(createdAt),
  lastEditDate: ({ updatedAt }) => time(updatedAt),
};

const find = (id: unknown, { store, shop }: GraphqlContext) =>
  store.segments.find(shop.id, readGid(id)?.id ?? "");

export const segmentQueries: Resolvers<unknown> = {
  segment: (_root, args, context) => find(args["id"], context),
  segments: (_root, args, context) => connectionFrom(context.store.segments, args, context, {}),
  segmentsCount: (_root, _args, { store, shop }) => ({
    count: store.segments.count(shop.id),
    precision: "EXACT",
  }),
};

/** Creates or changes a segment. The stand-in knows only those by tags. */
const write: Resolve<unknown> = (_source, args, context, info) => {
  requireWrite("Customer", context, info.fieldName);
  const { store, shop, clock } = context;
  const known = args["id"] === undefined ? null : find(args["id"], context);
  if (args["id"] !== undefined && !known) return refuse("id", "Segment does not exist");
  const name = (args["name"] as string | undefined)?.trim() ?? known?.name ?? "";
  const query = (args["query"] as string | undefined) ?? known?.query ?? "";
  if (name === "") return refuse("name", "Name can't be blank");
  if (!segmentClauses(query))
    return refuse("query", "The stand-in knows only: customer_tags [NOT] CONTAINS 'tag' AND …");
  const at = clock.now().toISOString();
  const segment: SegmentDoc = {
    id: known?.id ?? store.ids.next("Segment"),
    name,
    query,
    createdAt: known?.createdAt ?? at,
    updatedAt: at,
  };
  store.segments.put(shop.id, segment);
  return { segment, userErrors: [] };
};

function refuse(field: string, message: string) {
  return { segment: null, userErrors: [{ field: [field], message }] };
}

const segmentDelete: Resolve<unknown> = (_source, args, context, info) => {
  requireWrite("Customer", context, info.fieldName);
  const known = find(args["id"], context);
  if (!known) {
    const userErrors = [{ field: ["id"], message: "Segment does not exist" }];
    return { deletedSegmentId: null, userErrors };
  }
  context.store.segments.remove(context.shop.id, known.id);
  return { deletedSegmentId: args["id"], userErrors: [] };
};

export const segmentMutations: Resolvers<unknown> = {
  segmentCreate: write,
  segmentUpdate: write,
  segmentDelete,
};
