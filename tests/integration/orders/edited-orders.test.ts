import { expect, test } from "vitest";

import { homeFigures } from "#app/analytics/home.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { processDeliveries } from "#app/ingest/process-deliveries.server.ts";
import { deliver } from "#tests/support/deliver.ts";
import { orderPayload } from "#tests/support/payloads.ts";
import { createShop } from "#tests/support/shop.ts";

const ada = { id: 501n, email: "ada@example.com" };
const lines = [{ id: 10n, price: "50.00", quantity: 1 }];
const paid = orderPayload({ id: 1n, customer: ada, lines });
const edited = orderPayload({
  id: 1n,
  customer: ada,
  lines: [...lines, { id: 11n, price: "5.00", quantity: 1 }],
  financialStatus: "partially_paid",
  updatedAt: "2026-03-02T10:00:00Z",
});

test.each([
  ["in order", [[paid], [edited]]],
  ["the other way round", [[edited], [paid]]],
  ["together", [[edited, paid]]],
])("a paid order still counts after an edit that is not paid yet: %s", async (_name, batches) => {
  const shop = await createShop();
  for (const batch of batches) {
    await deliver(
      shop.domain,
      batch.map((payload) => ({ topic: "orders/updated", payload })),
    );
    await processDeliveries(shop.domain);
  }

  const [customer] = await inShop(shop.id, (tx) => tx.customer.findMany());
  expect(customer).toMatchObject({ ordersCount: 1, spentMinor: 5500n });
  expect(await homeFigures(shop.id, new Date("2026-03-03T00:00:00Z"))).toMatchObject({
    orders: 1,
    last30Days: { orders: 1, revenueMinor: 5500 },
  });
});

test("an order that was never paid in full does not count", async () => {
  const shop = await createShop();
  await deliver(shop.domain, [{ topic: "orders/updated", payload: edited }]);
  await processDeliveries(shop.domain);

  expect(await inShop(shop.id, (tx) => tx.customer.findMany())).toMatchObject([{ ordersCount: 0 }]);
});
