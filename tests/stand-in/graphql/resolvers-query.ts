import { GraphQLError } from "graphql";

import type { Condition } from "../store/collection.ts";
import type { OrderDoc } from "../store/documents.ts";
import { holds } from "./access.ts";
import { discountQueries } from "../discounts/discount-queries.ts";
import { giftCardQueries } from "../gift-cards/resolvers-gift-card.ts";
import { segmentQueries } from "../segments/resolvers-segment.ts";
import { connectionFrom, connectionOf } from "./connection.ts";
import type { Args, GraphqlContext, Resolvers } from "./context.ts";
import { collectionQueries } from "./resolvers-collection.ts";
import { metafieldDefinition, metafieldDefinitions } from "./resolvers-metafield-definition.ts";
import { answerNode } from "./resolvers-node.ts";
import { searchConditions, type SearchFields } from "./search.ts";
import { gid } from "../payloads/common.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

const ORDER_FIELDS: SearchFields = {
  id: { column: "id", kind: "id" },
  name: {
    condition: (value) => ({ sql: "number = ?", params: [Number(value.replace(/\D/g, ""))] }),
  },
  email: { column: "email", kind: "text" },
  customer_id: { column: "customer_id", kind: "id" },
  created_at: { column: "created_at", kind: "time" },
  updated_at: { column: "updated_at", kind: "time" },
  processed_at: { column: "processed_at", kind: "time" },
  financial_status: { column: "financial_status", kind: "text" },
  source_name: { column: "source_name", kind: "text" },
  test: { column: "test", kind: "flag" },
  status: {
    condition: (value) =>
      value === "cancelled"
        ? { sql: "cancelled = 1", params: [] }
        : value === "open" || value === "not_closed"
          ? { sql: "cancelled = 0", params: [] }
          : { sql: "1 = 1", params: [] },
  },
};

const CUSTOMER_FIELDS: SearchFields = {
  id: { column: "id", kind: "id" },
  email: { column: "email", kind: "text" },
  phone: { column: "phone", kind: "text" },
  state: { column: "state", kind: "text" },
  created_at: { column: "created_at", kind: "time" },
  customer_date: { column: "created_at", kind: "time" },
  updated_at: { column: "updated_at", kind: "time" },
};

const PRODUCT_FIELDS: SearchFields = {
  id: { column: "id", kind: "id" },
  handle: { column: "handle", kind: "text" },
  title: { column: "title", kind: "text" },
  product_type: { column: "product_type", kind: "text" },
  vendor: { column: "vendor", kind: "text" },
  status: { column: "status", kind: "text" },
  created_at: { column: "created_at", kind: "time" },
  updated_at: { column: "updated_at", kind: "time" },
};

const SORT: Record<string, string> = {
  ID: "id",
  CREATED_AT: "created_at",
  UPDATED_AT: "updated_at",
  PROCESSED_AT: "processed_at",
  ORDER_NUMBER: "number",
  TOTAL_PRICE: "total_minor",
  NAME: "name",
  TITLE: "title",
};

function sortOf(args: Args): string {
  const key = String(args["sortKey"] ?? "ID");
  const column = SORT[key];
  if (!column) throw new GraphQLError(`The stand-in does not sort by ${key}`);
  return column;
}

const contains =
  (column: string) =>
  (word: string): Condition => ({
    sql: `${column} LIKE ?`,
    params: [`%${word}%`],
  });

/** Orders that the app may see: 60 days without `read_all_orders`. */
function visibleOrders({ scopes, clock }: GraphqlContext): Condition[] {
  if (holds(scopes, "read_all_orders")) return [];
  return [{ sql: "created_at >= ?", params: [clock.now().getTime() - 60 * DAY_MS] }];
}

export function ordersPage(args: Args, context: GraphqlContext, where: Condition[] = []) {
  const search = searchConditions(
    args["query"],
    ORDER_FIELDS,
    context.shop.timezone,
    contains("email"),
  );
  return connectionFrom(context.store.orders, args, context, {
    where: [...where, ...visibleOrders(context), ...search],
    sort: sortOf(args),
  });
}

function customerConditions(args: Args, context: GraphqlContext) {
  const word = (text: string): Condition => ({
    sql: "email LIKE ? OR name LIKE ?",
    params: [`%${text}%`, `%${text}%`],
  });
  return searchConditions(args["query"], CUSTOMER_FIELDS, context.shop.timezone, word);
}

function productConditions(args: Args, context: GraphqlContext) {
  return searchConditions(args["query"], PRODUCT_FIELDS, context.shop.timezone, contains("title"));
}

function seen(order: OrderDoc | null, context: GraphqlContext): OrderDoc | null {
  const [limit] = visibleOrders(context);
  return order && limit && Date.parse(order.createdAt) < Number(limit.params[0]) ? null : order;
}

function counted(count: number, args: Args) {
  const limit = typeof args["limit"] === "number" ? args["limit"] : null;
  const over = limit !== null && count > limit;
  return { count: over ? limit : count, precision: over ? "AT_LEAST" : "EXACT" };
}

export const QueryRoot: Resolvers<unknown> = {
  ...collectionQueries,
  ...discountQueries,
  ...giftCardQueries,
  ...segmentQueries,
  shop: (_root, _args, { shop }) => shop,
  currentAppInstallation: (_root, _args, { shop }) => shop,
  appInstallation: (_root, _args, { shop }) => shop,
  app: (_root, _args, { shop }) => shop,
  node: (_root, args, context, info) => answerNode(args["id"], context, info.fieldName),
  nodes: (_root, args, context, info) =>
    (args["ids"] as string[]).map((id) => answerNode(id, context, info.fieldName)),
  order: (_root, args, context) =>
    seen(answerNode(args["id"], context, "order") as OrderDoc | null, context),
  orders: (_root, args, context) => ordersPage(args, context),
  ordersCount(_root, args, context) {
    const search = searchConditions(args["query"], ORDER_FIELDS, context.shop.timezone);
    const where = [...visibleOrders(context), ...search];
    return counted(context.store.orders.count(context.shop.id, where), args);
  },
  refund: (_root, args, context) => answerNode(args["id"], context, "refund"),
  fulfillment: (_root, args, context) => answerNode(args["id"], context, "fulfillment"),
  return: (_root, args, context) => answerNode(args["id"], context, "return"),
  customer: (_root, args, context) => answerNode(args["id"], context, "customer"),
  customers: (_root, args, context) =>
    connectionFrom(context.store.customers, args, context, {
      where: customerConditions(args, context),
      sort: sortOf(args),
    }),
  customersCount: (_root, args, context) =>
    counted(
      context.store.customers.count(context.shop.id, customerConditions(args, context)),
      args,
    ),
  customerByIdentifier(_root, args, context) {
    const { id, emailAddress } = args["identifier"] as { id?: string; emailAddress?: string };
    if (id) return answerNode(id, context, "customerByIdentifier");
    if (emailAddress) return context.store.findCustomerByEmail(context.shop.id, emailAddress);
    throw new GraphQLError("The stand-in finds customers by id and by emailAddress only");
  },
  storeCreditAccount: (_root, args, context) =>
    answerNode(args["id"], context, "storeCreditAccount"),
  product: (_root, args, context) => answerNode(args["id"], context, "product"),
  products: (_root, args, context) =>
    connectionFrom(context.store.products, args, context, {
      where: productConditions(args, context),
      sort: sortOf(args),
    }),
  productsCount: (_root, args, context) =>
    counted(context.store.products.count(context.shop.id, productConditions(args, context)), args),
  productVariant: (_root, args, context) => answerNode(args["id"], context, "productVariant"),
  productVariants(_root, args, context) {
    const products = context.store.products.list(context.shop.id, productConditions(args, context));
    const variants = products.flatMap((product) =>
      product.variants.map((variant) => ({ product, variant })),
    );
    return connectionOf(variants, args, context);
  },
  metafieldDefinition,
  metafieldDefinitions,
  theme: (_root, args, { shop }) => (args["id"] === gid("OnlineStoreTheme", shop.id) ? shop : null),
  themes(_root, args, context) {
    const roles = args["roles"] as string[] | undefined;
    return connectionOf(!roles || roles.includes("MAIN") ? [context.shop] : [], args, context);
  },
  // As on Shopify, those of the TOML are not listed, and the app makes no others.
  webhookSubscriptions: (_root, args, context) => connectionOf([], args, context),
  bulkOperation: (_root, args, context) => answerNode(args["id"], context, "bulkOperation"),
  bulkOperations: (_root, args, context) =>
    connectionFrom(context.store.bulkOperations, args, context, {
      where: searchConditions(
        args["query"],
        {
          id: { column: "id", kind: "id" },
          status: { column: "status", kind: "text" },
          created_at: { column: "created_at", kind: "time" },
          operation_type: {
            condition: (type) => ({
              sql: type.toLowerCase() === "query" ? "1 = 1" : "1 = 0",
              params: [],
            }),
          },
        },
        context.shop.timezone,
      ),
      sort: "created_at",
    }),
  currentBulkOperation(_root, args, { store, shop }) {
    if (args["type"] === "MUTATION") return null;
    return (
      store.bulkOperations.page(shop.id, { sort: "created_at", reverse: true, first: 1 }).items[0]
        ?.doc ?? null
    );
  },
};
