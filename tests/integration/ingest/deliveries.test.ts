import { request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import {
  claimDeliveries,
  claimSuspect,
  releaseExpiredClaims,
} from "#app/ingest/claim-deliveries.server.ts";
import { countDeliveries, listDeliveries, replayDelivery } from "#app/ingest/deliveries.server.ts";
import { LEASE_MS } from "#app/ingest/lease.ts";
import { processDeliveries } from "#app/ingest/process-deliveries.server.ts";
import { createReceiver, type Receiver } from "#app/ingest/receive-deliveries.server.ts";
import { closeQueues } from "#app/ground/queues.server.ts";
import { createFront } from "#app/http/front.server.ts";
import { deliver, exactJson, webhookHeaders } from "#tests/support/deliver.ts";
import { orderPayload } from "#tests/support/payloads.ts";
import { createShop } from "#tests/support/shop.ts";

const MB = 1024 * 1024;
let receiver: Receiver;
let server: Server;
let port: number;

beforeAll(async () => {
  receiver = createReceiver();
  server = createFront(
    (request, response) => (receiver.receive(request, response), true),
    () => undefined,
  );
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await receiver.stop();
  await closeQueues();
});

test("a signed webhook is stored as it came before it is answered, and encrypted", async () => {
  const shop = await createShop();
  const body = exactJson(orderPayload({ id: 1n, email: "ada@example.com" }));

  expect(await post(webhookHeaders(shop.domain, "orders/create", body), body)).toBe(200);

  const [stored] = await db.delivery.findMany({ where: { shopDomain: shop.domain } });
  expect(stored).toMatchObject({ topic: "orders/create", state: "received", attempts: 0 });
  expect(Buffer.from(stored?.body ?? []).includes("ada@example.com")).toBe(false);
  await processDeliveries(shop.domain);
  expect(await inShop(shop.id, (tx) => tx.order.count())).toBe(1);
});

test("the same delivery sent again is stored once", async () => {
  const shop = await createShop();
  const headers = webhookHeaders(shop.domain, "orders/create", "{}");

  expect(
    await Promise.all([post(headers, "{}"), post(headers, "{}"), post(headers, "{}")]),
  ).toEqual([200, 200, 200]);
  expect(await db.delivery.count({ where: { shopDomain: shop.domain } })).toBe(1);
});

test("a wrong signature or none is refused, also for the compliance topics, and nothing is stored", async () => {
  const shop = await createShop();
  for (const topic of ["orders/create", "shop/redact", "customers/redact"]) {
    const headers = webhookHeaders(shop.domain, topic, "another body");
    expect(await post(headers, "{}")).toBe(401);
    expect(await post({ ...headers, "x-shopify-hmac-sha256": "short" }, "{}")).toBe(401);
    const { "x-shopify-hmac-sha256": _, ...unsigned } = headers;
    expect(await post(unsigned, "{}")).toBe(401);
    // As Shopify signs what it asks on behalf of a workflow.
    const { "x-shopify-topic": __, ...ofFlow } = webhookHeaders(shop.domain, topic, "{}");
    expect(await post(ofFlow, "{}")).toBe(401);
  }
  expect(await db.delivery.count({ where: { shopDomain: shop.domain } })).toBe(0);
});

test.each(["x-shopify-shop-domain", "x-shopify-api-version", "x-shopify-webhook-id"])(
  "without %s the answer is 400",
  async (missing) => {
    const { [missing]: _, ...headers } = webhookHeaders(
      "some.myshopify.com",
      "orders/create",
      "{}",
    );

    expect(await post(headers, "{}")).toBe(400);
  },
);

test("an unknown topic is answered 200 and kept as unknown", async () => {
  const shop = await createShop();

  expect(await post(webhookHeaders(shop.domain, "themes/publish", "{}"), "{}")).toBe(200);
  expect(await countDeliveries(shop.domain)).toMatchObject({ unknown: 1, received: 0 });
});

test("10 MB are refused with 413, whether the length is said ahead or not", async () => {
  const body = "x".repeat(10 * MB);
  const headers = webhookHeaders("some.myshopify.com", "orders/create", body);

  expect(await post(headers, body)).toBe(413);
  expect(await post({ ...headers, "transfer-encoding": "chunked" }, body)).toBe(413);
});

test("a body that is not JSON is taken, and set aside with its reason after its tries", async () => {
  const shop = await createShop();
  const body = "<html>Ada Lovelace</html>";
  expect(await post(webhookHeaders(shop.domain, "orders/create", body), body)).toBe(200);

  await tryUntilSettled(shop.domain);

  const { rows } = await listDeliveries(shop.domain, { state: "poison", limit: 10 });
  expect(rows).toMatchObject([
    { topic: "orders/create", attempts: 5, reason: "What arrived is not JSON.", replayable: true },
  ]);
  expect(JSON.stringify(rows)).not.toContain("Ada");
});

test("a delivery that cannot be read leaves its neighbours alone, and can be replayed", async () => {
  const shop = await createShop();
  await deliver(shop.domain, [
    { topic: "orders/create", payload: orderPayload({ id: 1n }) },
    { topic: "orders/create", payload: { ...orderPayload({ id: 2n }), total_price: "a lot" } },
    { topic: "orders/create", payload: orderPayload({ id: 3n }) },
  ]);

  await processDeliveries(shop.domain);
  expect(await inShop(shop.id, (tx) => tx.order.count())).toBe(2);

  await tryUntilSettled(shop.domain);
  const [bad] = (await listDeliveries(shop.domain, { state: "poison", limit: 10 })).rows;
  expect(bad?.reason).toBe("An amount of money in it could not be read.");
  expect(await replayDelivery("another.myshopify.com", bad?.id ?? "")).toBe(false);
  expect(await replayDelivery(shop.domain, bad?.id ?? "")).toBe(true);
  expect(await countDeliveries(shop.domain)).toMatchObject({ received: 1, done: 2, poison: 0 });
});

test("one that the database refuses fails alone, with its own tries", async () => {
  const shop = await createShop();
  await deliver(shop.domain, [
    { topic: "orders/create", payload: orderPayload({ id: 1n }) },
    // Far more than a bigint of minor units can hold.
    {
      topic: "orders/create",
      payload: { ...orderPayload({ id: 2n }), total_price: "9".repeat(30) },
    },
  ]);

  await processDeliveries(shop.domain);

  expect(await inShop(shop.id, (tx) => tx.order.findMany({ select: { id: true } }))).toEqual([
    { id: 1n },
  ]);
  expect(await countDeliveries(shop.domain)).toMatchObject({ done: 1, received: 1 });
});

test("while the database is down the answer is 503, and what was accepted is still there afterwards", async () => {
  const shop = await createShop();
  const body = "{}";
  await withoutConnections(async () => {
    const blocked = await Promise.all(
      [1, 2, 3].map(() => post(webhookHeaders(shop.domain, "products/update", body), body)),
    );
    expect(new Set(blocked)).toEqual(new Set([503]));
  });

  expect(await post(webhookHeaders(shop.domain, "products/update", body), body)).toBe(200);
  expect(await db.delivery.count({ where: { shopDomain: shop.domain } })).toBe(1);
});

test("deliveries of a shop nobody knows are taken and finished", async () => {
  const domain = "nobody.myshopify.com";
  expect(await post(webhookHeaders(domain, "orders/create", "{}"), "{}")).toBe(200);

  await processDeliveries(domain);
  expect(await countDeliveries(domain)).toMatchObject({ done: 1, received: 0 });
});

test("deliveries of many shops are claimed at once, each becomes its own shop's, and one being worked on is left", async () => {
  const [one, other, busy] = await Promise.all([createShop(), createShop(), createShop()]);
  for (const { domain } of [one, other, busy]) {
    await deliver(domain, [
      { topic: "orders/create", payload: orderPayload({ id: 1n }) },
      { topic: "orders/create", payload: { ...orderPayload({ id: 2n }), total_price: "a lot" } },
      { topic: "orders/create", payload: orderPayload({ id: 3n }) },
    ]);
  }
  await claimDeliveries([busy.domain], 1, now());

  expect(await processDeliveries(one.domain, other.domain, busy.domain)).toBe(6);

  for (const shop of [one, other]) {
    expect(await countDeliveries(shop.domain)).toMatchObject({ done: 2, received: 1 });
    expect(
      await inShop(shop.id, (tx) => tx.order.findMany({ select: { shopId: true, id: true } })),
    ).toEqual([
      { shopId: shop.id, id: 1n },
      { shopId: shop.id, id: 3n },
    ]);
  }
  expect(await countDeliveries(busy.domain)).toMatchObject({ done: 0, received: 3 });
});

test("what a worker has claimed that died is nobody else's until its lease ends, and then is tried alone", async () => {
  const shop = await createShop();
  await deliver(shop.domain, [
    { topic: "orders/create", payload: orderPayload({ id: 1n }) },
    { topic: "orders/create", payload: orderPayload({ id: 2n }) },
  ]);
  await claimDeliveries([shop.domain], 1, now());
  const stillToCome = () => db.delivery.findMany({ where: { shopDomain: shop.domain } });

  await releaseExpiredClaims(now());
  expect(await processDeliveries(shop.domain)).toBe(0);
  expect((await stillToCome()).map(({ attempts }) => attempts)).toEqual([0, 0]);

  await releaseExpiredClaims(new Date(now().getTime() + LEASE_MS));
  expect((await stillToCome()).map(({ attempts }) => attempts)).toEqual([0, 0]);
  expect((await stillToCome()).map(({ suspect }) => suspect).toSorted()).toEqual([false, true]);
  expect(await processDeliveries(shop.domain)).toBe(1);
  expect(await processDeliveries(shop.domain)).toBe(1);
  expect(await countDeliveries(shop.domain)).toMatchObject({ done: 2, received: 0 });
});

test("however often workers die, only what was tried alone each time is set aside", async () => {
  const shop = await createShop();
  const ids = Array.from({ length: 20 }, (_, place) => BigInt(place + 1));
  await deliver(
    shop.domain,
    ids.map((id) => ({ topic: "orders/create", payload: orderPayload({ id }) })),
  );
  const wholeBatch = await claimDeliveries([shop.domain], 200, now());
  expect(wholeBatch.deliveries).toHaveLength(20);

  // The first of them kills whoever tries it.
  let at = now();
  for (let deaths = 0; deaths < 6; deaths++) {
    at = new Date(at.getTime() + LEASE_MS);
    await releaseExpiredClaims(at);
    expect((await claimDeliveries([shop.domain], 200, at)).deliveries).toEqual([]);
    await db.deliveryClaim.deleteMany();
    await claimSuspect(shop.domain, at);
  }
  await releaseExpiredClaims(new Date(at.getTime() + LEASE_MS));
  while ((await processDeliveries(shop.domain)) > 0);

  expect(await countDeliveries(shop.domain)).toMatchObject({ done: 19, poison: 1, received: 0 });
});

test("one of two hundred that the database refuses is found in halves, and tried alone from then on", async () => {
  const shop = await createShop();
  const ids = Array.from({ length: 200 }, (_, place) => BigInt(place + 1));
  const owner = new pg.Client({ connectionString: process.env["DATABASE_URL"] });
  await owner.connect();
  await owner.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused''; END';
     CREATE TRIGGER refuse BEFORE INSERT ON "order" FOR EACH ROW WHEN (NEW.name = '#refused') EXECUTE FUNCTION refuse()`,
  );
  await owner.end();
  const refused = { ...orderPayload({ id: 77n }), name: "#refused" };
  await deliver(
    shop.domain,
    ids.map((id) => ({
      topic: "orders/create",
      payload: id === 77n ? refused : orderPayload({ id }),
    })),
  );

  while ((await countDeliveries(shop.domain)).done < 199) await processDeliveries(shop.domain);

  const left = await db.delivery.findMany({
    where: { shopDomain: shop.domain, state: { not: "done" } },
  });
  expect(left).toMatchObject([{ suspect: true }]);
});

function post(headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((done, fail) => {
    const sending = httpRequest(
      { port, host: "127.0.0.1", method: "POST", path: "/webhooks", headers },
      (reply) => {
        reply.resume();
        done(reply.statusCode ?? 0);
      },
    );
    // A server that refuses to read on may close while this side still writes.
    sending.on(
      "error",
      (error: NodeJS.ErrnoException) =>
        error.code === "EPIPE" || error.code === "ECONNRESET" || fail(error),
    );
    if (!headers["transfer-encoding"]) sending.setHeader("content-length", Buffer.byteLength(body));
    sending.end(body);
  });
}

/** Has every delivery of the shop tried as often as it may be, without waiting for the moments at which it is due. */
async function tryUntilSettled(shopDomain: string): Promise<void> {
  while ((await db.delivery.count({ where: { shopDomain, state: "received" } })) > 0) {
    await db.delivery.updateMany({
      where: { shopDomain, state: "received" },
      data: { dueAt: now() },
    });
    await processDeliveries(shopDomain);
  }
}

/** Runs `work` while nobody can connect to this test's database, and those who were are cut off. */
async function withoutConnections(work: () => Promise<void>): Promise<void> {
  const url = new URL(process.env["DATABASE_URL"] ?? "");
  const name = url.pathname.slice(1);
  url.pathname = "/postgres";
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [
    name,
  ]);
  try {
    await work();
  } finally {
    await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    await admin.end();
  }
}
