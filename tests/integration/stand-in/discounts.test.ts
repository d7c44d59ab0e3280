import type { Session } from "@shopify/shopify-api";
import { afterAll, beforeAll, expect, test } from "vitest";

import { ask, exchangeToken, openStandIn, type Opened } from "./open-stand-in.ts";

let opened: Opened;
let session: Session;
let customerGid: string;

beforeAll(async () => {
  opened = await openStandIn();
  const { acts } = opened.standIn.context;
  acts.app.install(opened.shop, ["write_discounts", "read_products", "write_customers"]);
  session = await exchangeToken(opened);
  const customer = acts.customers.create(opened.shop, { email: "member@example.com" });
  customerGid = `gid://shopify/Customer/${customer.id}`;
});
afterAll(() => opened.close());

const CREATE = `mutation ($input: DiscountCodeBasicInput!) { discountCodeBasicCreate(basicCodeDiscount: $input) {
  codeDiscountNode { id } userErrors { field code message } } }`;

const basic = (wish: Record<string, unknown> = {}) => ({
  title: "500 points: 5 off",
  code: "ENC-5OFF",
  startsAt: "2026-01-01T00:00:00Z",
  usageLimit: 1,
  appliesOncePerCustomer: true,
  context: { customers: { add: [customerGid] } },
  combinesWith: { shippingDiscounts: true },
  minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: "30.00" } },
  customerGets: {
    value: { discountAmount: { amount: "5.00", appliesOnEachItem: false } },
    items: { all: true },
  },
  tags: ["encore"],
  ...wish,
});

type Written = { codeDiscountNode: { id: string } | null; userErrors: { code: string }[] };

async function create(input: Record<string, unknown>): Promise<Written> {
  const { data } = await ask(session, CREATE, { input });
  return data?.["discountCodeBasicCreate"] as Written;
}

test("a code for one customer is written as asked, and found by its code in any case", async () => {
  const { codeDiscountNode, userErrors } = await create(basic());
  expect(userErrors).toEqual([]);
  const { data, errors } = await ask(
    session,
    `{ codeDiscountNodeByCode(code: "enc-5off") { id codeDiscount { __typename ... on DiscountCodeBasic {
      title status usageLimit appliesOncePerCustomer asyncUsageCount tags discountClasses endsAt
      combinesWith { orderDiscounts shippingDiscounts }
      context { ... on DiscountCustomers { customers { id } } }
      minimumRequirement { ... on DiscountMinimumSubtotal { greaterThanOrEqualToSubtotal { amount } } }
      customerGets { value { ... on DiscountAmount { amount { amount } appliesOnEachItem } }
        items { ... on AllDiscountItems { allItems } } }
      codes(first: 5) { nodes { code asyncUsageCount } } codesCount { count } } } } }`,
  );
  expect(errors).toEqual([]);
  expect(data?.["codeDiscountNodeByCode"]).toEqual({
    id: codeDiscountNode?.id,
    codeDiscount: {
      __typename: "DiscountCodeBasic",
      title: "500 points: 5 off",
      status: "ACTIVE",
      usageLimit: 1,
      appliesOncePerCustomer: true,
      asyncUsageCount: 0,
      tags: ["encore"],
      discountClasses: ["ORDER"],
      endsAt: null,
      combinesWith: { orderDiscounts: false, shippingDiscounts: true },
      context: { customers: [{ id: customerGid }] },
      minimumRequirement: { greaterThanOrEqualToSubtotal: { amount: "30.0" } },
      customerGets: {
        value: { amount: { amount: "5.0" }, appliesOnEachItem: false },
        items: { allItems: true },
      },
      codes: { nodes: [{ code: "ENC-5OFF", asyncUsageCount: 0 }] },
      codesCount: { count: 1 },
    },
  });
});

test("what Shopify would refuse is refused with its codes", async () => {
  const refused = async (wish: Record<string, unknown>) =>
    (await create(basic(wish))).userErrors.map(({ code }) => code);
  expect(await refused({ code: "enc-5OFF" })).toEqual(["TAKEN"]);
  expect(await refused({ code: "A", title: "" })).toEqual(["BLANK"]);
  expect(await refused({ code: "A", endsAt: "2025-12-31T00:00:00Z" })).toEqual([
    "END_DATE_BEFORE_START_DATE",
  ]);
  const items = { all: true };
  expect(await refused({ code: "A", customerGets: { items, value: { percentage: 10 } } })).toEqual([
    "VALUE_OUTSIDE_RANGE",
  ]);
  expect(
    await refused({
      code: "A",
      context: { customers: { add: ["gid://shopify/Customer/404"] } },
    }),
  ).toEqual(["INVALID"]);
});

test("a discount is changed, ended, started again and deleted with its codes", async () => {
  const { codeDiscountNode } = await create(basic({ code: "GOES" }));
  const id = codeDiscountNode?.id;
  const run = async (field: string) => {
    const { data } = await ask(
      session,
      `mutation ($id: ID!) { ${field}(id: $id) { codeDiscountNode { codeDiscount {
        ... on DiscountCodeBasic { status endsAt } } } userErrors { code } } }`,
      { id },
    );
    return data?.[field];
  };
  expect(await run("discountCodeDeactivate")).toMatchObject({
    codeDiscountNode: { codeDiscount: { status: "EXPIRED" } },
  });
  expect(await run("discountCodeActivate")).toMatchObject({
    codeDiscountNode: { codeDiscount: { status: "ACTIVE", endsAt: null } },
  });
  const { data } = await ask(
    session,
    `mutation ($id: ID!) { discountCodeDelete(id: $id) { deletedCodeDiscountId userErrors { code } } }`,
    { id },
  );
  expect(data).toEqual({ discountCodeDelete: { deletedCodeDiscountId: id, userErrors: [] } });
  expect((await create(basic({ code: "GOES" }))).userErrors).toEqual([]);
});

test("codes in bulk arrive later, and those that are taken are told", async () => {
  const { codeDiscountNode } = await create(basic({ code: "BULK-0" }));
  const discountId = codeDiscountNode?.id;
  const { data } = await ask(
    session,
    `mutation ($discountId: ID!, $codes: [DiscountRedeemCodeInput!]!) {
      discountRedeemCodeBulkAdd(discountId: $discountId, codes: $codes) {
        bulkCreation { id done codesCount importedCount } userErrors { code } } }`,
    { discountId, codes: [{ code: "BULK-1" }, { code: "ENC-5OFF" }, { code: "BULK-2" }] },
  );
  const added = data?.["discountRedeemCodeBulkAdd"] as { bulkCreation: { id: string } };
  expect(added.bulkCreation).toMatchObject({ done: false, codesCount: 3, importedCount: 0 });
  await new Promise((resolve) => setTimeout(resolve, 5));
  const after = await ask(
    session,
    `query ($id: ID!) { discountRedeemCodeBulkCreation(id: $id) { done importedCount failedCount
      codes(first: 5) { nodes { code errors { code } discountRedeemCode { id code } } } } }`,
    { id: added.bulkCreation.id },
  );
  expect(after.data?.["discountRedeemCodeBulkCreation"]).toMatchObject({
    done: true,
    importedCount: 2,
    failedCount: 1,
    codes: { nodes: [{}, { code: "ENC-5OFF", errors: [{ code: "TAKEN" }] }, {}] },
  });
  const nodes = (
    after.data?.["discountRedeemCodeBulkCreation"] as {
      codes: { nodes: { discountRedeemCode: { id: string } | null }[] };
    }
  ).codes.nodes;
  const removed = await ask(
    session,
    `mutation ($discountId: ID!, $ids: [ID!]) {
      discountCodeRedeemCodeBulkDelete(discountId: $discountId, ids: $ids) { job { id done } userErrors { code } } }`,
    { discountId, ids: [nodes[0]?.discountRedeemCode?.id] },
  );
  expect(removed.errors).toEqual([]);
  const left = await ask(session, '{ codeDiscountNodeByCode(code: "BULK-1") { id } }');
  expect(left.data).toEqual({ codeDiscountNodeByCode: null });
});

test("free shipping, a free product, and an automatic discount for a collection are kept", async () => {
  const { acts } = opened.standIn.context;
  const tea = acts.products.create(opened.shop, { title: "Tea", variants: [{ price: "9.00" }] });
  const teas = acts.collections.create(opened.shop, { title: "Teas", productIds: [tea.id] });
  const context = { all: "ALL" };
  const products = { products: { productsToAdd: [`gid://shopify/Product/${tea.id}`] } };
  const collections = { collections: { add: [`gid://shopify/Collection/${teas.id}`] } };
  const { data, errors } = await ask(
    session,
    `mutation ($ship: DiscountCodeFreeShippingInput!, $gift: DiscountCodeBxgyInput!, $auto: DiscountAutomaticBasicInput!) {
      discountCodeFreeShippingCreate(freeShippingCodeDiscount: $ship) { codeDiscountNode { id } userErrors { message } }
      discountCodeBxgyCreate(bxgyCodeDiscount: $gift) { codeDiscountNode { id } userErrors { message } }
      discountAutomaticBasicCreate(automaticBasicDiscount: $auto) { automaticDiscountNode { id
        automaticDiscount { ... on DiscountAutomaticBasic { discountClasses customerGets { items {
          ... on DiscountCollections { collections(first: 1) { nodes { handle products(first: 1) { nodes {
            title collections(first: 1) { nodes { title } } } } } } } } } } } } userErrors { message } } }`,
    {
      ship: { title: "Free shipping", code: "SHIP", context, destination: { all: true } },
      gift: {
        title: "Free tea",
        code: "TEA",
        context,
        customerBuys: { items: collections, value: { quantity: "1" } },
        customerGets: {
          items: products,
          value: { discountOnQuantity: { quantity: "1", effect: { percentage: 1 } } },
        },
      },
      auto: {
        title: "Gold",
        startsAt: "2026-01-01T00:00:00Z",
        context,
        customerGets: { items: collections, value: { percentage: 0.1 } },
      },
    },
  );
  expect(errors).toEqual([]);
  expect(data).toMatchObject({
    discountCodeFreeShippingCreate: { userErrors: [] },
    discountCodeBxgyCreate: { userErrors: [] },
    discountAutomaticBasicCreate: {
      userErrors: [],
      automaticDiscountNode: {
        automaticDiscount: {
          discountClasses: ["PRODUCT"],
          customerGets: {
            items: {
              collections: {
                nodes: [
                  {
                    handle: "teas",
                    products: {
                      nodes: [{ title: "Tea", collections: { nodes: [{ title: "Teas" }] } }],
                    },
                  },
                ],
              },
            },
          },
        },
      },
    },
  });
  const found = await ask(
    session,
    `{ discountNodes(first: 10, query: "method:automatic status:active") { nodes { id discount { __typename } } } }`,
  );
  expect(found.data).toMatchObject({
    discountNodes: { nodes: [{ discount: { __typename: "DiscountAutomaticBasic" } }] },
  });
});

test("a refused call changes nothing; a lost answer leaves the discount behind", async () => {
  const fault = (mode: string) =>
    fetch(`${opened.standIn.url}/control/faults`, {
      method: "POST",
      body: JSON.stringify({ mode, count: 1, operation: "discountCodeBasicCreate" }),
    });
  await fault("refused");
  expect(await create(basic({ code: "FAULT" }))).toMatchObject({
    codeDiscountNode: null,
    userErrors: [{ code: "INTERNAL_ERROR" }],
  });
  await fault("lost");
  expect((await ask(session, CREATE, { input: basic({ code: "FAULT" }) })).status).toBe(502);
  expect((await create(basic({ code: "FAULT" }))).userErrors).toMatchObject([{ code: "TAKEN" }]);
});

test("tags are added and removed without regard to case", async () => {
  const change = (field: string, tags: string[]) =>
    ask(
      session,
      `mutation ($id: ID!, $tags: [String!]!) { ${field}(id: $id, tags: $tags) {
        node { ... on Customer { tags } } userErrors { message } } }`,
      { id: customerGid, tags },
    );
  await change("tagsAdd", ["Gold", "encore"]);
  const { data } = await change("tagsRemove", ["gold"]);
  expect(data).toEqual({ tagsRemove: { node: { tags: ["encore"] }, userErrors: [] } });
});

test("a segment by tag can be a discount's audience; other queries are refused", async () => {
  const segment = async (name: string, query: string) => {
    const { data } = await ask(
      session,
      `mutation ($name: String!, $query: String!) { segmentCreate(name: $name, query: $query) {
        segment { id name } userErrors { field } } }`,
      { name, query },
    );
    return data?.["segmentCreate"] as { segment: { id: string } | null; userErrors: unknown[] };
  };
  const gold = await segment("Gold", "customer_tags CONTAINS 'gold'");
  const context = { customerSegments: { add: [gold.segment?.id] } };
  expect((await create(basic({ code: "GOLD", context }))).userErrors).toEqual([]);
  expect(await segment("Rich", "amount_spent > 100")).toMatchObject({
    segment: null,
    userErrors: [{ field: ["query"] }],
  });
  const missing = { customerSegments: { add: ["gid://shopify/Segment/1"] } };
  expect((await create(basic({ code: "NONE", context: missing }))).userErrors).toMatchObject([
    { code: "INVALID" },
  ]);
});

test("without the scope, discounts are denied", async () => {
  const { acts } = opened.standIn.context;
  const created = acts.app.createShop({ domain: "closed.myshopify.com" });
  const shop = acts.app.install(created, ["read_products"]);
  const narrow = await exchangeToken({ ...opened, shop });
  const { errors } = await ask(narrow, CREATE, { input: basic() });
  expect(errors[0]?.extensions).toMatchObject({
    code: "ACCESS_DENIED",
    requiredAccess: "`write_discounts` access scope.",
  });
});
