import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { pathsIn, replaced } from "#tests/support/payload-paths.ts";

import { parseExactJson } from "../orders/from-webhook/exact-json.ts";
import type { EventType } from "../events/event.ts";
import type { Facts } from "../orders/facts.ts";
import { orderEvents } from "../orders/order-events.ts";
import { topics } from "./topics.ts";

const fixtures = join(import.meta.dirname, "../../tests/fixtures/webhooks");
/** Shopify's own samples, kept beside the project and not in it. */
const samples = join(import.meta.dirname, "../../../shared/shopify/payloads");
const context = { at: new Date("2026-05-01T10:00:00Z"), currency: "USD" };

const sampleTopics = Object.entries({
  "customer.0.json": "customers/create",
  "customer.1.json": "customers/update",
  "customers_data_request.json": "customers/data_request",
  "customers_redact.json": "customers/redact",
  "fulfillment.0.json": "fulfillments/create",
  "fulfillment_event.0.json": "fulfillment_events/create",
  "order.discount_code.json": "orders/create",
  "order.guest_no_customer_three_lines.json": "orders/updated",
  "order.paid_with_fulfillment.json": "orders/paid",
  "order.partially_refunded_discount_fulfilled.json": "orders/updated",
  "order.pending.json": "orders/create",
  "refund.0_li1_adj0_tx1_restock-False.json": "refunds/create",
  "refund.1_li0_adj1_tx1_restock-False.json": "refunds/create",
  "shop_redact.json": "shop/redact",
  "webhook.AppUninstalled.json": "app/uninstalled",
  "webhook.BulkOperationsFinish.json": "bulk_operations/finish",
  "webhook.CustomersCreate.json": "customers/create",
  "webhook.CustomersEmailMarketingConsentUpdate.json": "customers_email_marketing_consent/update",
  "webhook.CustomersMerge.json": "customers/merge",
  "webhook.Fulfillment.json": "fulfillments/update",
  "webhook.FulfillmentEventsCreate.json": "fulfillment_events/create",
  "webhook.Order.json": "orders/cancelled",
  "webhook.OrderEdited.json": "orders/edited",
  "webhook.Product.json": "products/update",
  "webhook.Refund.json": "refunds/create",
}).concat([
  ["webhook.AppUninstalled.json", "shop/update"],
  ["webhook.CustomersCreate.json", "customers/enable"],
  ["webhook.CustomersCreate.json", "customers/disable"],
  ["webhook.Product.json", "products/create"],
  ["webhook.Product.json", "products/delete"],
]);

describe.runIf(existsSync(samples))(
  "Shopify's samples (skipped where ../shared/shopify/payloads is not)",
  () => {
    test.each(sampleTopics)("%s is read as %s", (file, topic) => {
      const body = parseExactJson(readFileSync(join(samples, file), "utf8")) as object;
      // Shopify's REST samples are wrapped in the name of what they are.
      const unwrapped = Object.keys(body).length === 1 && "order" in body ? body.order : body;
      expect(topics[topic]?.(unwrapped, context)).toBeDefined();
    });

    test.each(sampleTopics)("%s is read as %s with any one field missing", (file, topic) => {
      const body = parseExactJson(readFileSync(join(samples, file), "utf8"));
      const unread = pathsIn(body).filter((path) =>
        [undefined, null].some((nothing) => {
          try {
            topics[topic]?.(replaced(body, path, nothing), context);
            return false;
          } catch {
            return true;
          }
        }),
      );
      const names = unread.map((path) => path.filter((key) => key !== "0").join("."));
      expect(names.filter((name) => !neverMissing.has(name))).toEqual([]);
    });
  },
);

/** Without these nobody can say what a payload is about. Shopify's schema calls none of them nullable. */
const neverMissing = new Set([
  "customer",
  "customer_id",
  "fulfillment_id",
  "order_id",
  "line_items.quantity",
  "refund_line_items.line_item_id",
  "refund_line_items.quantity",
  "transactions.amount",
  "refunds.transactions.amount",
  "refunds.refund_line_items.line_item_id",
  "refunds.refund_line_items.quantity",
  "order_edit",
  "order_edit.order_id",
  "title",
  "status",
  "admin_graphql_api_id",
  "admin_graphql_api_customer_kept_id",
  "admin_graphql_api_customer_deleted_id",
]);

test("ids come with all their digits, from the text beside them or from the raw number", () => {
  const { orders, refunds, customers } = read("orders/updated", "order.json");

  expect(orders[0]?.id).toBe(820982911946154508n);
  expect(orders[0]?.lines[0]?.id).toBe(866550311766439020n);
  expect(customers[0]?.shopifyId).toBe(115310627314723954n);
  expect(refunds[0]).toMatchObject({ id: 890088186047892319n, orderId: 820982911946154508n });
  expect(refunds[0]?.lines[0]).toMatchObject({
    id: 141249953214523041n,
    lineId: 866550311766439020n,
  });
});

test("whoever is created with an account has opened one; whoever only checked out has not", () => {
  const person = { id: 7, admin_graphql_api_id: "gid://shopify/Customer/7" };
  const createdAt = "2026-05-01T09:00:00Z";
  const reading = (state: string) =>
    topics["customers/create"]?.({ ...person, state, created_at: createdAt }, context);
  expect(reading("enabled")).toMatchObject({
    facts: { registrations: [{ shopifyId: 7n, at: new Date(createdAt) }] },
  });
  expect(reading("disabled")).toMatchObject({ facts: { registrations: [] } });
});

test("an account that was opened later is told by its topic; one that was closed says only that", () => {
  const person = { id: 7, admin_graphql_api_id: "gid://shopify/Customer/7" };
  const updatedAt = "2026-05-01T09:00:00Z";
  const reading = (topic: string, state: string | null) =>
    topics[topic]?.({ ...person, state, updated_at: updatedAt }, context);
  const opened = [{ shopifyId: 7n, at: new Date(updatedAt) }];
  for (const state of ["ENABLED", null])
    expect(reading("customers/enable", state)).toMatchObject({
      facts: { customers: [{ account: "enabled" }], registrations: opened },
    });
  for (const state of ["disabled", null])
    expect(reading("customers/disable", state)).toMatchObject({
      facts: { customers: [{ account: "disabled" }], registrations: [] },
    });
});

test("a shop says what it is now; what it leaves out stays", () => {
  expect(
    topics["shop/update"]?.(
      {
        id: 1,
        name: "Tea & Co",
        currency: "GBP",
        iana_timezone: "Europe/London",
        country_code: "GB",
      },
      context,
    ),
  ).toEqual({
    act: {
      kind: "shop-updated",
      version: {
        name: "Tea & Co",
        currency: "GBP",
        timezone: "Europe/London",
        country: "GB",
        asOf: context.at,
      },
    },
  });
  expect(topics["shop/update"]?.({}, context)).toMatchObject({
    act: { version: { name: null, currency: null, timezone: null, country: null } },
  });
});

test("a product that is gone is known by its number alone, with all its digits", () => {
  expect(topics["products/delete"]?.(parseExactJson('{"id":788032119674292922}'), context)).toEqual(
    { act: { kind: "product-deleted", productId: 788032119674292922n } },
  );
});

test("a collection that changes or goes says only which one it is", () => {
  const body = { id: 7, admin_graphql_api_id: "gid://shopify/Collection/7", title: "Teas" };
  for (const [topic, kind] of [
    ["collections/update", "collection-changed"],
    ["collections/delete", "collection-deleted"],
  ] as const)
    expect(topics[topic]?.(body, context)).toEqual({ act: { kind, collectionId: 7n } });
});

test("a refund of its own says exactly what the order says about it", () => {
  const [inOrder] = read("orders/updated", "order.json").refunds;
  const [alone] = read("refunds/create", "refund.json").refunds;

  expect(alone).toEqual(inOrder);
});

test("money is taken in the shop's currency, also when the shopper paid in another", () => {
  const [order] = read("orders/create", "order-presentment.json").orders;

  expect(order).toMatchObject({
    currency: "JPY",
    presentmentCurrency: "KWD",
    totalMinor: 15000n,
    shippingMinor: 500n,
  });
  expect(order?.lines[0]).toMatchObject({ priceMinor: 7250n, discountMinor: 0n, taxMinor: 1450n });
});

test("a refund paid in the shopper's currency counts at the order's rate", () => {
  const reading = topics["refunds/create"]?.(json("refund-presentment.json"), {
    ...context,
    currency: "JPY",
  });
  const refunds = reading && "facts" in reading ? reading.facts.refunds : [];

  expect(refunds[0]).toMatchObject({ amountMinor: 7250n, shippingMinor: 0n, adjustmentMinor: 0n });
});

test("a refund that says nothing in both currencies counts at the rate of the order around it", () => {
  const transaction = { kind: "refund", status: "success", amount: "14.500", currency: "KWD" };
  const order = json("order-presentment.json") as object;
  const refunds = [{ id: 1, created_at: "2026-05-01T10:00:00Z", transactions: [transaction] }];
  const reading = topics["orders/updated"]?.({ ...order, refunds }, context);

  expect(reading).toMatchObject({ facts: { refunds: [{ amountMinor: 7250n }] } });
});

test("a refund of shipping alone has no lines and gives back shipping", () => {
  const [refund] = read("refunds/create", "refund-shipping.json").refunds;

  expect(refund).toMatchObject({
    lines: [],
    amountMinor: 500n,
    shippingMinor: 500n,
    adjustmentMinor: 0n,
  });
});

test("shipping that went back counts once, in whichever form it is told", () => {
  const set = (amount: string) => ({ shop_money: { amount, currency_code: "GBP" } });
  const adjustment = {
    kind: "shipping_refund",
    amount_set: set("-10.00"),
    tax_amount_set: set("0.00"),
  };
  const line = { subtotal_amount_set: set("8.00"), tax_amount_set: set("2.00") };
  const shippingOf = (payload: object) => {
    const refund = { id: 1, order_id: 2, ...payload };
    const reading = topics["refunds/create"]?.(refund, context);
    return reading && "facts" in reading ? reading.facts.refunds[0]?.shippingMinor : null;
  };

  expect(shippingOf({ order_adjustments: [adjustment] })).toBe(1000n);
  expect(
    shippingOf({ order_adjustments: [{ ...adjustment, kind: null, reason: "Shipping refund" }] }),
  ).toBe(1000n);
  expect(shippingOf({ refund_shipping_lines: [line] })).toBe(1000n);
  expect(shippingOf({ order_adjustments: [adjustment], refund_shipping_lines: [line] })).toBe(
    1000n,
  );
});

test("a guest order is known by its email, a till's order by nothing", () => {
  const guest = read("orders/create", "order-guest.json");
  expect(guest.orders[0]).toMatchObject({
    shopifyCustomerId: null,
    guestEmail: "guest@example.com",
  });
  expect(guest.customers).toEqual([]);

  const till = read("orders/create", "order-pos.json");
  expect(till.orders[0]).toMatchObject({
    shopifyCustomerId: null,
    guestEmail: null,
    sourceName: "pos",
  });
});

test("a customer without personal fields is known by id alone", () => {
  const [claim] = read("customers/update", "customer-protected.json").customers;

  expect(claim).toMatchObject({
    shopifyId: 706405506930370084n,
    email: null,
    firstName: null,
    phone: null,
  });
});

test("a merge that has only begun, or failed, merges nobody", () => {
  const merge = {
    admin_graphql_api_customer_kept_id: "gid://shopify/Customer/1",
    admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/2",
  };
  const merges = (status: string | null) => {
    const reading = topics["customers/merge"]?.({ ...merge, status }, context);
    return reading && "facts" in reading ? reading.facts.merges : [];
  };

  expect(["in_progress", "failed"].flatMap(merges)).toEqual([]);
  // Shopify's schema lets the word be missing.
  expect(merges(null)).toEqual(merges("completed"));
  expect(merges("completed")).toEqual([{ keptShopifyId: 1n, mergedShopifyId: 2n, at: context.at }]);
});

test("a body that is JSON but not an order is refused, naming what is wrong and none of its content", () => {
  const wrong = () =>
    topics["orders/create"]?.({ id: 1, note: "secret", line_items: "none" }, context);

  expect(wrong).toThrow(/line_items/);
  expect(wrong).not.toThrow(/secret/);
});

test.each([
  ["orders/create", "order-guest.json"],
  ["orders/updated", "order.json"],
  ["refunds/create", "refund.json"],
])("%s says which events %s becomes", (topic, file) => {
  const types = orderEvents(read(topic, file), "webhook").map(({ type }) => type);
  expect(types).not.toEqual([]);
  expect(topics[topic]?.leadsTo).toEqual(expect.arrayContaining(types));
});

test("some topic leads to each event that is about an order or a return", () => {
  type OfOrders = Extract<EventType, `order.${string}` | `return.${string}`>;
  const all: Record<OfOrders, true> = {
    "order.placed": true,
    "order.paid": true,
    "order.changed": true,
    "order.edited": true,
    "order.paid_before": true,
    "order.versions_tied": true,
    "order.credit_used": true,
    "order.deleted": true,
    "order.cancelled": true,
    "order.refunded": true,
    "order.shipped": true,
    "order.delivered": true,
    "return.requested": true,
    "return.approved": true,
    "return.declined": true,
    "return.cancelled": true,
    "return.closed": true,
  };
  const led = Object.values(topics).flatMap(({ leadsTo }) => leadsTo);
  expect(led).toEqual(expect.arrayContaining(Object.keys(all)));
});

function read(topic: string, file: string): Facts {
  const reading = topics[topic]?.(json(file), context);
  if (!reading || !("facts" in reading)) throw new Error(`${topic} tells no facts`);
  return reading.facts;
}

function json(file: string): unknown {
  return parseExactJson(readFileSync(join(fixtures, file), "utf8"));
}
