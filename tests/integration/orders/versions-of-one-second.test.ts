import { afterAll, beforeAll, expect, test } from "vitest";

import { drainReactions } from "#app/events/drain-reactions.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { processDeliveries } from "#app/ingest/process-deliveries.server.ts";
import { handlers } from "#app/reactions.server.ts";
import type { JsonObject } from "#tests/stand-in/payloads/common.ts";
import { exactJson } from "#tests/stand-in/payloads/exact-json.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { deliver } from "#tests/support/deliver.ts";
import { grownOrder } from "#tests/support/two-versions.ts";

let connected: Connected;
beforeAll(async () => (connected = await connect()));
afterAll(() => connected.close());

// A shop's order was placed, paid, and a second line added to it within one second: both versions that were sent are paid, and have
// the same time. Which of them came later only Shopify can say.
test.each([
  ["in order", [["old"], ["new"]]],
  ["the other way round", [["new"], ["old"]]],
  ["together", [["new", "old"]]],
  ["the old one twice", [["old"], ["new"], ["old"]]],
  ["the old one long after Shopify was asked", [["old"], ["new"], "asked", ["old"]]],
] as const)(
  "of two versions of one second the order ends as it is at Shopify: %s",
  async (_, told) => {
    const { shop, atShopify } = await connected.open();
    const versions = grownOrder(connected.standIn, atShopify);
    for (const some of told) {
      if (some === "asked") await react();
      else
        await hear(
          shop.domain,
          some.map((name) => versions[name]),
        );
    }
    await react();

    const lines = await inShop(shop.id, (tx) => tx.orderLine.findMany({ select: { title: true } }));
    expect(lines.map(({ title }) => title).toSorted()).toEqual(["Earl Grey", "Teapot"]);
    const [order] = await inShop(shop.id, (tx) => tx.order.findMany());
    expect(order).toMatchObject({ totalMinor: 3125n });
    const accounts = await inShop(shop.id, (tx) => tx.ledgerAccount.findMany());
    expect(accounts.map(({ pending, available }) => pending + available)).toEqual([31n]);
  },
);

test("nobody is asked where the versions say themselves which is the later", async () => {
  const { shop, atShopify } = await connected.open();
  const { new: paid } = grownOrder(connected.standIn, atShopify);
  await hear(shop.domain, [paid, { ...paid, financial_status: "pending" }, paid]);

  const asked = await inShop(shop.id, (tx) =>
    tx.event.count({ where: { type: "order.versions_tied" } }),
  );
  expect(asked).toBe(0);
});

async function hear(shopDomain: string, payloads: readonly JsonObject[]): Promise<void> {
  await deliver(
    shopDomain,
    payloads.map((payload) => ({ topic: "orders/updated", payload: exactJson(payload) })),
  );
  await processDeliveries(shopDomain);
}

function react(): Promise<void> {
  return drainReactions(handlers, new AbortController().signal);
}
