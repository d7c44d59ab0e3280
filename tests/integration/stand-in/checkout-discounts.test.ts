import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";

import { OrderInput, RefundInput } from "#tests/stand-in/acts/inputs.ts";
import { openActs, type Acts } from "#tests/stand-in/acts/acts.ts";
import { readAppConfig } from "#tests/stand-in/app-config.ts";
import { openClock, type Clock } from "#tests/stand-in/clock.ts";
import { applyDiscounts } from "#tests/stand-in/discounts/apply-discounts.ts";
import type { DiscountDoc, DiscountedItems } from "#tests/stand-in/discounts/discount-documents.ts";
import {
  currentAmounts,
  orderReceivedMinor,
  orderRefundedMinor,
  placedAmounts,
} from "#tests/stand-in/order-money.ts";
import { orderPayload } from "#tests/stand-in/payloads/order-payload.ts";
import { openStoreCreditBook } from "#tests/stand-in/store-credit/store-credit-book.ts";
import type { OrderDoc, ProductDoc, ShopDoc } from "#tests/stand-in/store/documents.ts";
import { openStore, type Store } from "#tests/stand-in/store/store.ts";
import { openWebhooks } from "#tests/stand-in/webhooks/webhooks.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";

let store: Store;
let clock: Clock;
let shop: ShopDoc;
let acts: Acts;
let tea: ProductDoc;
let pot: ProductDoc;
let member: string;

beforeEach(() => {
  store = openStore(":memory:");
  const app = readAppConfig("shopify.app.toml", {
    apiKey: "k",
    apiSecret: "s",
    appUrl: "http://x",
  });
  clock = openClock(null);
  const webhooks = openWebhooks(store, app, clock, { timeScale: 1, random: () => 0.5 });
  acts = openActs(store, app, clock, webhooks);
  shop = acts.app.createShop({ domain: "codes.myshopify.com", taxRate: 0.19 });
  tea = acts.products.create(shop, { title: "Tea", variants: [{ sku: "TEA", price: "10.00" }] });
  pot = acts.products.create(shop, { title: "Pot", variants: [{ sku: "POT", price: "40.00" }] });
  member = acts.customers.create(shop, { email: "member@example.com" }).id;
});
afterEach(() => store.close());

const everything = { kind: "all" } as const;
const fiveOff = { kind: "amount", amountMinor: 500, onEachItem: false } as const;

function keep(code: string | null, wish: Partial<DiscountDoc> = {}): DiscountDoc {
  const discount: DiscountDoc = {
    id: store.ids.next("DiscountNode"),
    method: code === null ? "automatic" : "code",
    kind: "basic",
    title: code ?? "Gold",
    createdAt: "2020-01-01T00:00:00.000Z",
    updatedAt: "2020-01-01T00:00:00.000Z",
    startsAt: "2020-01-01T00:00:00.000Z",
    endsAt: null,
    usageLimit: null,
    usesPerOrderLimit: null,
    oncePerCustomer: false,
    audience: { kind: "all" },
    combinesWith: { order: true, product: true, shipping: true },
    minimum: null,
    gets: { items: everything, value: fiveOff },
    buys: null,
    maximumShippingMinor: null,
    tags: [],
    ...wish,
  };
  store.discounts.put(shop.id, discount);
  if (code !== null) {
    const id = store.ids.next("DiscountRedeemCode");
    store.discounts.codes.put(shop.id, { id, discountId: discount.id, code });
  }
  return discount;
}

const order = (discountCodes: string[], wish: Record<string, unknown> = {}): OrderDoc =>
  acts.orders.create(
    shop,
    OrderInput.parse({
      customerId: member,
      lines: [
        { sku: "TEA", quantity: 2 },
        { sku: "POT", quantity: 1 },
      ],
      discountCodes,
      ...wish,
    }),
  );

test("five off is shared over the lines to the cent, and told in every place alike", () => {
  const discount = keep("ENC-5", { usageLimit: 1 });
  const placed = order(["enc-5"]);
  expect(placed.lines.map(({ discounts }) => discounts[0]?.amountMinor)).toEqual([167, 333]);
  expect(orderPayload(store, shop, placed)).toMatchObject({
    total_price: "55.00",
    total_discounts: "5.00",
    discount_codes: [{ code: "ENC-5", amount: "5.00", type: "fixed_amount" }],
    discount_applications: [
      {
        type: "discount_code",
        code: "ENC-5",
        value: "5.00",
        value_type: "fixed_amount",
        target_type: "line_item",
        target_selection: "all",
        allocation_method: "across",
      },
    ],
  });
  expect(store.discounts.countUses(shop.id, { discountId: discount.id })).toBe(1);
  expect(() => order(["ENC-5"])).toThrow("used up");
});

test.each<[string, Partial<DiscountDoc>, Record<string, unknown>, string]>([
  ["ended", { endsAt: "2021-01-01T00:00:00.000Z" }, {}, "expired"],
  ["not begun", { startsAt: "2999-01-01T00:00:00.000Z" }, {}, "not started"],
  ["someone else's", { audience: { kind: "customers", customerIds: ["1"] } }, {}, "not yours"],
  [
    "a member's, for a guest",
    { audience: { kind: "customers", customerIds: ["1"] } },
    { customerId: undefined, email: "g@example.com" },
    "sign in",
  ],
  [
    "below the minimum",
    { minimum: { kind: "subtotal", subtotalMinor: 6001 } },
    {},
    "minimum subtotal",
  ],
  ["too few things", { minimum: { kind: "quantity", quantity: 4 } }, {}, "minimum quantity"],
  [
    "for other goods",
    {
      gets: {
        items: { kind: "products", productIds: ["1"], variantIds: [] },
        value: { kind: "percentage", percentage: 1 },
      },
    },
    {},
    "no items",
  ],
  ["shipping that costs nothing", { kind: "free_shipping", gets: null }, {}, "no shipping"],
])("a code is refused when %s", (_why, discount, wish, reason) => {
  keep("NO", discount);
  expect(() => order(["NO"], wish)).toThrow(reason);
});

test("once per customer counts by email, whichever of the discount's codes was used", () => {
  const discount = keep("A-1", { oncePerCustomer: true });
  const id = store.ids.next("DiscountRedeemCode");
  store.discounts.codes.put(shop.id, { id, discountId: discount.id, code: "A-2" });
  order(["A-1"]);
  expect(() => order(["A-2"])).toThrow("already used");
  expect(() => order(["A-2"], { customerId: undefined, email: "other@example.com" })).not.toThrow();
});

test("codes combine only when both allow it", () => {
  keep("ORDER");
  keep("SHIP", { kind: "free_shipping", gets: null });
  keep("ALONE", { combinesWith: { order: false, product: false, shipping: false } });
  expect(() => order(["ORDER", "ALONE"])).toThrow("not combinable");
  const placed = order(["ORDER", "SHIP"], { shipping: "4.90" });
  expect(placedAmounts(placed)).toMatchObject({
    discountsMinor: 990,
    shippingMinor: 490,
    totalMinor: 5500,
  });
  expect(orderPayload(store, shop, placed)).toMatchObject({
    total_price: "55.00",
    discount_codes: [
      { code: "ORDER", type: "fixed_amount" },
      { code: "SHIP", amount: "4.90", type: "shipping" },
    ],
    shipping_lines: [
      {
        price: "4.90",
        discounted_price: "0.00",
        discount_allocations: [{ amount: "4.90", discount_application_index: 1 }],
      },
    ],
  });
});

test("a free product takes the cheapest unit off, an automatic discount works by itself", () => {
  const products = (product: ProductDoc): DiscountedItems => ({
    kind: "products",
    productIds: [product.id],
    variantIds: [],
  });
  keep("FREETEA", {
    kind: "bxgy",
    usesPerOrderLimit: 1,
    buys: { items: products(pot), value: { kind: "quantity", quantity: 1 } },
    gets: {
      items: products(tea),
      value: { kind: "on_quantity", quantity: 1, effect: { kind: "percentage", percentage: 1 } },
    },
  });
  keep(null, { gets: { items: everything, value: { kind: "percentage", percentage: 0.1 } } });
  const placed = order(["FREETEA"]);
  expect(placed.lines.map(({ discounts }) => discounts)).toEqual([
    [
      { application: 0, amountMinor: 1000 },
      { application: 1, amountMinor: 100 },
    ],
    [{ application: 1, amountMinor: 400 }],
  ]);
  expect(placed.discountApplications[1]).toMatchObject({ type: "automatic", title: "Gold" });
  expect(placed.discountCodes).toEqual([
    { code: "FREETEA", amountMinor: 1000, type: "percentage" },
  ]);
});

test("a tier's automatic discount is for those whose tag puts them into its segment", () => {
  const at = "2026-01-01T00:00:00.000Z";
  const segment = { id: store.ids.next("Segment"), name: "Gold", createdAt: at, updatedAt: at };
  store.segments.put(shop.id, { ...segment, query: "customer_tags CONTAINS 'tier-gold'" });
  keep(null, { audience: { kind: "segments", segmentIds: [segment.id] } });
  expect(order([]).discountApplications).toEqual([]);
  acts.customers.update(shop, member, { tags: ["Tier-Gold"] });
  expect(order([]).discountApplications).toMatchObject([{ type: "automatic", title: "Gold" }]);
});

test("gift card and store credit pay first, and refunds find their way back", () => {
  const credit = openStoreCreditBook(store, clock);
  credit.credit(shop, member, { amountMinor: 2000, expiresAt: null, event: "adjustment" });
  store.giftCards.put(shop.id, {
    id: store.ids.next("GiftCard"),
    code: "GIFT12345",
    initialMinor: 1500,
    balanceMinor: 1500,
    currency: "EUR",
    customerId: null,
    createdAt: "2026-01-01T00:00:00.000Z",
    updatedAt: "2026-01-01T00:00:00.000Z",
    expiresOn: null,
    deactivatedAt: null,
    note: null,
  });
  const placed = order([], { giftCards: ["gift12345"], storeCredit: true });
  expect(placed.transactions.map(({ gateway, amountMinor }) => [gateway, amountMinor])).toEqual([
    ["gift_card", 1500],
    ["shopify_store_credit", 2000],
    [undefined, 2500],
  ]);
  expect(orderPayload(store, shop, placed)["payment_gateway_names"]).toEqual([
    "gift_card",
    "shopify_store_credit",
    "bogus",
  ]);
  expect(credit.balanceMinor(shop, member)).toBe(0);

  const back = acts.orders.refund(
    shop,
    placed.id,
    RefundInput.parse({ lines: [{ sku: "POT", quantity: 1 }] }),
  );
  expect(
    back.refunds[0]?.transactions.map(({ gateway, amountMinor }) => [gateway, amountMinor]),
  ).toEqual([
    [undefined, 2500],
    ["shopify_store_credit", 1500],
  ]);
  expect(credit.balanceMinor(shop, member)).toBe(1500);

  const asCredit = RefundInput.parse({ lines: [{ sku: "TEA", quantity: 1 }], asStoreCredit: true });
  acts.orders.refund(shop, placed.id, asCredit);
  expect(credit.balanceMinor(shop, member)).toBe(2500);
});

test("merged customers have their store credit together", () => {
  const book = openStoreCreditBook(store, clock);
  const other = acts.customers.create(shop, { email: "other@example.com" }).id;
  const credit = { expiresAt: null, event: "adjustment" } as const;
  book.credit(shop, member, { ...credit, amountMinor: 300 });
  book.credit(shop, other, { ...credit, amountMinor: 700 });
  acts.customers.merge(shop, member, other);
  expect(book.balanceMinor(shop, member)).toBe(1000);
  expect(book.find(shop, other)).toBeNull();
});

test("an order that costs nothing is paid without a payment", () => {
  keep("ALL", { gets: { items: everything, value: { kind: "percentage", percentage: 1 } } });
  const placed = order(["ALL"]);
  expect(placed).toMatchObject({ financialStatus: "paid", transactions: [] });
});

test("how the buyer came is in the order's payload", () => {
  const placed = order([], {
    attributes: { encore_ref: "ANNA" },
    browserIp: "203.0.113.9",
    landingSite: "/?ref=ANNA",
    referringSite: "https://mail.example.com/",
    userAgent: "Firefox",
  });
  expect(orderPayload(store, shop, placed)).toMatchObject({
    note_attributes: [{ name: "encore_ref", value: "ANNA" }],
    browser_ip: "203.0.113.9",
    client_details: { browser_ip: "203.0.113.9", user_agent: "Firefox" },
    landing_site: "/?ref=ANNA",
    landing_site_ref: "ANNA",
    referring_site: "https://mail.example.com/",
  });
});

const value = fc.oneof(
  fc.record({
    kind: fc.constant("percentage" as const),
    percentage: fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100),
  }),
  fc.record({
    kind: fc.constant("amount" as const),
    amountMinor: fc.integer({ min: 1, max: 9000 }),
    onEachItem: fc.boolean(),
  }),
);
const items = fc.oneof(
  fc.constant(everything),
  fc.record({
    kind: fc.constant("products" as const),
    productIds: fc.subarray(["a", "b", "c"], { minLength: 1 }),
    variantIds: fc.constant<string[]>([]),
  }),
);
const cartItem = fc.record({
  productId: fc.constantFrom("a", "b", "c"),
  variantId: fc.constant(null),
  collectionIds: fc.constant<string[]>([]),
  priceMinor: fc.integer({ min: 0, max: 5000 }),
  quantity: fc.integer({ min: 1, max: 5 }),
  giftCard: fc.boolean(),
});

test("no mix of discounts takes off more than a line costs, nor a part of a cent", () => {
  assertRandomly(
    fc.property(
      fc.array(cartItem, { minLength: 1, maxLength: 6 }),
      fc.array(fc.record({ value, items }), { maxLength: 6 }),
      (cart, wishes) => {
        const candidates = wishes.map((gets, i) => ({
          discount: keep(null, { gets }),
          code: { id: String(i), code: `C${i}`, uses: 0 },
          usedByBuyer: false,
        }));
        const buyer = { customerId: null, segmentIds: [] };
        const facts = { items: cart, shippingMinor: 0, ...buyer, now: new Date() };
        const { applied, refused } = applyDiscounts(facts, candidates);
        cart.forEach((item, i) => {
          const off = applied.reduce((sum, { shares }) => sum + (shares[i] ?? 0), 0);
          expect(Number.isInteger(off)).toBe(true);
          expect(off).toBeGreaterThanOrEqual(0);
          expect(off).toBeLessThanOrEqual(item.giftCard ? 0 : item.priceMinor * item.quantity);
        });
        expect(applied.length + refused.length).toBe(candidates.length);
      },
    ),
    500,
  );
});

test("what is refunded bit by bit after a discount is what was paid", () => {
  keep("ODD", { gets: { items: everything, value: { kind: "percentage", percentage: 0.07 } } });
  let placed = order(["ODD"], { lines: [{ sku: "TEA", price: "3.33", quantity: 7 }] });
  for (let unit = 0; unit < 7; unit++) {
    const input = RefundInput.parse({ lines: [{ sku: "TEA", quantity: 1 }] });
    placed = acts.orders.refund(shop, placed.id, input);
    const kept = orderReceivedMinor(placed) - orderRefundedMinor(placed);
    expect(currentAmounts(placed).totalMinor).toBe(kept);
  }
  expect(placed.financialStatus).toBe("refunded");
});
