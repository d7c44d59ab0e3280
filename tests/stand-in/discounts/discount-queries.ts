import { connectionFrom } from "../graphql/connection.ts";
import type { Args, GraphqlContext, Resolvers } from "../graphql/context.ts";
import { searchConditions, type SearchFields } from "../graphql/search.ts";
import { readGid } from "../graphql/values.ts";
import type { Condition } from "../store/collection.ts";
import { settleCodeBatches } from "./code-batches.ts";
import type { DiscountDoc } from "./discount-documents.ts";
import { automaticNode, codeNode } from "./resolvers-discount.ts";

function searchFields({ clock }: GraphqlContext): SearchFields {
  const now = clock.now().getTime();
  return {
    id: { column: "id", kind: "id" },
    title: { column: "title", kind: "text" },
    method: { column: "method", kind: "text" },
    created_at: { column: "created_at", kind: "time" },
    updated_at: { column: "updated_at", kind: "time" },
    starts_at: { column: "starts_at", kind: "time" },
    ends_at: { column: "ends_at", kind: "time" },
    status: {
      condition: (value) =>
        ({
          active: {
            sql: "starts_at <= ? AND (ends_at IS NULL OR ends_at > ?)",
            params: [now, now],
          },
          expired: { sql: "ends_at <= ?", params: [now] },
          scheduled: { sql: "starts_at > ?", params: [now] },
        })[value.toLowerCase()] ?? { sql: "1 = 0", params: [] },
    },
    tag: {
      condition: (value) => ({
        sql: "EXISTS (SELECT 1 FROM json_each(doc, '$.tags') AS tag WHERE tag.value = ?)",
        params: [value],
      }),
    },
    code: {
      condition: (value) => ({
        sql: `EXISTS (SELECT 1 FROM discount_codes AS c
          WHERE c.shop_id = discounts.shop_id AND c.discount_id = discounts.id AND c.code = upper(?))`,
        params: [value],
      }),
    },
  };
}

const SORT: Record<string, string> = {
  ID: "id",
  TITLE: "title",
  CREATED_AT: "created_at",
  UPDATED_AT: "updated_at",
  STARTS_AT: "starts_at",
  ENDS_AT: "ends_at",
};

function discountsPage(
  args: Args,
  context: GraphqlContext,
  node: (discount: DiscountDoc) => object,
  method?: DiscountDoc["method"],
) {
  const words = (word: string): Condition => ({ sql: "title LIKE ?", params: [`%${word}%`] });
  const { timezone } = context.shop;
  const where = [
    ...(method ? [{ sql: "method = ?", params: [method] }] : []),
    ...searchConditions(args["query"], searchFields(context), timezone, words),
  ];
  const sort = SORT[String(args["sortKey"] ?? "ID")] ?? "id";
  return connectionFrom(context.store.discounts, args, context, { where, sort }, node);
}

const anyNode = (discount: DiscountDoc) => ({ __typename: "DiscountNode", discount });

function findDiscount(id: unknown, { store, shop }: GraphqlContext, method?: string) {
  const discount = store.discounts.find(shop.id, readGid(id)?.id ?? "");
  return discount && (!method || discount.method === method) ? discount : null;
}

export const discountQueries: Resolvers<unknown> = {
  discountNode(_root, args, context) {
    const discount = findDiscount(args["id"], context);
    return discount && anyNode(discount);
  },
  discountNodes: (_root, args, context) => discountsPage(args, context, anyNode),
  discountNodesCount: (_root, args, context) => ({
    count: context.store.discounts.count(
      context.shop.id,
      searchConditions(args["query"], searchFields(context), context.shop.timezone),
    ),
    precision: "EXACT",
  }),
  codeDiscountNode(_root, args, context) {
    const discount = findDiscount(args["id"], context, "code");
    return discount && codeNode(discount);
  },
  codeDiscountNodes: (_root, args, context) => discountsPage(args, context, codeNode, "code"),
  codeDiscountNodeByCode(_root, args, context) {
    settleCodeBatches(context, context.shop);
    const { store, shop } = context;
    const code = store.discounts.findCode(shop.id, String(args["code"]));
    const discount = code && store.discounts.find(shop.id, code.discountId);
    return discount && codeNode(discount);
  },
  automaticDiscountNode(_root, args, context) {
    const discount = findDiscount(args["id"], context, "automatic");
    return discount && automaticNode(discount);
  },
  automaticDiscountNodes: (_root, args, context) =>
    discountsPage(args, context, automaticNode, "automatic"),
  discountRedeemCodeBulkCreation(_root, args, context) {
    settleCodeBatches(context, context.shop);
    return context.store.discounts.batches.find(context.shop.id, readGid(args["id"])?.id ?? "");
  },
};
