import { afterAll, beforeAll, expect, test } from "vitest";

import { payloadOf } from "#tests/replay/webhooks/payload.schema.ts";
import { dayAfter, playWebhooks } from "#tests/replay/webhooks/play-webhooks.ts";
import type { Webhook } from "#tests/replay/webhooks/read-webhooks.ts";
import type { Standing } from "#tests/replay/webhooks/standings.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";

let connected: Connected;
beforeAll(async () => {
  connected = await connect();
});
afterAll(() => connected.close());

const day = (number: number) => `2026-03-0${number}T10:00:00Z`;

function told(topic: string, payload: Record<string, unknown>): Webhook {
  const at = String(payload["updated_at"] ?? payload["created_at"] ?? day(9));
  const body = JSON.stringify(payload);
  return { number: 0, topic, body, payload: payloadOf(payload), at: new Date(at) };
}

const ann = { id: 501, email: "ann@example.com", created_at: day(1), updated_at: day(1) };
const bea = { id: 502, email: "bea@example.com", created_at: day(1), updated_at: day(1) };

function item(id: number, price: string, traits: object = {}) {
  return { id, product_id: 7, variant_id: 70, title: "Tea", quantity: 1, price, ...traits };
}

/** An order of ann's of 100 of the first of March, as of a day of it. */
function order(on: number, traits: object = {}) {
  return {
    id: 1,
    name: "#1",
    email: "",
    created_at: day(1),
    processed_at: day(1),
    updated_at: day(on),
    financial_status: "paid",
    currency: "GBP",
    taxes_included: true,
    total_price: "100.00",
    customer: ann,
    line_items: [item(10, "100.00")],
    ...traits,
  };
}

function refund(on: number, amount: string, traits: object = {}) {
  const transactions = [{ id: 9, kind: "refund", status: "success", amount, currency: "GBP" }];
  return { id: 3, order_id: 1, created_at: day(on), transactions, ...traits };
}

const line = (lineId: number, subtotal: string) => ({
  refund_line_items: [{ id: lineId + 100, line_item_id: lineId, quantity: 1, subtotal }],
});

const stories: [string, Webhook[], Record<string, Partial<Standing>>][] = [
  [
    "an order that gains its owner is theirs",
    [
      told("orders/paid", order(1, { customer: null })),
      told("orders/updated", order(2)),
      told("customers/update", ann),
    ],
    { "ann@example.com": { available: "100", orders: 1, spentMinor: "10000" } },
  ],
  [
    "an order that goes to another owner, and of which a part goes back then, is that of the other one",
    [
      told("orders/paid", order(1, { line_items: [item(10, "60.00"), item(11, "40.00")] })),
      told(
        "orders/updated",
        order(2, { customer: bea, line_items: [item(10, "60.00"), item(11, "40.00")] }),
      ),
      told("refunds/create", refund(3, "40.00", line(11, "40.00"))),
    ],
    {
      "ann@example.com": { available: "0", orders: 0, spentMinor: "0" },
      "bea@example.com": { available: "60", orders: 1, spentMinor: "6000" },
    },
  ],
  [
    "a refund whose lines have no ids is the same that the order tells of with their ids",
    [
      told("orders/paid", order(1, { line_items: [item(10, "60.00"), item(11, "40.00")] })),
      told(
        "refunds/create",
        refund(2, "40.00", {
          refund_line_items: [{ line_item_id: 11, quantity: 1, subtotal: "40.00" }],
        }),
      ),
      told(
        "orders/updated",
        order(3, {
          financial_status: "partially_refunded",
          line_items: [item(10, "60.00"), item(11, "40.00")],
          refunds: [refund(2, "40.00", line(11, "40.00"))],
        }),
      ),
    ],
    { "ann@example.com": { available: "60", orders: 1, spentMinor: "6000" } },
  ],
  [
    "an order that is deleted once it was refunded has come to nothing",
    [
      told("orders/paid", order(1)),
      told("refunds/create", refund(2, "30.00")),
      told("orders/delete", { id: 1 }),
    ],
    { "ann@example.com": { available: "0", debt: "0", orders: 0, spentMinor: "0" } },
  ],
  [
    "an order that is deleted stays so, whatever is sent later",
    [
      told("orders/paid", order(1)),
      { ...told("orders/delete", { id: 1 }), at: new Date(day(2)) },
      told("orders/updated", order(3)),
    ],
    { "ann@example.com": { available: "0", orders: 0, spentMinor: "0" } },
  ],
  [
    "a line that an edit took out before the order was paid was never spent",
    [
      told(
        "orders/create",
        order(1, {
          financial_status: "pending",
          total_price: "120.00",
          line_items: [item(10, "60.00"), item(11, "60.00")],
        }),
      ),
      told(
        "orders/paid",
        order(2, {
          total_price: "120.00",
          current_total_price: "60.00",
          line_items: [item(10, "60.00"), item(11, "60.00", { current_quantity: 0 })],
        }),
      ),
    ],
    { "ann@example.com": { available: "60", orders: 1, spentMinor: "6000" } },
  ],
  [
    "an order that was exchanged for something cheaper is worth what was kept, also once the rest went back as money",
    [
      told("orders/paid", order(1)),
      told(
        "orders/updated",
        order(3, {
          total_price: "170.00",
          current_total_price: "70.00",
          financial_status: "partially_refunded",
          line_items: [item(10, "100.00", { current_quantity: 0 }), item(11, "70.00")],
          refunds: [{ ...refund(2, "0.00", line(10, "100.00")), id: 2, transactions: [] }],
        }),
      ),
      told("refunds/create", refund(3, "30.00")),
    ],
    { "ann@example.com": { available: "70", orders: 1, spentMinor: "7000" } },
  ],
  [
    "an amount that comes to all that was paid leaves no order",
    [
      told("orders/paid", order(1)),
      told("refunds/create", refund(2, "100.00")),
      told("orders/updated", order(2, { financial_status: "refunded" })),
    ],
    { "ann@example.com": { available: "0", orders: 0, spentMinor: "0" } },
  ],
  [
    "a tip at the till, which only the order's sum of tips tells, earns nothing",
    [
      told(
        "orders/paid",
        order(1, {
          total_price: "50.00",
          total_tip_received: "10.00",
          line_items: [item(10, "40.00"), item(11, "10.00", { product_id: null, title: "Tip" })],
        }),
      ),
    ],
    { "ann@example.com": { available: "40", orders: 1, spentMinor: "4000" } },
  ],
  [
    "a gift card that is bought is no spending, and what stands beside it is",
    [
      told(
        "orders/paid",
        order(1, {
          total_price: "80.00",
          line_items: [item(10, "50.00", { gift_card: true }), item(11, "30.00")],
        }),
      ),
    ],
    { "ann@example.com": { available: "30", orders: 1, spentMinor: "3000" } },
  ],
  [
    "fees and shipping that go back in whichever form take no points",
    [
      told(
        "orders/paid",
        order(1, { total_price: "115.00", shipping_lines: [{ id: 77, price: "10.00" }] }),
      ),
      told(
        "refunds/create",
        refund(2, "15.00", {
          order_adjustments: [
            { id: 5, kind: "shipping_refund", amount: "-10.00", tax_amount: "0.00" },
          ],
          additional_fees: [
            { amount_set: { shop_money: { amount: "5.00", currency_code: "GBP" } } },
          ],
        }),
      ),
    ],
    { "ann@example.com": { available: "100", orders: 1, spentMinor: "10000" } },
  ],
  [
    "a merge that is completed brings both together",
    [
      told("orders/paid", order(1)),
      told("customers/update", bea),
      ...["requested", "in_progress", "completed"].map((status) =>
        told("customers/merge", {
          admin_graphql_api_customer_kept_id: "gid://shopify/Customer/502",
          admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/501",
          status,
        }),
      ),
    ],
    { "bea@example.com": { available: "100", orders: 1 } },
  ],
];

const orders: Record<string, (webhooks: Webhook[]) => Webhook[]> = {
  "as told": (webhooks) => webhooks,
  backwards: (webhooks) => webhooks.toReversed(),
  "each twice": (webhooks) => webhooks.flatMap((webhook) => [webhook, webhook]),
};

for (const [says, webhooks, final] of stories)
  for (const [turn, turned] of Object.entries(orders))
    test(`${says} (${turn})`, async () => {
      const ending = await playWebhooks(connected, turned(webhooks), dayAfter(webhooks));

      expect(ending).toMatchObject({ final, poison: [], ledgerAddsUp: true });
    });
