import { expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { processDeliveries } from "#app/ingest/process-deliveries.server.ts";
import { deliver } from "#tests/support/deliver.ts";
import { moneySet, orderPayload } from "#tests/support/payloads.ts";
import { createShop } from "#tests/support/shop.ts";

const ada = { id: 501n, email: "ada@example.com" };
const lines = [
  { id: 10n, price: "60.00", quantity: 1 },
  { id: 11n, price: "40.00", quantity: 1 },
];
const plain = orderPayload({ id: 1n, customer: ada, lines });

/** The same order with 15 off by a code, paid for in dollars. */
const reduced = {
  ...plain,
  updated_at: "2026-03-02T10:00:00Z",
  discount_applications: [{ type: "discount_code", code: "ENC-15" }],
  discount_codes: [{ code: "ENC-15", amount: "15.00", type: "fixed_amount" }],
  line_items: plain.line_items.map((line, place) => ({
    ...line,
    discount_allocations: [
      {
        amount: place === 0 ? "9.00" : "6.00",
        amount_set: moneySet(place === 0 ? "9.00" : "6.00", "GBP"),
        discount_application_index: 0,
      },
    ],
  })),
};
/** A member of staff took the code off again. */
const without = { ...plain, updated_at: "2026-03-03T10:00:00Z" };

async function discountsAfter(payloads: object[][]) {
  const shop = await createShop();
  for (const some of payloads) {
    await deliver(
      shop.domain,
      some.map((payload) => ({ topic: "orders/updated", payload })),
    );
    await processDeliveries(shop.domain);
  }
  return inShop(shop.id, async (tx) => ({
    discounts: await tx.orderDiscount.findMany({
      select: { kind: true, code: true, amountMinor: true },
    }),
    shares: await tx.orderLineDiscount.findMany({
      select: { lineId: true, amountMinor: true },
      orderBy: { lineId: "asc" },
    }),
  }));
}

const fifteenOff = {
  discounts: [{ kind: "code", code: "ENC-15", amountMinor: 1_500n }],
  shares: [
    { lineId: 10n, amountMinor: 900n },
    { lineId: 11n, amountMinor: 600n },
  ],
};
const nothingOff = { discounts: [], shares: [] };

test.each([
  ["in order", [[plain], [reduced]], fifteenOff],
  ["the other way round", [[reduced], [plain]], fifteenOff],
  ["together and twice", [[plain, reduced, reduced], [reduced]], fifteenOff],
  ["taken off again", [[reduced], [without]], nothingOff],
  ["taken off before it was heard of", [[without], [reduced]], nothingOff],
])("an order has the discounts of its latest version: %s", async (_name, payloads, then) => {
  expect(await discountsAfter(payloads)).toEqual(then);
});
