import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { openStoreCreditBook } from "#tests/stand-in/store-credit/store-credit-book.ts";
import type { CustomerDoc, OrderDoc } from "#tests/stand-in/store/documents.ts";
import { ask, exchangeToken, openStandIn, type Opened } from "./open-stand-in.ts";
import { openVisitor, type Visitor } from "./visitor.ts";

let opened: Opened;
let member: CustomerDoc;
let teaId: string;
let visitor: Visitor;

beforeAll(async () => {
  opened = await openStandIn();
  const { acts } = opened.standIn.context;
  opened.shop = acts.app.setShippingRate(opened.shop, "4.90");
  acts.app.install(opened.shop, ["write_discounts"]);
  const tea = acts.products.create(opened.shop, { title: "Tea", variants: [{ price: "20.00" }] });
  teaId = tea.variants[0]?.id ?? "";
  member = acts.customers.create(opened.shop, { email: "member@example.com", state: "enabled" });
  const context = { customers: { add: [`gid://shopify/Customer/${member.id}`] } };
  await code("basicCodeDiscount: DiscountCodeBasicInput", "discountCodeBasicCreate", {
    title: "Five off",
    code: "ENC-5",
    context,
    combinesWith: { shippingDiscounts: true },
    minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: "30.00" } },
    customerGets: { items: { all: true }, value: { discountAmount: { amount: "5.00" } } },
  });
  await code(
    "freeShippingCodeDiscount: DiscountCodeFreeShippingInput",
    "discountCodeFreeShippingCreate",
    { title: "Free shipping", code: "SHIP", context, combinesWith: { orderDiscounts: true } },
  );
});
beforeEach(() => {
  visitor = openVisitor(`${opened.standIn.url}/storefront/test/`);
});
afterAll(() => opened.close());

async function code(argument: string, field: string, input: Record<string, unknown>) {
  const [name, type] = argument.split(": ");
  const { data } = await ask(
    await exchangeToken(opened),
    `mutation ($input: ${type}!) { ${field}(${name}: $input) { userErrors { message } } }`,
    { input },
  );
  expect(data?.[field]).toEqual({ userErrors: [] });
}

const lastOrder = (): OrderDoc => {
  const order = opened.standIn.context.store.orders.list(opened.shop.id, [], "number").at(-1);
  if (!order) throw new Error("There is no order");
  return order;
};

test("a member follows a code's link, fills the cart, and pays less", async () => {
  await visitor.submit("account/login", { email: "member@example.com" });
  const cart = await visitor.get("discount/ENC-5?redirect=/cart");
  expect(cart.path).toBe("cart");
  await visitor.submit("cart/add", { id: teaId, quantity: "2" });
  const checkout = await visitor.get("checkout");
  expect(checkout.html).toContain("−€5,00");
  const both = await visitor.submit("checkout", { discount: "ship", apply: "1" });
  expect(both.html).toContain("€35,00 EUR");
  await visitor.submit("checkout", { pay: "1" });
  expect(lastOrder()).toMatchObject({
    customerId: member.id,
    discountCodes: [
      { code: "ENC-5", amountMinor: 500 },
      { code: "SHIP", amountMinor: 490, type: "shipping" },
    ],
    transactions: [{ amountMinor: 3500 }],
  });
  expect((await visitor.get("cart")).html).not.toContain("ENC-5");
});

test("a code that does not work says why, and nothing is ordered", async () => {
  await visitor.submit("cart/add", { id: teaId, quantity: "1" });
  const { number } = lastOrder();
  const pay = (discount: string, email = "guest@example.com") =>
    visitor.submit("checkout", { discount, email, pay: "1" });
  const unknown = await pay("NOPE");
  expect(unknown.status).toBe(422);
  expect(unknown.html).toContain("The code NOPE is not valid in this shop.");
  expect((await pay("ENC-5", "")).html).toContain("Sign in or enter your email");
  const minimum = await pay("ENC-5", "member@example.com");
  expect(minimum.html).toContain("does not reach the minimum for the code ENC-5");
  expect(minimum.html).toContain('value="member@example.com"');
  expect(lastOrder().number).toBe(number);
});

test("a link leads only to pages of the shop", async () => {
  for (const path of ["//evil.example", "https://evil.example", "/\\evil.example"]) {
    const page = await visitor.get(`discount/ENC-5?redirect=${encodeURIComponent(path)}`);
    expect(page.path).toBe("");
  }
});

test("store credit pays what the member ticks it for", async () => {
  const { store, clock } = opened.standIn.context;
  openStoreCreditBook(store, clock).credit(opened.shop, member.id, {
    amountMinor: 1200,
    expiresAt: null,
    event: "adjustment",
  });
  await visitor.submit("account/login", { email: "member@example.com" });
  await visitor.submit("cart/add", { id: teaId, quantity: "1" });
  expect((await visitor.get("checkout")).html).toContain("Use your store credit (€12,00)");
  await visitor.submit("checkout", { store_credit: "1", pay: "1" });
  expect(
    lastOrder().transactions.map(({ gateway, amountMinor }) => [gateway, amountMinor]),
  ).toEqual([
    ["shopify_store_credit", 1200],
    [undefined, 1290],
  ]);
});

test("the cart's own interface keeps goods, attributes and codes for the order", async () => {
  await visitor.get("?ref=ANNA", { referer: "https://mail.example.com/" });
  expect(await visitor.json("cart/add.js", { items: [{ id: teaId, quantity: 2 }] })).toMatchObject({
    status: 200,
    body: { quantity: 2, title: "Tea", final_line_price: 4000 },
  });
  expect(
    await visitor.json("cart/update.js", {
      attributes: { encore_ref: "ANNA", gone: "" },
      discount: "ENC-5,NOPE",
      note: "Ring twice",
    }),
  ).toMatchObject({
    body: {
      attributes: { encore_ref: "ANNA" },
      note: "Ring twice",
      discount_codes: [
        { code: "ENC-5", applicable: false },
        { code: "NOPE", applicable: false },
      ],
      total_price: 4000,
    },
  });
  expect(await visitor.json("cart/change.js", { line: 1, quantity: 1 })).toMatchObject({
    body: { item_count: 1, original_total_price: 2000 },
  });
  expect(await visitor.json("cart/add.js", { id: "1" })).toMatchObject({
    status: 422,
    body: { message: "Cart Error" },
  });
  expect(await visitor.json("cart.js")).toMatchObject({ body: { item_count: 1 } });
  await visitor.submit("checkout", { email: "guest@example.com", pay: "1" });
  expect(lastOrder()).toMatchObject({
    note: "Ring twice",
    discountCodes: [],
    visit: {
      attributes: [{ name: "encore_ref", value: "ANNA" }],
      landingSite: "/?ref=ANNA",
      referringSite: "https://mail.example.com/",
      browserIp: "127.0.0.1",
    },
  });
  expect(await visitor.json("cart.js")).toMatchObject({ body: { item_count: 0, attributes: {} } });
});
