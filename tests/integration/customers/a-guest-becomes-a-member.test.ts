import { expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { processDeliveries } from "#app/ingest/process-deliveries.server.ts";
import { deliver, type Sent } from "#tests/support/deliver.ts";
import { customerPayload, orderPayload } from "#tests/support/payloads.ts";
import { createShop } from "#tests/support/shop.ts";

const guestOrder: Sent = {
  topic: "orders/create",
  payload: orderPayload({ id: 101n, email: "Ada@Example.com", createdAt: "2026-03-01T10:00:00Z" }),
};
const signUp: Sent = {
  topic: "customers/create",
  payload: customerPayload({
    id: 9007199254740995n,
    email: "ada@example.com",
    firstName: "Ada",
    createdAt: "2026-03-05T10:00:00Z",
  }),
};
const memberOrder: Sent = {
  topic: "orders/create",
  payload: orderPayload({
    id: 102n,
    customer: {
      id: 9007199254740995n,
      email: "ada@example.com",
      firstName: "Ada",
      createdAt: "2026-03-05T10:00:00Z",
    },
    createdAt: "2026-03-09T10:00:00Z",
  }),
};

test.each([
  ["the guest order first", [guestOrder, signUp, memberOrder]],
  ["the sign-up first", [signUp, guestOrder, memberOrder]],
  ["the member's order first", [memberOrder, guestOrder, signUp]],
])("a guest who signs up with the same email is one person: %s", async (_case, sent) => {
  const shop = await createShop();
  for (const one of sent) {
    await deliver(shop.domain, [one]);
    await processDeliveries(shop.domain);
  }

  const people = await inShop(shop.id, (tx) =>
    tx.customer.findMany({ where: { mergedIntoId: null } }),
  );
  expect(people).toHaveLength(1);
  expect(people[0]).toMatchObject({
    shopifyId: 9007199254740995n,
    email: "ada@example.com",
    firstName: "Ada",
    ordersCount: 2,
    spentMinor: 10000n,
    firstOrderAt: new Date("2026-03-01T10:00:00Z"),
    lastOrderAt: new Date("2026-03-09T10:00:00Z"),
  });
  const orders = await inShop(shop.id, (tx) => tx.order.findMany({ orderBy: { id: "asc" } }));
  expect(orders.map(({ customerId, gapDays }) => ({ customerId, gapDays }))).toEqual([
    { customerId: people[0]?.id, gapDays: null },
    { customerId: people[0]?.id, gapDays: 8 },
  ]);
  const events = await inShop(shop.id, (tx) =>
    tx.event.findMany({ where: { orderId: { not: null } } }),
  );
  expect(new Set(events.map(({ customerId }) => customerId))).toEqual(new Set([people[0]?.id]));
});

test("the guest's record stays as a signpost, and says why", async () => {
  const shop = await createShop();
  await deliver(shop.domain, [guestOrder]);
  await processDeliveries(shop.domain);
  await deliver(shop.domain, [signUp]);
  await processDeliveries(shop.domain);

  const { signposts, edges, merged, kept } = await inShop(shop.id, async (tx) => ({
    signposts: await tx.customer.findMany({ where: { mergedIntoId: { not: null } } }),
    edges: await tx.identityEdge.findMany(),
    merged: await tx.event.findMany({ where: { type: "customer.merged" } }),
    kept: await tx.customer.findFirstOrThrow({ where: { mergedIntoId: null } }),
  }));
  expect(signposts).toMatchObject([
    { shopifyId: null, mergedIntoId: kept.id, ordersCount: 0, spentMinor: 0n },
  ]);
  expect(edges).toMatchObject([
    { keptId: kept.id, mergedId: signposts[0]?.id, reason: "same_email", confidence: 100 },
  ]);
  expect(merged).toMatchObject([
    { customerId: kept.id, properties: { mergedId: signposts[0]?.id } },
  ]);
});

test("two Shopify customers stay two, though an email goes from one to the other", async () => {
  const shop = await createShop();
  const first = { id: 1n, email: "shared@example.com", updatedAt: "2026-03-01T10:00:00Z" };
  await deliver(shop.domain, [
    { topic: "customers/create", payload: customerPayload(first) },
    { topic: "orders/create", payload: orderPayload({ id: 201n, email: "shared@example.com" }) },
    {
      topic: "customers/update",
      payload: customerPayload({
        ...first,
        email: "own@example.com",
        updatedAt: "2026-03-02T10:00:00Z",
      }),
    },
    {
      topic: "customers/create",
      payload: customerPayload({
        id: 2n,
        email: "shared@example.com",
        updatedAt: "2026-03-03T10:00:00Z",
      }),
    },
  ]);
  await processDeliveries(shop.domain);

  const people = await inShop(shop.id, (tx) =>
    tx.customer.findMany({ orderBy: { shopifyId: "asc" } }),
  );
  expect(people).toMatchObject([
    { shopifyId: 1n, email: "own@example.com", mergedIntoId: null, ordersCount: 0 },
    { shopifyId: 2n, email: "shared@example.com", mergedIntoId: null, ordersCount: 1 },
  ]);
});
