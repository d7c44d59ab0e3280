import type { Session } from "@shopify/shopify-api";
import { afterAll, beforeAll, expect, test } from "vitest";

import { generateShop } from "#tests/stand-in/generator/generate-shop.ts";
import { ask, exchangeToken, openStandIn, type Opened } from "./open-stand-in.ts";

let opened: Opened;
let session: Session;

beforeAll(async () => {
  opened = await openStandIn();
  session = await exchangeToken(opened);
  const { store, clock } = opened.standIn.context;
  generateShop(store, opened.shop, { seed: 7, customers: 60, now: clock.now() });
});
afterAll(() => opened.close());

const runQuery = `mutation ($query: String!) { bulkOperationRunQuery(query: $query) {
  bulkOperation { id status } userErrors { code message } } }`;

test("orders come as JSON Lines, their lines after them with __parentId", async () => {
  const { store, webhooks } = opened.standIn.context;
  const query = `{ orders { edges { node { id totalPriceSet { shopMoney { amount } }
    refunds { id totalRefundedSet { shopMoney { amount } } }
    lineItems { edges { node { id quantity } } } } } } }`;
  const started = await ask(session, runQuery, { query });
  expect(started.data).toMatchObject({ bulkOperationRunQuery: { userErrors: [] } });
  const { url, ...operation } = await finished();
  expect(operation).toMatchObject({ status: "COMPLETED", errorCode: null });

  const lines = (await (await fetch(url)).text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { id: string; __parentId?: string; quantity?: number });
  const orders = store.orders.list(opened.shop.id);
  const parents = lines.filter((line) => line.__parentId === undefined);
  expect(parents).toHaveLength(orders.length);
  expect(operation).toMatchObject({
    objectCount: String(lines.length),
    rootObjectCount: String(orders.length),
  });
  const seen = new Set<string>();
  for (const line of lines) {
    if (line.__parentId === undefined) seen.add(line.id);
    else expect(seen.has(line.__parentId)).toBe(true);
  }
  const units = lines.reduce((sum, line) => sum + (line.quantity ?? 0), 0);
  expect(units).toBe(
    orders.flatMap((order) => order.lines).reduce((sum, line) => sum + line.quantity, 0),
  );

  await webhooks.settle(opened.shop.id, 5000);
  const told = opened.received.find(
    ({ headers }) => headers["x-shopify-topic"] === "bulk_operations/finish",
  );
  expect(JSON.parse(told?.body ?? "{}")).toMatchObject({ status: "completed", type: "query" });
});

test("a connection inside a list is refused, as Shopify refuses it", async () => {
  const query =
    "{ orders { edges { node { id refunds { id refundLineItems { edges { node { quantity } } } } } } } }";
  const { data } = await ask(session, runQuery, { query });
  expect(data).toMatchObject({
    bulkOperationRunQuery: { bulkOperation: null, userErrors: [{ code: "INVALID" }] },
  });
});

async function finished(): Promise<{ status: string; url: string; errorCode: string | null }> {
  for (;;) {
    const { data } = await ask(
      session,
      "{ currentBulkOperation { status url errorCode objectCount rootObjectCount } }",
    );
    const operation = data?.["currentBulkOperation"] as {
      status: string;
      url: string;
      errorCode: null;
    };
    if (!["CREATED", "RUNNING"].includes(operation.status)) return operation;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
