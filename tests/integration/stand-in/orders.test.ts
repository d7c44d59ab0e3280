import { afterEach, beforeEach, expect, test } from "vitest";

import { CancelInput, EditInput, OrderInput, RefundInput } from "#tests/stand-in/acts/inputs.ts";
import { openActs, type Acts } from "#tests/stand-in/acts/acts.ts";
import { openClock } from "#tests/stand-in/clock.ts";
import {
  currentAmounts,
  orderReceivedMinor,
  orderRefundedMinor,
} from "#tests/stand-in/order-money.ts";
import { readAppConfig } from "#tests/stand-in/app-config.ts";
import type { ShopDoc } from "#tests/stand-in/store/documents.ts";
import { openStore, type Store } from "#tests/stand-in/store/store.ts";
import { openWebhooks } from "#tests/stand-in/webhooks/webhooks.ts";

let store: Store;
let shop: ShopDoc;
let acts: Acts;

beforeEach(() => {
  store = openStore(":memory:");
  const app = readAppConfig("shopify.app.toml", {
    apiKey: "k",
    apiSecret: "s",
    appUrl: "http://x",
  });
  const clock = openClock(null);
  const webhooks = openWebhooks(store, app, clock, { timeScale: 1, random: () => 0.5 });
  acts = openActs(store, app, clock, webhooks);
  shop = acts.app.createShop({
    domain: "money.myshopify.com",
    taxRate: 0.19,
    taxesIncluded: false,
  });
});
afterEach(() => store.close());

const place = (wish: Record<string, unknown> = {}) =>
  acts.orders.create(
    shop,
    OrderInput.parse({
      lines: [
        { sku: "A", title: "Cup", price: "10.01", quantity: 3 },
        { sku: "A", title: "Cup", price: "9.99", quantity: 2 },
      ],
      discountCodes: [{ code: "SAVE", amount: "7.00" }],
      shipping: "4.90",
      ...wish,
    }),
  );

const kept = (order: Parameters<typeof currentAmounts>[0]) =>
  orderReceivedMinor(order) - orderRefundedMinor(order);

test("refunding bit by bit gives back exactly what was paid", () => {
  let order = place();
  for (let unit = 0; unit < 5; unit++) {
    order = acts.orders.refund(
      shop,
      order.id,
      RefundInput.parse({ lines: [{ sku: "A", quantity: 1 }] }),
    );
    expect(currentAmounts(order).totalMinor).toBe(kept(order));
  }
  order = acts.orders.refund(shop, order.id, RefundInput.parse({ shipping: true }));
  expect(order.financialStatus).toBe("refunded");
  expect(kept(order)).toBe(0);
  expect(currentAmounts(order).totalMinor).toBe(0);
  expect(order.refunds.at(-1)?.lines).toEqual([]);
});

test("a refund of a free amount is an adjustment, and lowers the current total", () => {
  const order = place();
  const refunded = acts.orders.refund(shop, order.id, RefundInput.parse({ amount: "5.00" }));
  expect(refunded.refunds[0]?.adjustments).toMatchObject([
    { kind: "refund_discrepancy", amountMinor: -500 },
  ]);
  expect(currentAmounts(refunded).totalMinor).toBe(kept(refunded));
});

test("more than was paid cannot go back", () => {
  const order = place();
  expect(() =>
    acts.orders.refund(shop, order.id, RefundInput.parse({ amount: "1000.00" })),
  ).toThrow("can still be refunded");
  expect(() =>
    acts.orders.refund(shop, order.id, RefundInput.parse({ lines: [{ sku: "A", quantity: 6 }] })),
  ).toThrow("too few");
});

test("cancelling gives back what was received, also after an edit that is not paid", () => {
  const order = place();
  acts.orders.edit(
    shop,
    order.id,
    EditInput.parse({ add: [{ sku: "B", title: "Pot", price: "30.00", quantity: 1 }] }),
  );
  const cancelled = acts.orders.cancel(shop, order.id, CancelInput.parse({}));
  expect(kept(cancelled)).toBe(0);
  expect(currentAmounts(cancelled).totalMinor).toBe(0);
  expect(cancelled.financialStatus).toBe("refunded");
  const unpaid = acts.orders.cancel(shop, place({ paid: false }).id, CancelInput.parse({}));
  expect(unpaid).toMatchObject({ financialStatus: "voided", refunds: [] });
});

test("an edit that takes units out lowers the current total only", () => {
  const order = place();
  const edited = acts.orders.edit(
    shop,
    order.id,
    EditInput.parse({ remove: [{ sku: "A", quantity: 1 }] }),
  );
  expect(currentAmounts(edited).totalMinor).toBeLessThan(currentAmounts(order).totalMinor);
  expect(orderReceivedMinor(edited)).toBe(orderReceivedMinor(order));
});
