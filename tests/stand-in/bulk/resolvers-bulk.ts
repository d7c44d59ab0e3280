import type { Resolve, Resolvers } from "../graphql/context.ts";
import { adminSchema, prepare } from "../graphql/schema.ts";
import { enumOf, readGid, time } from "../graphql/values.ts";
import type { BulkOperationDoc } from "../store/documents.ts";
import { complaintAboutBulk } from "./check-bulk-query.ts";
import { finishBulkOperation } from "./finish-bulk-operation.ts";

const MOST_AT_ONCE = 5;

export const BulkOperation: Resolvers<BulkOperationDoc> = {
  id: (operation) => `gid://shopify/BulkOperation/${operation.id}`,
  status: (operation) => enumOf(operation.status),
  errorCode: (operation) => operation.errorCode,
  type: () => "QUERY",
  query: (operation) => operation.query,
  createdAt: (operation) => time(operation.createdAt),
  completedAt: (operation) => time(operation.completedAt),
  objectCount: (operation) => String(operation.objectCount),
  rootObjectCount: (operation) => String(operation.rootObjectCount),
  fileSize: (operation) => (operation.fileSize === null ? null : String(operation.fileSize)),
  url: (operation, _args, { standInUrl }) =>
    // Nothing found means no file, as on Shopify.
    operation.status === "completed" && operation.objectCount > 0
      ? `${standInUrl}/bulk-results/${operation.id}.jsonl`
      : null,
  partialDataUrl: () => null,
};

/** Checks the query, starts it and answers at once; it runs on by itself. */
export const bulkOperationRunQuery: Resolve<unknown> = (_source, args, context) => {
  const { store, shop, scopes, clock } = context;
  const query = String(args["query"]);
  // Results are grouped in any case: each object lies right below what it belongs to.
  const { document, errors } = prepare(query);
  const complaint = document ? complaintAboutBulk(adminSchema(), document) : null;
  if (!document || complaint) {
    const messages = complaint
      ? [complaint]
      : errors.map(({ message }) => `Invalid bulk query: ${message}`);
    return refuse(messages, "INVALID");
  }
  const running = store.bulkOperations.count(shop.id, [
    { sql: "status IN ('created', 'running', 'canceling')", params: [] },
  ]);
  if (running >= MOST_AT_ONCE) {
    return refuse(
      [`Only ${MOST_AT_ONCE} bulk query operations may run at once for this app and shop.`],
      "LIMIT_REACHED",
    );
  }
  const operation: BulkOperationDoc = {
    id: store.ids.next("BulkOperation"),
    status: "created",
    errorCode: null,
    query,
    createdAt: clock.now().toISOString(),
    completedAt: null,
    objectCount: 0,
    rootObjectCount: 0,
    fileSize: null,
    file: null,
  };
  store.bulkOperations.put(shop.id, operation);
  context.startBulkOperation(shop, scopes, operation.id);
  return { bulkOperation: operation, userErrors: [] };
};

function refuse(messages: string[], code: string) {
  return {
    bulkOperation: null,
    userErrors: messages.map((message) => ({ field: ["query"], message, code })),
  };
}

export const bulkOperationCancel: Resolve<unknown> = (_source, args, context) => {
  const id = readGid(args["id"])?.id ?? "";
  const operation = context.store.bulkOperations.find(context.shop.id, id);
  if (!operation) {
    return {
      bulkOperation: null,
      userErrors: [{ field: ["id"], message: "Bulk operation does not exist" }],
    };
  }
  if (operation.status !== "created" && operation.status !== "running") {
    const message = `A bulk operation cannot be canceled when it is ${operation.status}`;
    return { bulkOperation: operation, userErrors: [{ field: null, message }] };
  }
  finishBulkOperation(context, context.shop, { ...operation, status: "canceled" });
  return { bulkOperation: { ...operation, status: "canceling" }, userErrors: [] };
};
