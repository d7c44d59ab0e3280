import { createHash } from "node:crypto";

import { beforeAll, describe, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { toJson } from "#app/ground/json.ts";
import { createApiKey } from "#app/integrations/api/api-keys.server.ts";
import { Problem } from "#app/integrations/api/api.schema.ts";
import { operations } from "#app/integrations/api/operations.ts";
import { awardAction } from "#app/loyalty/earning/actions/award-action.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { listRewards } from "#app/loyalty/rewards/rewards.server.ts";
import * as openApi from "#app/routes/api/openapi.ts";
import { call, routeOf, routeFiles } from "#tests/support/integrations/call.ts";
import { haveCustomer } from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

type OpenApi = {
  openapi: string;
  paths: Record<string, object>;
  components: { schemas: object };
};

let shop: string;
let ann: string;
let key: string;

beforeAll(async () => {
  shop = (await createShop()).id;
  ann = await haveCustomer(shop);
  ({ key } = await createApiKey(shop, { name: "Till", access: "write" }, now()));
});

/** What was answered, checked against what the API says that it answers. */
async function ask(
  method: "GET" | "POST",
  path: string,
  options: { body?: object; idempotencyKey?: string; key?: string } = {},
) {
  const response = await call(method, path, { key, ...options });
  const body = (await response.json()) as Record<string, unknown>;
  const operation = operations.find(
    (one) => one.method === method && routeOf(one.path).test(path.split("?")[0] ?? ""),
  );
  const schema = response.status < 300 ? operation?.answers[response.status] : Problem;
  expect(schema?.safeParse(body)).toMatchObject({ success: true });
  expect(response.headers.get("content-type")).toBe(
    response.status < 300 ? "application/json" : "application/problem+json",
  );
  return { status: response.status, body };
}

test("the till gives 700 points once, however often it asks, and says what the customer has", async () => {
  const gift = {
    body: { points: 700, note: "Open day", publicNote: "Thank you for coming" },
    idempotencyKey: "open-day-1",
  };
  const answers = await Promise.all(
    [1, 2, 3].map(() => ask("POST", `/api/loyalty/customers/${ann}/points`, gift)),
  );
  for (const answer of answers)
    expect(answer).toEqual({
      status: 200,
      body: { balance: { available: 700, pending: 0, held: 0, debt: 0 } },
    });
  expect(await ask("GET", `/api/loyalty/customers/${ann}`)).toMatchObject({
    body: { id: ann, balance: { available: 700 } },
  });
  const { body } = await ask("GET", `/api/loyalty/customers/${ann}/history?limit=1`);
  expect(body).toMatchObject({
    entries: [{ kind: "adjust", available: 700, publicNote: "Thank you for coming" }],
    next: null,
  });
});

test("a key of one request is refused for another one", async () => {
  const other = { body: { points: 5 }, idempotencyKey: "open-day-1" };
  expect(await ask("POST", `/api/loyalty/customers/${ann}/points`, other)).toMatchObject({
    status: 422,
    body: { code: "idempotency_key_reused" },
  });
});

test("of two different requests at once under one key, one is done and nothing of the other", async () => {
  const bob = await haveCustomer(shop);
  let expected = 0;
  for (let round = 0; round < 20; round++) {
    const give = (points: number) =>
      ask("POST", `/api/loyalty/customers/${bob}/points`, {
        body: { points },
        idempotencyKey: `two-at-once-${round}`,
      });
    const [one, other] = await Promise.all([give(1), give(1_000)]);
    const done = [one, other].filter(({ status }) => status === 200);
    expect(done).toHaveLength(1);
    expect([one, other].find(({ status }) => status !== 200)).toMatchObject({
      status: 422,
      body: { code: "idempotency_key_reused" },
    });
    expected += one.status === 200 ? 1 : 1_000;
    expect(done[0]?.body).toMatchObject({ balance: { available: expected } });
  }
  expect(await ask("GET", `/api/loyalty/customers/${bob}`)).toMatchObject({
    body: { balance: { available: expected } },
  });
});

test("neither is a key free for points once a reward was asked for with it", async () => {
  const bob = await haveCustomer(shop);
  const [reward] = (await listRewards(shop, now())).filter(({ active }) => active);
  for (let round = 0; round < 5; round++) {
    const idempotencyKey = `points-or-reward-${round}`;
    const answers = await Promise.all([
      ask("POST", `/api/loyalty/customers/${bob}/points`, { body: { points: 7 }, idempotencyKey }),
      ask("POST", `/api/loyalty/customers/${bob}/rewards`, {
        body: { rewardId: reward?.id },
        idempotencyKey,
      }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toContain(422);
  }
  const { given, points } = await inShop(shop, async (tx) => ({
    given: await tx.redemption.count({ where: { customerId: bob } }),
    points: await tx.ledgerEntry.count({ where: { customerId: bob } }),
  }));
  expect(given + points).toBe(5);
});

test("points become a reward; more than there are do not", async () => {
  const [reward] = (await listRewards(shop, now())).filter(
    ({ active, cost }) => active && cost <= 700n,
  );
  const redeem = { body: { rewardId: reward?.id }, idempotencyKey: "redeem-1" };
  const first = await ask("POST", `/api/loyalty/customers/${ann}/redemptions`, redeem);
  expect(first).toMatchObject({
    status: 202,
    body: { state: "held", points: Number(reward?.cost) },
  });
  expect(await ask("GET", `/api/loyalty/redemptions/${String(first.body["id"])}`)).toMatchObject({
    status: 200,
  });

  const take = { body: { points: -100_000 }, idempotencyKey: "take-1" };
  expect(await ask("POST", `/api/loyalty/customers/${ann}/points`, take)).toMatchObject({
    status: 409,
    body: { code: "not_enough_points" },
  });
  const given = await ask("POST", `/api/loyalty/customers/${ann}/rewards`, {
    ...redeem,
    idempotencyKey: "gift-1",
  });
  expect(given).toMatchObject({ status: 202, body: { points: 0 } });
  expect(await verifyLedger(shop)).toEqual([]);
});

test("the program, the rewards and what somebody did can be asked and said", async () => {
  expect(await ask("GET", "/api/loyalty/program")).toMatchObject({
    status: 200,
    body: { currency: "GBP" },
  });
  expect((await ask("GET", "/api/loyalty/rewards")).status).toBe(200);
  const review = {
    body: { kind: "review", sourceId: "r-1", photo: true },
    idempotencyKey: "review-1",
  };
  expect((await ask("POST", `/api/loyalty/customers/${ann}/actions`, review)).status).toBe(200);
  const event = { body: { customer: ann, name: "visited-stall" }, idempotencyKey: "event-1" };
  expect(await ask("POST", "/api/loyalty/events", event)).toEqual({
    status: 200,
    body: { points: 0 },
  });
});

test("what a caller chose to name things by is not kept: it may name a person", async () => {
  const [mark, path] = ["ada.lovelace@example.com", `/api/loyalty/customers/${ann}`];
  const gift = { body: { points: 3 }, idempotencyKey: `gift.${mark}` };
  const review = { body: { kind: "review", sourceId: mark }, idempotencyKey: `review.${mark}` };
  const event = { body: { customer: ann, name: "fair" }, idempotencyKey: `event.${mark}` };
  const reward = (await listRewards(shop, now()))[0];
  const given = { body: { rewardId: reward?.id }, idempotencyKey: `reward.${mark}` };
  const asked = [
    [`${path}/points`, gift],
    [`${path}/actions`, review],
    [`${path}/rewards`, given],
    [`/api/loyalty/events`, event],
  ] as const;
  for (const [to, what] of asked) {
    const first = await ask("POST", to, what);
    expect(first.status).toBeLessThan(300);
    expect(await ask("POST", to, what)).toEqual(first);
  }
  const kept = await inShop(shop, async (tx) => [
    await tx.apiCall.findMany(),
    await tx.ledgerEntry.findMany(),
    await tx.event.findMany(),
    await tx.actionAward.findMany(),
    await tx.redemption.findMany(),
  ]);
  expect(toJson(kept)).not.toContain(mark);
});

test("what was told before names were hashed is told, and answered, no second time", async () => {
  const path = `/api/loyalty/customers/${ann}/actions`;
  const kept = { customerId: ann, kind: "review", name: "", sourceKey: "r-old" } as const;
  await awardAction(shop, { ...kept, at: now() });
  const events = () =>
    inShop(shop, (tx) => tx.event.count({ where: { customerId: ann, type: "action.done" } }));
  const before = await events();
  const review = { body: { kind: "review", sourceId: "r-old" }, idempotencyKey: "old-2" };
  expect(await ask("POST", path, review)).toEqual({ status: 200, body: { points: 0 } });
  expect(await events()).toBe(before);

  const answer = { points: 77 };
  const request = `${path}\n${JSON.stringify(review.body)}`;
  const requestHash = new Uint8Array(createHash("sha256").update(request).digest());
  const former = { shopId: shop, idempotencyKey: "old-1", requestHash, at: now() };
  await inShop(shop, (tx) => tx.apiCall.create({ data: { ...former, status: 200, answer } }));
  expect(await ask("POST", path, { ...review, idempotencyKey: "old-1" })).toEqual({
    status: 200,
    body: answer,
  });
});

describe("what is not right is said", () => {
  const path = () => `/api/loyalty/customers/${ann}/points`;
  const right = { body: { points: 1 }, idempotencyKey: "x" };

  test("no key, a wrong one, one that only reads", async () => {
    for (const wrong of [
      "",
      "enc_nonsense",
      key.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
    ])
      expect(await ask("POST", path(), { ...right, key: wrong })).toMatchObject({ status: 401 });
    const reader = await createApiKey(shop, { name: "Screen", access: "read" }, now());
    expect(await ask("POST", path(), { ...right, key: reader.key })).toMatchObject({ status: 403 });
    expect(await ask("GET", `/api/loyalty/customers/${ann}`, { key: reader.key })).toMatchObject({
      status: 200,
    });
  });

  test("a body, a key for repeating, or a customer that is not there", async () => {
    expect(
      await ask("POST", path(), { ...right, body: { points: 1.5, more: true } }),
    ).toMatchObject({
      status: 422,
      body: { errors: { points: [expect.any(String)] } },
    });
    expect(await ask("POST", path(), { body: { points: 1 } })).toMatchObject({ status: 400 });
    for (const nobody of ["999", "0197a3c5-7b1e-7c33-9d0a-3f2b1c4d5e6f", "nonsense"])
      expect(
        await ask("POST", `/api/loyalty/customers/${nobody}/points`, {
          ...right,
          idempotencyKey: nobody,
        }),
      ).toMatchObject({
        status: 404,
      });
    expect(
      await ask("POST", path(), { ...right, body: { points: 1, note: "x".repeat(70_000) } }),
    ).toMatchObject({
      status: 413,
    });
  });

  test("a key that was used for other points stays used when the old answer is no longer kept", async () => {
    const gift = { body: { points: 1 }, idempotencyKey: "kept-1" };
    expect(await ask("POST", path(), gift)).toMatchObject({ status: 200 });
    await inShop(shop, (tx) => tx.apiCall.deleteMany({ where: { shopId: shop } }));
    expect(await ask("POST", path(), { ...gift, body: { points: 2 } })).toMatchObject({
      status: 422,
      body: { code: "idempotency_key_reused" },
    });
  });

  test("a text with characters that nobody can read", async () => {
    const path = `/api/loyalty/customers/${ann}/actions`;
    const odd = { kind: "custom", name: "visited\u0000stall", sourceId: "s-\ud800" };
    expect(await ask("POST", path, { body: odd, idempotencyKey: "odd-1" })).toMatchObject({
      status: 200,
    });
  });

  test("another shop's customer is nobody", async () => {
    const other = (await createShop()).id;
    const bob = await haveCustomer(other);
    expect(await ask("GET", `/api/loyalty/customers/${bob}`)).toMatchObject({ status: 404 });
  });

  test("a shop that left has no keys", async () => {
    const gone = (await createShop()).id;
    const { key: old } = await createApiKey(gone, { name: "Old", access: "read" }, now());
    const { db } = await import("#app/ground/db.server.ts");
    await db.shop.update({ where: { id: gone }, data: { uninstalledAt: now() } });
    expect(await ask("GET", "/api/loyalty/program", { key: old })).toMatchObject({ status: 401 });
  });

  test("who asks far too often waits", async () => {
    const { key: eager } = await createApiKey(shop, { name: "Eager", access: "read" }, now());
    const answers = await Promise.all(
      Array.from({ length: 130 }, () => call("GET", "/api/loyalty/program", { key: eager })),
    );
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThan(5);
    expect(Number(limited[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("the OpenAPI document", () => {
  test("is served to anybody, with every operation and every schema that it names", async () => {
    const document = (await openApi.loader().json()) as OpenApi;
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );

    expect(document.openapi).toBe("3.1.0");
    expect(described.toSorted()).toEqual(
      operations.map(({ method, path }) => `${method} ${path}`).toSorted(),
    );
    const names = JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g);
    expect(new Set([...names].map(([, name]) => name))).toEqual(
      new Set(Object.keys(document.components.schemas)),
    );
  });

  test("describes every route, and every operation has its route", async () => {
    const described = operations.map(({ method, path }) => `${method} ${path}`);
    const files = await routeFiles();
    expect(
      files.flatMap(({ path, methods }) => methods.map((method) => `${method} ${path}`)).toSorted(),
    ).toEqual(described.toSorted());
  });
});

test("what is kept of a call names nobody", async () => {
  const calls = await inShop(shop, (tx) => tx.apiCall.findMany({ where: { shopId: shop } }));
  expect(calls.length).toBeGreaterThan(0);
  expect(JSON.stringify(calls.map(({ answer }) => answer))).not.toMatch(/@|firstName|email/);
});
