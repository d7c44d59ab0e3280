import { randomInt } from "node:crypto";

import { expect, test } from "vitest";

import {
  dropOldAnswers,
  findPrivacyAnswer,
  listPrivacyRequests,
} from "#app/customers/privacy/privacy-requests.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { countDeliveries } from "#app/ingest/deliveries.server.ts";
import { processDeliveries } from "#app/ingest/process-deliveries.server.ts";
import { deliver, type Sent } from "#tests/support/deliver.ts";
import { customerPayload, fulfillmentPayload, orderPayload } from "#tests/support/payloads.ts";
import {
  ada,
  everything,
  history,
  redact,
  shopWithHistory,
  subscribed,
  take,
} from "#tests/support/shop-with-history.ts";
import { createShop } from "#tests/support/shop.ts";

test("customers/redact leaves nothing that names the person, and the books as they were", async () => {
  const shop = await shopWithHistory();
  await take(shop.domain, [redact]);

  const held = await everything(shop.id);
  for (const word of ["ada@example.com", "Ada", "Lovelace", "1Z"]) expect(held).not.toContain(word);
  expect(held).toContain("bob@example.com");
  expect(await db.delivery.count({ where: { shopDomain: shop.domain, body: { not: null } } })).toBe(
    0,
  );
  const people = await inShop(shop.id, (tx) =>
    tx.customer.findMany({ where: { shopifyId: 501n } }),
  );
  expect(people).toMatchObject([
    { ordersCount: 2, spentMinor: 10000n, redactedAt: expect.any(Date) as Date },
  ]);
  expect(await listPrivacyRequests(shop.id)).toMatchObject([
    { kind: "customer_redact", shopifyCustomerId: "501", hasAnswer: false },
  ]);
});

test("a person who was forgotten stays so, whatever arrives late", async () => {
  const shop = await shopWithHistory();
  await take(shop.domain, [redact]);
  await take(shop.domain, [
    {
      topic: "customers/update",
      payload: customerPayload({ ...ada, updatedAt: "2027-01-01T00:00:00Z" }),
    },
  ]);

  expect(await everything(shop.id)).not.toContain("Lovelace");
});

test("nothing that a late delivery says of a person who was forgotten is kept, nor the delivery itself", async () => {
  const shop = await shopWithHistory();
  await take(shop.domain, [redact]);
  const late = "2027-01-01T00:00:00Z";
  const order = orderPayload({ id: 2n, customer: ada, updatedAt: late });
  await take(shop.domain, [
    {
      topic: "orders/updated",
      payload: {
        ...order,
        browser_ip: "203.0.113.7",
        note_attributes: [{ name: "_encore_ref", value: "canary-visit" }],
      },
    },
    {
      topic: "fulfillments/update",
      payload: {
        ...fulfillmentPayload({ id: 9n, orderId: 2n }),
        tracking_company: "canary-carrier",
        tracking_number: "canary-number",
        tracking_numbers: ["canary-number"],
        tracking_url: "https://canary.example",
        tracking_urls: ["https://canary.example"],
        updated_at: late,
      },
    },
    { topic: "orders/create", payload: orderPayload({ id: 7n, customer: ada }) },
    subscribed(late),
  ]);

  const held = await everything(shop.id);
  for (const word of ["canary", "ada@example.com", "Lovelace"]) expect(held).not.toContain(word);
  expect(await inShop(shop.id, (tx) => tx.consent.count())).toBe(0);
  expect(await inShop(shop.id, (tx) => tx.order.count({ where: { ipHash: { not: null } } }))).toBe(
    0,
  );
  const bodies = await db.delivery.count({
    where: { shopDomain: shop.domain, body: { not: null } },
  });
  expect(bodies).toBe(0);
});

test("what asks for somebody's data is not kept once it is answered: it names them, and may come after they were forgotten", async () => {
  const shop = await shopWithHistory();
  await take(shop.domain, [redact]);
  const customer = { id: 501, email: "ada@example.com", phone: "+447700900123" };
  await take(shop.domain, [
    { topic: "customers/data_request", payload: { customer, orders_requested: [1, 2] } },
  ]);

  expect(await everything(shop.id)).not.toContain("ada@example.com");
  const kept = { shopDomain: shop.domain, body: { not: null } };
  expect(await db.delivery.count({ where: kept })).toBe(0);
});

test("what arrives for a shop that nobody knows is not kept", async () => {
  const shopDomain = "nobody-knows.myshopify.com";
  await take(shopDomain, [
    { topic: "orders/create", payload: orderPayload({ id: 1n, customer: ada }) },
  ]);

  expect(await db.delivery.findMany({ where: { shopDomain } })).toMatchObject([
    { state: "done", body: null },
  ]);
});

test("who is deleted in Shopify has no name left here, nor the guest that they were before", async () => {
  const shop = await createShop();
  for (const sent of history) await take(shop.domain, [sent]);
  await take(shop.domain, [{ topic: "customers/delete", payload: { id: 501 } }]);

  const held = await everything(shop.id);
  for (const word of ["ada@example.com", "Lovelace"]) expect(held).not.toContain(word);
});

test("somebody who was forgotten before anything was known of them stays so", async () => {
  const shop = await createShop();
  await take(shop.domain, [redact]);
  await take(shop.domain, [
    { topic: "orders/create", payload: orderPayload({ id: 2n, customer: ada }) },
  ]);

  const held = await everything(shop.id);
  for (const word of ["ada@example.com", "Lovelace"]) expect(held).not.toContain(word);
});

test("what is tried again only after the person was forgotten does not bring them back", async () => {
  const shop = await createShop();
  const guest = { topic: "orders/create", payload: orderPayload({ id: 1n, email: ada.email }) };
  await deliver(shop.domain, [guest]);
  await db.delivery.updateMany({
    where: { shopDomain: shop.domain },
    data: { attempts: 1, dueAt: new Date(Date.now() + 3_600_000) },
  });
  await take(shop.domain, [redact]);
  await db.delivery.updateMany({
    where: { shopDomain: shop.domain, topic: "orders/create" },
    data: { dueAt: new Date(0) },
  });
  await processDeliveries(shop.domain);
  await db.delivery.updateMany({
    where: { shopDomain: shop.domain, topic: "customers/redact" },
    data: { dueAt: new Date(0) },
  });
  await processDeliveries(shop.domain);

  expect(await everything(shop.id)).not.toContain("ada@example.com");
  expect(await countDeliveries(shop.domain)).toMatchObject({ received: 0, done: 2, poison: 0 });
  expect(await db.delivery.count({ where: { shopDomain: shop.domain, body: { not: null } } })).toBe(
    0,
  );
});

test("a guest is forgotten by the orders that are named, whatever email they typed then", async () => {
  const shop = await createShop();
  await take(shop.domain, [
    { topic: "orders/create", payload: orderPayload({ id: 1n, email: "ada@work.example" }) },
    redact,
  ]);

  expect(await everything(shop.id)).not.toContain("ada@work.example");
});

test("answers to data requests go with the person, also those given under a merged customer, and in time by themselves", async () => {
  const shop = await shopWithHistory();
  const asked = (id: number | null): Sent => ({
    topic: "customers/data_request",
    payload: { customer: { id, email: "ada@example.com" }, orders_requested: [1] },
  });
  await take(shop.domain, [
    { topic: "customers/create", payload: customerPayload({ ...ada, id: 600n, email: null }) },
    { ...asked(600), triggeredAt: new Date("2026-04-01T00:00:00Z") },
    { ...asked(null), triggeredAt: new Date("2026-04-02T00:00:00Z") },
    {
      topic: "customers/merge",
      payload: {
        admin_graphql_api_customer_kept_id: "gid://shopify/Customer/501",
        admin_graphql_api_customer_deleted_id: "gid://shopify/Customer/600",
        status: "completed",
      },
    },
  ]);
  expect(await listPrivacyRequests(shop.id)).toHaveLength(2);
  await take(shop.domain, [redact]);
  expect(await listPrivacyRequests(shop.id)).toMatchObject([{ kind: "customer_redact" }]);

  await take(shop.domain, [
    { topic: "customers/data_request", payload: { customer: { id: 502 }, orders_requested: [] } },
  ]);
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
  const answers = async () =>
    (await listPrivacyRequests(shop.id)).filter(({ hasAnswer }) => hasAnswer);
  await dropOldAnswers(shop.id, inDays(29));
  expect(await answers()).toHaveLength(1);
  await dropOldAnswers(shop.id, inDays(31));
  expect(await answers()).toHaveLength(0);
});

test("a guest with hundreds of orders is forgotten and told what is held like anybody", async () => {
  const shop = await createShop();
  const customer = { id: null, email: "ada@example.com" };
  const orders = Array.from({ length: 500 }, () => randomInt(2 ** 47));
  await take(shop.domain, [
    { topic: "customers/data_request", payload: { customer, orders_requested: orders } },
    { topic: "customers/redact", payload: { customer, orders_to_redact: orders } },
  ]);

  expect(await countDeliveries(shop.domain)).toMatchObject({ done: 2, poison: 0 });
});

test("customers/redact of somebody nobody knows is no error", async () => {
  const shop = await createShop();
  await take(shop.domain, [redact]);

  expect(await countDeliveries(shop.domain)).toMatchObject({ done: 1, poison: 0 });
});

test("customers/data_request collects all that is held about the person, once, and nothing about others", async () => {
  const shop = await shopWithHistory();
  const request = {
    customer: { id: 501, email: "ada@example.com" },
    orders_requested: [1, 2],
    data_request: { id: 9999 },
  };
  await take(shop.domain, [
    { topic: "customers/data_request", payload: request },
    { topic: "customers/data_request", payload: request },
  ]);

  const requests = await listPrivacyRequests(shop.id);
  expect(requests).toMatchObject([
    { kind: "data_request", shopifyCustomerId: "501", hasAnswer: true },
  ]);
  expect(requests[0]?.completedAt).toMatch(/^\d{4}-/);
  const answer = (await findPrivacyAnswer(shop.id, requests[0]?.id ?? "")) as {
    orders: { id: string }[];
    consents: object[];
  };
  expect(answer.orders.map(({ id }) => id).toSorted()).toEqual(["1", "2"]);
  expect(answer.consents).toHaveLength(1);
  expect(JSON.stringify(answer)).toContain("Lovelace");
  expect(JSON.stringify(answer)).not.toContain("bob@example.com");
});
