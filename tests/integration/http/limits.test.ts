import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { createApiKey } from "#app/integrations/api/api-keys.server.ts";
import { openProgram } from "#app/loyalty/program/program.server.ts";
import { proxyQuery } from "#tests/stand-in/storefront/proxy.ts";
import { BUILD_TIMEOUT_MS } from "#tests/support/build-app.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { demoEnvironment } from "#tests/support/env.ts";
import { haveCustomer } from "#tests/support/loyalty/factories.ts";
import { mintToken } from "#tests/support/tokens.ts";
import { startWeb, type WebProcess } from "#tests/support/web-process.ts";

let shopify: Connected;
/** Two processes, as a shop's load balancer has them. */
let processes: WebProcess[];
let shop: { id: string; domain: string };
let key: string;
let lastAddress = 0;
let address: string;

beforeAll(async () => {
  shopify = await connect();
  shop = (await shopify.open()).shop;
  await openProgram(shop.id);
  ({ key } = await createApiKey(shop.id, { name: "Till", access: "write" }, now()));
  processes = [await startWeb(shopify.standIn.port), await startWeb(shopify.standIn.port)];
}, BUILD_TIMEOUT_MS);

// Each test comes from an address of its own.
beforeEach(() => {
  address = `203.0.113.${++lastAddress}`;
});

afterAll(async () => {
  await Promise.all(processes.map((web) => web.stop()));
  await shopify.close();
});

type Answer = { status: number; retryAfter: string | null };

/** The answers to so many requests at once, sent to one process after the other. */
function allAtOnce(
  times: number,
  path: (number: number) => string,
  headers: (number: number) => Record<string, string>,
): Promise<Answer[]> {
  return Promise.all(Array.from({ length: times }, (_, number) => ask(number, path, headers)));
}

async function ask(
  number: number,
  path: (number: number) => string,
  headers: (number: number) => Record<string, string>,
): Promise<Answer> {
  const web = processes[number % processes.length];
  const reply = await fetch(`${web?.url}${path(number)}`, {
    headers: { "x-forwarded-for": address, ...headers(number) },
  });
  await reply.arrayBuffer();
  return { status: reply.status, retryAfter: reply.headers.get("retry-after") };
}

function counted(answers: Answer[]): Record<number, number> {
  const groups = Map.groupBy(answers, ({ status }) => status);
  return Object.fromEntries([...groups].map(([status, { length }]) => [status, length]));
}

/** Whoever is refused is told when to come again. */
function expectWaits(answers: Answer[]): void {
  for (const { status, retryAfter } of answers)
    if (status === 429 || status === 503) expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const guest = () => bearer(mintToken({ dest: shop.domain }));

describe("API keys", () => {
  const wrongKey = (shopId: string, number: number) =>
    `enc_${shopId.replaceAll("-", "")}_${String(number).padStart(43, "x")}`;

  test(
    "after some wrong ones the others are told to wait, and the right one is not, from the same address too",
    { timeout: 240_000 },
    async () => {
      const answers: Answer[] = [];
      for (let hundred = 0; hundred < 20; hundred++)
        answers.push(
          ...(await allAtOnce(
            100,
            () => "/api/loyalty/program",
            (number) => bearer(wrongKey(shop.id, hundred * 100 + number)),
          )),
        );
      const { 401: looked = 0, 429: refused = 0, 503: busy = 0 } = counted(answers);
      expect(looked + refused + busy).toBe(2_000);
      expect(busy).toBeLessThan(100); // Where the machine has other work, too.
      expect(looked).toBeLessThan(300);
      expectWaits(answers);
      expect(
        await ask(
          0,
          () => "/api/loyalty/program",
          () => bearer(key),
        ),
      ).toMatchObject({
        status: 200,
      });
    },
  );

  test("neither are those that come from many addresses", async () => {
    const other = (await shopify.open()).shop;
    const answers = await allAtOnce(
      300,
      () => "/api/loyalty/program",
      (number) => ({
        ...bearer(wrongKey(other.id, number)),
        "x-forwarded-for": `198.51.${number % 100}.${number}`,
      }),
    );
    const { 401: looked = 0, 429: refused = 0 } = counted(answers);
    expect([looked + refused, looked < 200]).toEqual([300, true]);
  });

  test("made-up keys that name a shop do not hold up the calls of the shop itself", async () => {
    const own = (await shopify.open()).shop;
    await openProgram(own.id);
    const { key: right } = await createApiKey(own.id, { name: "Till", access: "read" }, now());
    const calls = (times: number, key: (number: number) => string) =>
      allAtOnce(
        times,
        () => "/api/loyalty/program",
        (number) => bearer(key(number)),
      );
    // Once in each process.
    expect(counted(await calls(2, () => right))).toEqual({ 200: 2 });
    const [, answers] = await Promise.all([
      calls(400, (number) => wrongKey(own.id, number)),
      calls(10, () => right),
    ]);
    expect(counted(answers)).toEqual({ 200: 10 });
  });

  test("three hundred calls at once are answered or told to wait, by both processes together", async () => {
    const { key: another } = await createApiKey(shop.id, { name: "ERP", access: "write" }, now());
    const answers = await allAtOnce(
      300,
      () => "/api/loyalty/program",
      () => bearer(another),
    );
    const { 200: answered = 0, 429: refused = 0, 503: busy = 0 } = counted(answers);
    expect(answered + refused + busy).toBe(300);
    expect(refused).toBeGreaterThan(50);
    // A hundred, and twenty more for each second that it takes.
    expect(answered).toBeLessThan(250);
    expect(answered).toBeGreaterThan(20);
    expectWaits(answers);
    for (const web of processes) expect(web.errors()).toEqual([]);
  });
});

describe("shoppers", () => {
  const signed = (customerId: bigint | null) => {
    const facts = { shop: shop.domain, pathPrefix: "/apps/encore" };
    const timestamp = Math.floor(Date.now() / 1000);
    const who = {
      ...facts,
      customerId: customerId === null ? null : String(customerId),
      timestamp,
    };
    return proxyQuery(new URLSearchParams(), who, demoEnvironment.SHOPIFY_API_SECRET).toString();
  };

  test("guests who ask for the points of one order after the other are told to wait", async () => {
    const answers = await allAtOnce(
      200,
      (number) => `/extension/orders/${5_000 + number}`,
      () => guest(),
    );
    const { 200: answered = 0, 429: refused = 0 } = counted(answers);
    expect([answered + refused, answered < 150]).toEqual([200, true]);
    expectWaits(answers);
  });

  test("so are guests of the storefront, and whose account nobody knows yet", async () => {
    for (const customerId of [null, 123_456n]) {
      const query = signed(customerId);
      const answers = await allAtOnce(
        150,
        () => `/proxy/member?${query}`,
        () => ({}),
      );
      const { 429: refused = 0, ...others } = counted(answers);
      expect(Object.keys(others)).toEqual([customerId === null ? "200" : "409"]);
      expect(refused).toBeGreaterThan(30);
      address = `203.0.113.${++lastAddress}`;
    }
  });

  test("so is a member who tries one redemption after the other", async () => {
    const shopifyId = 424_242n;
    await haveCustomer(shop.id, { shopifyId });
    const query = signed(shopifyId);
    const answers = await allAtOnce(
      150,
      () => `/proxy/redemptions/${newId()}?${query}`,
      () => ({}),
    );
    const { 404: looked = 0, 429: refused = 0 } = counted(answers);
    expect([looked + refused, refused > 60]).toEqual([150, true]);
    expectWaits(answers);
  });

  test("and nobody who only fails is written anything for", async () => {
    expect(await inShop(shop.id, (tx) => tx.redemption.count())).toBe(0);
  });
});
