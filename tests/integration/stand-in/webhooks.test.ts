import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { OrderInput, RefundInput, ShipInput, DeliverInput } from "#tests/stand-in/acts/inputs.ts";
import { NO_SWITCHES } from "#tests/stand-in/webhooks/webhooks.ts";
import { openStandIn, shopify, type Delivery, type Opened } from "./open-stand-in.ts";

let opened: Opened;
beforeAll(async () => {
  opened = await openStandIn();
  const { acts } = opened.standIn.context;
  acts.products.create(opened.shop, {
    title: "Tea",
    variants: [{ sku: "TEA", price: "12.50" }],
  });
});
beforeEach(async () => {
  await settled();
  opened.received.length = 0;
});
afterAll(() => opened.close());

const settled = () => opened.standIn.context.webhooks.settle(opened.shop.id, 10_000);
const topics = () =>
  opened.received.map(({ headers }) => String(headers["x-shopify-topic"])).sort();
const place = (wish: Record<string, unknown> = {}) =>
  opened.standIn.context.acts.orders.create(
    opened.shop,
    OrderInput.parse({ email: "guest@example.com", lines: [{ sku: "TEA", quantity: 2 }], ...wish }),
  );

test("a paid order is told by its topics, one event, signed as the library checks it", async () => {
  place();
  await settled();
  expect(topics()).toEqual(["orders/create", "orders/paid", "orders/updated"]);
  expect(new Set(opened.received.map(({ headers }) => headers["x-shopify-event-id"])).size).toBe(1);
  expect(new Set(opened.received.map(({ headers }) => headers["x-shopify-webhook-id"])).size).toBe(
    3,
  );
  for (const { headers, body } of opened.received) {
    const validation = await shopify.webhooks.validate({
      rawBody: body,
      rawRequest: { headers, method: "POST", url: "/webhooks" },
    });
    expect(validation.valid).toBe(true);
  }
});

test("ids above 2^53 are written with all their digits", async () => {
  let order = place();
  while (BigInt(order.id) < 2n ** 53n) order = place();
  await settled();
  const body = opened.received.at(-1)?.body ?? "";
  expect(body).toContain(
    `"id":${order.id},"admin_graphql_api_id":"gid://shopify/Order/${order.id}"`,
  );
  expect(String((JSON.parse(body) as { id: number }).id)).not.toBe(order.id);
});

test("shipping, delivery and refund are told", async () => {
  const { acts } = opened.standIn.context;
  const order = place();
  acts.orders.ship(opened.shop, order.id, ShipInput.parse({}));
  acts.orders.deliver(opened.shop, order.id, DeliverInput.parse({}));
  const refunded = acts.orders.refund(
    opened.shop,
    order.id,
    RefundInput.parse({ lines: [{ sku: "TEA", quantity: 1 }] }),
  );
  await settled();
  expect(topics()).toEqual(
    expect.arrayContaining([
      "fulfillments/create",
      "fulfillment_events/create",
      "fulfillments/update",
      "refunds/create",
    ]),
  );
  const refund = JSON.parse(bodyOf("refunds/create")) as {
    refund_line_items: { subtotal: number }[];
    transactions: { amount: string }[];
  };
  expect(refund.refund_line_items[0]?.subtotal).toBe(12.5);
  expect(refund.transactions[0]?.amount).toBe("12.50");
  expect(refunded.financialStatus).toBe("partially_refunded");
});

test("what fails is tried again with the same id, eight times at most", async () => {
  opened.answerWith([500, 503]);
  await opened.standIn.context.webhooks.sendNow(opened.shop, { topic: "orders/paid", body: "{}" });
  opened.received.length = 0;
  opened.answerWith(Array.from({ length: 27 }, () => 500));
  place();
  await settled();
  const byId = Map.groupBy(opened.received, ({ headers }) => headers["x-shopify-webhook-id"]);
  expect([...byId.values()].map((tries) => tries.length)).toEqual([9, 9, 9]);
  for (const tries of byId.values()) expect(new Set(tries.map(({ body }) => body)).size).toBe(1);
  const rows = opened.standIn.context.store.deliveries.list(opened.shop.id, 0, 1000);
  expect(rows.filter(({ state }) => state === "failed").length).toBeGreaterThanOrEqual(3);
  opened.answerWith([]);
});

test("switches duplicate with the same id, drop, and pause", async () => {
  const { webhooks } = opened.standIn.context;
  webhooks.setSwitches(opened.shop.id, { ...NO_SWITCHES, duplicate: true, reorder: true });
  place({ paid: false });
  await settled();
  const ids = opened.received.map(({ headers }) => headers["x-shopify-webhook-id"]);
  expect(ids).toHaveLength(4);
  expect(new Set(ids).size).toBe(2);

  opened.received.length = 0;
  webhooks.setSwitches(opened.shop.id, { ...NO_SWITCHES, dropRate: 1 });
  place();
  await settled();
  expect(opened.received).toHaveLength(0);

  webhooks.setSwitches(opened.shop.id, { ...NO_SWITCHES, paused: true });
  place({ paid: false });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(opened.received).toHaveLength(0);
  webhooks.setSwitches(opened.shop.id, NO_SWITCHES);
  await settled();
  expect(topics()).toEqual(["orders/create", "orders/updated"]);
});

test("after uninstalling only the compliance topics arrive", async () => {
  const { acts, webhooks } = opened.standIn.context;
  const shop = acts.app.install(acts.app.createShop({ domain: "gone.myshopify.com" }));
  const customer = acts.customers.create(shop, { email: "someone@example.com" });
  const left = acts.app.uninstall(shop);
  acts.customers.update(left, customer.id, { firstName: "Nobody" });
  acts.customers.redact(left, customer.id);
  acts.app.redact(left);
  await webhooks.settle(shop.id, 10_000);
  expect(topics()).toEqual([
    "app/uninstalled",
    "customers/create",
    "customers/redact",
    "shop/redact",
  ]);
});

function bodyOf(topic: string): string {
  const found = opened.received.find(
    ({ headers }: Delivery) => headers["x-shopify-topic"] === topic,
  );
  return found?.body ?? "";
}
