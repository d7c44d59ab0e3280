import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import type { OutgoingTopic } from "#app/integrations/webhooks/outgoing-topics.ts";
import { postWebhook } from "#app/integrations/webhooks/post-webhook.server.ts";
import { queueWebhooks } from "#app/integrations/webhooks/queue-webhooks.server.ts";
import { sendWebhooks } from "#app/integrations/webhooks/send-webhooks.server.ts";
import {
  addWebhookEndpoint,
  giveUpWaiting,
  listWebhookEndpoints,
  switchWebhookEndpoint,
} from "#app/integrations/webhooks/webhook-endpoints.server.ts";
import { until } from "#tests/support/wait.ts";
import { createShop } from "#tests/support/shop.ts";

type Heard = { headers: IncomingHttpHeaders; body: string };

let shop: { id: string; domain: string };
let heard: Heard[];
let status: number;
let server: Server;
let url: string;

beforeEach(async () => {
  shop = await createShop();
  heard = [];
  status = 200;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response
        .writeHead(status, status === 302 ? { location: `${url}/elsewhere` } : {})
        .end("thanks");
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

async function haveEndpoint(
  topic: OutgoingTopic = "tier.changed",
): Promise<{ id: string; secret: string }> {
  const added = await addWebhookEndpoint(shop.id, { url, topics: [topic] }, now());
  if (added.outcome !== "added") throw new Error(added.problem);
  return added;
}

/** A change of tier that the reaction has been told of. */
async function haveChange(): Promise<string> {
  const key = newId();
  const events = await inShop(shop.id, (tx) =>
    appendEvents(
      tx,
      shop.id,
      [
        {
          type: "tier.changed",
          customerId: null,
          orderId: null,
          occurredAt: now(),
          source: "app",
          dedupeKey: `tier.changed.${key}`,
          properties: { fromTierId: null, toTierId: key, reason: "earned" },
        },
      ],
      now(),
    ),
  );
  await queueWebhooks(shop.id, events);
  return events[0]?.id ?? "";
}

function sends() {
  return inShop(shop.id, (tx) => tx.webhookSend.findMany({ where: { shopId: shop.id } }));
}

test("an endpoint hears what it asked for, once, and can tell that it is from us", async () => {
  const { secret } = await haveEndpoint();
  const eventId = await haveChange();
  await sendWebhooks(shop.id);
  await sendWebhooks(shop.id);

  expect(heard).toHaveLength(1);
  const [one] = heard as [Heard];
  const [, seconds, signature] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(one.headers["encore-signature"])) ?? [];
  expect(signature).toBe(
    createHmac("sha256", secret).update(`${seconds}.${one.body}`).digest("hex"),
  );
  expect(one.headers["encore-event-id"]).toBe(eventId);
  expect(JSON.parse(one.body)).toMatchObject({
    id: eventId,
    topic: "tier.changed",
    shop: shop.domain,
    customer: null,
  });
});

test("a reward that can be used is told of by its published name, whatever the event is called here", async () => {
  await haveEndpoint("reward.issued");
  const about = { customerId: null, orderId: null, occurredAt: now(), source: "app" } as const;
  const event = {
    ...about,
    type: "reward.available",
    dedupeKey: "reward.available.1",
    properties: { redemptionId: newId() },
  } as const;
  const events = await inShop(shop.id, (tx) => appendEvents(tx, shop.id, [event], now()));
  await queueWebhooks(shop.id, events);
  await sendWebhooks(shop.id);
  const { redemptionId } = event.properties;
  expect(heard.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
    { id: events[0]?.id, topic: "reward.issued", data: { redemptionId } },
  ]);
});

test("an endpoint that cannot answer is asked again later, and switched off after three days", async () => {
  const { id } = await haveEndpoint();
  await haveChange();
  status = 500;
  await sendWebhooks(shop.id);
  const [send] = await sends();
  expect(send).toMatchObject({ state: "pending", attempts: 1, lastStatus: 500 });
  expect(send?.dueAt.getTime()).toBeGreaterThan(now().getTime());

  const fourDaysAgo = new Date(now().getTime() - 4 * 24 * 3_600_000);
  await inShop(shop.id, async (tx) => {
    await tx.webhookEndpoint.updateMany({
      where: { shopId: shop.id, id },
      data: { failingSince: fourDaysAgo },
    });
    await tx.webhookSend.updateMany({ where: { shopId: shop.id }, data: { dueAt: fourDaysAgo } });
  });
  await sendWebhooks(shop.id);
  expect(await listWebhookEndpoints(shop.id)).toMatchObject([
    { disabledFor: "failing", waiting: 0 },
  ]);

  status = 200;
  await switchWebhookEndpoint(shop.id, id, true, now());
  await haveChange();
  await sendWebhooks(shop.id);
  expect(heard).toHaveLength(3);
});

test.each(["switched off", "removed"])(
  "an answer that comes while its endpoint is being %s waits for that, and neither fails",
  async (what) => {
    const { id } = await haveEndpoint();
    await haveChange();
    let sending: Promise<void> = Promise.resolve();
    await inShop(shop.id, async (tx) => {
      const where = { shopId: shop.id, id };
      await tx.webhookEndpoint.updateMany({ where, data: { disabledAt: now() } });
      status = 500;
      sending = sendWebhooks(shop.id);
      await until("the answer is to be noted", async () => {
        const [waiting] = await db.$queryRaw<{ count: number }[]>`
          SELECT count(*)::int AS count FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
          WHERE NOT l.granted AND a.datname = current_database()`;
        return (waiting?.count ?? 0) > 0;
      });
      await (what === "removed"
        ? tx.webhookSend.deleteMany({ where: { shopId: shop.id, endpointId: id } })
        : giveUpWaiting(tx, id));
    });
    await sending;

    expect((await sends()).map(({ state }) => state)).toEqual(what === "removed" ? [] : ["failed"]);
  },
);

test("what was on its way to an endpoint that is switched off meanwhile does not wait for ever", async () => {
  const { id } = await haveEndpoint();
  for (let count = 0; count < 8; count++) await haveChange();
  status = 500;
  // The first answer switches it off; the others are under way by then.
  const where = { shopId: shop.id, id };
  const failingSince = new Date(now().getTime() - 4 * 24 * 3_600_000);
  await inShop(shop.id, (tx) => tx.webhookEndpoint.updateMany({ where, data: { failingSince } }));
  await sendWebhooks(shop.id);
  expect(await listWebhookEndpoints(shop.id)).toMatchObject([{ disabledFor: "failing" }]);
  expect(new Set((await sends()).map(({ state }) => state))).toEqual(new Set(["failed"]));

  const late = { state: "pending", dueAt: now() };
  await inShop(shop.id, (tx) =>
    tx.webhookSend.updateMany({ where: { shopId: shop.id }, data: late }),
  );
  await sendWebhooks(shop.id);
  expect(new Set((await sends()).map(({ state }) => state))).toEqual(new Set(["failed"]));
});

test("a redirect is not followed: it is no answer", async () => {
  await haveEndpoint();
  await haveChange();
  status = 302;
  await sendWebhooks(shop.id);
  expect(heard).toHaveLength(1);
  expect(await sends()).toMatchObject([{ state: "pending", lastStatus: 302 }]);
});

test("two workers at once send each webhook once", async () => {
  await haveEndpoint();
  for (let count = 0; count < 30; count++) await haveChange();
  await Promise.all([sendWebhooks(shop.id), sendWebhooks(shop.id)]);
  expect(new Set(heard.map(({ headers }) => headers["encore-event-id"])).size).toBe(30);
  expect(heard).toHaveLength(30);
});

test.each([
  ["https://169.254.169.254/latest/meta-data", "not_public"],
  ["https://10.0.0.7/", "not_public"],
  ["http://example.com/hook", "not_https"],
])("%s is never asked", async (address, problem) => {
  const added = await addWebhookEndpoint(
    shop.id,
    { url: address, topics: ["tier.changed"] },
    now(),
  );
  expect(added).toEqual({ outcome: "refused", problem });
  const sent = { url: address, secret: "s", id: "1", topic: "t", body: "{}", at: now() };
  expect(await postWebhook(sent)).toEqual({ problem });
});
