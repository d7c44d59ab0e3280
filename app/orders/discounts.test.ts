import { expect, test } from "vitest";

import { discountsFromGraphql } from "./from-graphql/discounts-from-graphql.ts";
import { discountsFromWebhook } from "./from-webhook/discounts-from-webhook.ts";
import type { GraphqlLine, GraphqlOrder } from "./from-graphql/graphql-order.ts";
import { OrderPayload } from "./from-webhook/order.schema.ts";

const share = (amount: string, discount_application_index: number) => ({
  amount: "1.00",
  amount_set: { shop_money: { amount, currency_code: "USD" } },
  discount_application_index,
});

/** Two lines at 60 and 40 with 15 off by a code, 5 off the second by hand, and free shipping. */
const payload = OrderPayload.parse({
  id: 1,
  created_at: "2026-03-01T10:00:00Z",
  currency: "USD",
  total_price: "80.00",
  subtotal_price: "80.00",
  discount_applications: [
    { type: "manual", title: "Sorry for the wait" },
    { type: "discount_code", code: "ENC-15" },
    { type: "automatic", title: "Free delivery" },
  ],
  discount_codes: [{ code: "ENC-15" }, { code: "TOO-EARLY" }],
  line_items: [
    { id: 10, quantity: 1, price: "60.00", discount_allocations: [share("9.00", 1)] },
    {
      id: 11,
      quantity: 1,
      price: "40.00",
      discount_allocations: [share("5.00", 0), share("6.00", 1)],
    },
  ],
  shipping_lines: [{ discount_allocations: [share("4.90", 2)] }],
});

const allocation = (
  amount: string,
  index: number,
  discount: { __typename: string; code?: string; title?: string },
) => ({
  allocatedAmountSet: { shopMoney: { amount, currencyCode: "USD" } },
  discountApplication: { index, ...discount },
});
const code = { __typename: "DiscountCodeApplication", code: "ENC-15" };
const fetched = discountsFromGraphql(
  {
    discountCodes: ["TOO-EARLY", "ENC-15"],
    shippingLine: {
      discountAllocations: [
        allocation("4.90", 7, {
          __typename: "AutomaticDiscountApplication",
          title: "Free delivery",
        }),
      ],
    },
  } as GraphqlOrder,
  [
    { id: "gid://shopify/LineItem/11", discountAllocations: [allocation("6.00", 4, code)] },
    { id: "gid://shopify/LineItem/10", discountAllocations: [allocation("9.00", 4, code)] },
    {
      id: "gid://shopify/LineItem/11",
      discountAllocations: [
        allocation("5.00", 2, {
          __typename: "ManualDiscountApplication",
          title: "Sorry for the wait",
        }),
      ],
    },
  ] as GraphqlLine[],
);

test("an order's discounts say what of them falls on each line and, without one, on shipping", () => {
  expect(discountsFromWebhook(payload, "USD")).toEqual([
    { kind: "automatic", code: null, title: "Free delivery", amountMinor: 490n, lines: [] },
    {
      kind: "code",
      code: "ENC-15",
      title: null,
      amountMinor: 1500n,
      lines: [
        { lineId: 10n, amountMinor: 900n },
        { lineId: 11n, amountMinor: 600n },
      ],
    },
    // It took nothing off, and was used all the same.
    { kind: "code", code: "TOO-EARLY", title: null, amountMinor: 0n, lines: [] },
    {
      kind: "manual",
      code: null,
      title: "Sorry for the wait",
      amountMinor: 500n,
      lines: [{ lineId: 11n, amountMinor: 500n }],
    },
  ]);
});

test("an order that is fetched has the same discounts as one that was sent", () => {
  expect(fetched).toEqual(discountsFromWebhook(payload, "USD"));
});

test("a code that staff put onto an order counts as that code", () => {
  const byStaff = OrderPayload.parse({
    id: 2,
    created_at: "2026-03-01T10:00:00Z",
    currency: "USD",
    total_price: "9.00",
    subtotal_price: "9.00",
    discount_applications: [{ type: "manual", title: "Enc-15" }],
    discount_codes: [{ code: "ENC-15" }],
    line_items: [{ id: 20, quantity: 1, price: "10.00", discount_allocations: [share("1.00", 0)] }],
  });
  expect(discountsFromWebhook(byStaff, "USD")).toEqual([
    {
      kind: "code",
      code: "ENC-15",
      title: null,
      amountMinor: 100n,
      lines: [{ lineId: 20n, amountMinor: 100n }],
    },
  ]);
});
