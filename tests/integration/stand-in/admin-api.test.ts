import type { Session } from "@shopify/shopify-api";
import { afterAll, beforeAll, expect, test } from "vitest";

import { OrderInput } from "#tests/stand-in/acts/inputs.ts";
import { ask, exchangeToken, openStandIn, shopify, type Opened } from "./open-stand-in.ts";

let opened: Opened;
let session: Session;
let orderId: string;

beforeAll(async () => {
  opened = await openStandIn();
  session = await exchangeToken(opened);
  const { acts } = opened.standIn.context;
  for (let i = 1; i <= 6; i++) {
    const product = acts.products.create(opened.shop, {
      title: `Tea ${i}`,
      variants: [{ sku: `TEA-${i}`, price: "10.05" }],
    });
    const order = acts.orders.create(
      opened.shop,
      OrderInput.parse({
        customer: { email: `buyer-${i}@example.com`, firstName: "Zoë" },
        lines: [{ variantId: product.variants[0]?.id, quantity: 3 }],
        discountCodes: [{ code: "SAVE", amount: "1.00" }],
        shipping: "4.90",
        currency: "USD",
        exchangeRate: 1.1,
      }),
    );
    orderId = order.id;
  }
});
afterAll(() => opened.close());

test("the library's own client reads orders with their lines", async () => {
  const client = new shopify.clients.Graphql({ session });
  const { data } = await client.request(
    `query Orders($first: Int!) {
    orders(first: $first, sortKey: UPDATED_AT, query: "test:false updated_at:>'2020-01-01'") {
      nodes {
        id name email displayFinancialStatus presentmentCurrencyCode
        customer { firstName numberOfOrders amountSpent { amount currencyCode } }
        totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
        lineItems(first: 5) { nodes { sku quantity discountAllocations { allocatedAmountSet { shopMoney { amount } } } } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }`,
    { variables: { first: 2 } },
  );
  expect(data.orders.nodes).toHaveLength(2);
  expect(data.orders.pageInfo.hasNextPage).toBe(true);
  expect(data.orders.nodes[0]).toMatchObject({
    displayFinancialStatus: "PAID",
    customer: { firstName: "Zoë", numberOfOrders: "1", amountSpent: { amount: "34.05" } },
    totalPriceSet: {
      shopMoney: { amount: "34.05", currencyCode: "EUR" },
      presentmentMoney: { amount: "37.46", currencyCode: "USD" },
    },
  });
});

test("cursors lead through all orders once", async () => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { data }: { data: Record<string, unknown> | null } = await ask(
      session,
      `query ($after: String) { orders(first: 4, after: $after, reverse: true) {
        nodes { id } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    const page = data?.["orders"] as {
      nodes: { id: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    seen.push(...page.nodes.map(({ id }) => id));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  expect(seen).toHaveLength(6);
  expect(new Set(seen).size).toBe(6);
});

test("ids above 2^53 are exact", async () => {
  const ids = opened.standIn.context.store.orders.list(opened.shop.id).map(({ id }) => id);
  const huge = ids.find((id) => BigInt(id) > 2n ** 53n) ?? "";
  const gid = `gid://shopify/Order/${huge}`;
  const { data } = await ask(session, `{ order(id: "${gid}") { id legacyResourceId } }`);
  expect(data).toEqual({ order: { id: gid, legacyResourceId: huge } });
});

test("a field that the schema does not have is refused", async () => {
  const { errors } = await ask(session, "{ orders(first: 1) { nodes { nonsense } } }");
  expect(errors[0]?.message).toContain('Cannot query field "nonsense" on type "Order"');
});

test("a field that is not resolved says so instead of being null", async () => {
  const { errors } = await ask(
    session,
    `{ order(id: "gid://shopify/Order/${orderId}") { poNumber } }`,
  );
  expect(errors[0]?.message).toBe("The stand-in does not resolve Order.poNumber yet");
});

test("what the scopes do not cover is denied as Shopify denies it", async () => {
  const { acts } = opened.standIn.context;
  const created = acts.app.createShop({ domain: "narrow.myshopify.com" });
  const shop = acts.app.install(created, ["read_products"]);
  const narrow = await exchangeToken({ ...opened, shop });
  const { errors } = await ask(narrow, "{ orders(first: 1) { nodes { id } } }");
  expect(errors[0]).toMatchObject({
    message: "Access denied for orders field. Required access: `read_orders` access scope.",
    extensions: { code: "ACCESS_DENIED" },
  });
});

test("costs are counted, and an empty bucket throttles", async () => {
  const query = "{ products(first: 250) { nodes { id variants(first: 10) { nodes { id } } } } }";
  const { extensions } = await ask(session, query);
  expect(extensions["cost"]).toMatchObject({
    throttleStatus: { maximumAvailable: 2000, restoreRate: 100 },
  });
  const { throttle } = opened.standIn.context;
  while (throttle.take(opened.shop.id, "basic", 100));
  const throttled = await ask(session, query);
  expect(throttled.status).toBe(200);
  expect(throttled.errors[0]?.extensions?.["code"]).toBe("THROTTLED");
  throttle.giveBack(opened.shop.id, "basic", 2000);
});

test("one query may cost 1,000 points at most", async () => {
  const { errors } = await ask(
    session,
    `{ orders(first: 250) { nodes { id lineItems(first: 250) { nodes { product { id } } } } } }`,
  );
  expect(errors[0]?.extensions?.["code"]).toBe("MAX_COST_EXCEEDED");
});

test.each([
  ["401", 401],
  ["429", 429],
  ["500", 500],
] as const)("an injected %s hits as often as asked for", async (mode, status) => {
  await fetch(`${opened.standIn.url}/control/faults`, {
    method: "POST",
    body: JSON.stringify({ mode, count: 1 }),
  });
  expect((await ask(session, "{ shop { name } }")).status).toBe(status);
  expect((await ask(session, "{ shop { name } }")).status).toBe(200);
});

test("metafields are written all or none, and a stale digest is refused", async () => {
  const customer = opened.standIn.context.store.findCustomerByEmail(
    opened.shop.id,
    "buyer-1@example.com",
  );
  const ownerId = `gid://shopify/Customer/${customer?.id}`;
  const set = (metafields: Record<string, unknown>[]) =>
    ask(
      session,
      `mutation ($metafields: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $metafields) {
        metafields { key value type compareDigest } userErrors { code field } } }`,
      { metafields },
    );
  const balance = { ownerId, key: "points_balance", value: "40" };
  const first = await set([{ ...balance, compareDigest: null }]);
  expect(first.data).toMatchObject({
    metafieldsSet: { metafields: [{ value: "40", type: "number_integer" }], userErrors: [] },
  });
  const stale = await set([{ ...balance, value: "50", compareDigest: null }]);
  expect(stale.data).toMatchObject({ metafieldsSet: { userErrors: [{ code: "STALE_OBJECT" }] } });
  const bad = await set([balance, { ...balance, value: "many" }]);
  expect(bad.data).toMatchObject({
    metafieldsSet: { userErrors: [{ code: "INVALID_VALUE", field: ["metafields", "1", "value"] }] },
  });
  const many = await set(Array.from({ length: 26 }, () => balance));
  expect(many.errors[0]?.extensions?.["code"]).toBe("MAX_INPUT_SIZE_EXCEEDED");
  const { data } = await ask(
    session,
    `{ customer(id: "${ownerId}") { metafield(key: "points_balance") { value } } }`,
  );
  expect(data).toEqual({ customer: { metafield: { value: "40" } } });
});
