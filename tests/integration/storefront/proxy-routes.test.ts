import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { drainReactions } from "#app/events/drain-reactions.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { monthOf } from "#app/loyalty/achievements/streak.ts";
import { postEntries } from "#app/loyalty/ledger/post-entries.server.ts";
import { grantReward } from "#app/loyalty/rewards/redemption/grant-reward.server.ts";
import { openProgram } from "#app/loyalty/program/program.server.ts";
import { handlers } from "#app/reactions.server.ts";
import * as actions from "#app/routes/storefront/actions.ts";
import * as leaderboard from "#app/routes/storefront/leaderboard.ts";
import * as member from "#app/routes/storefront/member.ts";
import * as profile from "#app/routes/shopper/profile.ts";
import * as oneRedemption from "#app/routes/shopper/redemption.ts";
import * as returning from "#app/routes/shopper/redemption-return.ts";
import * as redemptions from "#app/routes/shopper/redemptions.ts";
import type { Shop } from "#prisma/generated/client/client.ts";
import { CustomerInput, OrderInput, ProductInput } from "#tests/stand-in/acts/inputs.ts";
import type { ShopDoc } from "#tests/stand-in/store/documents.ts";
import { proxyQuery, proxySignature } from "#tests/stand-in/storefront/proxy.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { demoEnvironment } from "#tests/support/env.ts";

const SECRET = demoEnvironment.SHOPIFY_API_SECRET;

let connected: Connected;
let shop: Shop;
let atShopify: ShopDoc;
let ada: Person;
let reward: string;

type Person = { shopifyId: string; id: string };
type Handler = (args: { request: Request; params: Record<string, string> }) => Promise<Response>;
type Answer = { status: number; json: Record<string, unknown> };

beforeAll(async () => {
  connected = await connect();
});
afterAll(() => connected.close());

beforeEach(async () => {
  ({ shop, atShopify } = await connected.open());
  await openProgram(shop.id);
  ada = await join("ada@example.com", 700n);
  reward = newId();
  await inShop(shop.id, (tx) =>
    tx.reward.create({
      data: {
        shopId: shop.id,
        id: reward,
        name: "£5 off",
        kind: "amount",
        cost: 500n,
        amountMinor: 500n,
        minimumMinor: 3000n,
        updatedAt: now(),
      },
    }),
  );
});

/** A customer with an account at Shopify, and points to spend. */
async function join(email: string, points: bigint): Promise<Person> {
  const { acts } = connected.standIn.context;
  const { id: shopifyId } = acts.customers.create(
    atShopify,
    CustomerInput.parse({ email, state: "enabled" }),
  );
  await connected.settle(atShopify);
  const { id } = await inShop(shop.id, (tx) =>
    tx.customer.findFirstOrThrow({ where: { shopId: shop.id, shopifyId: BigInt(shopifyId) } }),
  );
  await inShop(shop.id, (tx) =>
    postEntries(
      tx,
      [
        {
          kind: "adjust",
          customerId: id,
          points,
          idempotencyKey: `gift.${id}`,
          occurredAt: now(),
          source: "app",
          reason: { code: "adjusted_by_hand", points: String(points) },
        },
      ],
      now(),
    ),
  );
  return { shopifyId, id };
}

function signed(customerId: string | null, domain = shop.domain, at = Date.now()): URLSearchParams {
  const timestamp = Math.floor(at / 1000);
  const facts = { shop: domain, customerId, pathPrefix: "/apps/encore", timestamp };
  return proxyQuery(new URLSearchParams(), facts, SECRET);
}

async function ask(
  handler: unknown,
  who: Person | null | URLSearchParams,
  body?: unknown,
  params: Record<string, string> = {},
): Promise<Answer> {
  const query = who instanceof URLSearchParams ? who : signed(who?.shopifyId ?? null);
  const request = new Request(`https://app.example/proxy?${query}`, {
    ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
  });
  const reply = await (handler as Handler)({ request, params }).catch((thrown: Response) => thrown);
  expect(reply.headers.get("cache-control")).toBe("no-store");
  return { status: reply.status, json: (await reply.json()) as Record<string, unknown> };
}

describe("who asks", () => {
  test("is who Shopify signed, once, in the last 90 seconds, and nobody else", async () => {
    const twice = signed(ada.shopifyId);
    twice.append("logged_in_customer_id", "1");
    twice.set("signature", proxySignature(twice, SECRET));
    const other = signed(ada.shopifyId);
    other.set("logged_in_customer_id", "1");
    const old = signed(ada.shopifyId, shop.domain, Date.now() - 100_000);
    for (const query of [twice, other, old, new URLSearchParams()])
      expect(await ask(member.loader, query)).toMatchObject({
        status: 401,
        json: { error: "not_signed" },
      });
    const elsewhere = signed(ada.shopifyId, "nobody.myshopify.com");
    expect(await ask(member.loader, elsewhere)).toMatchObject({ status: 404 });
  });

  test("a guest sees what they could have, and can do nothing", async () => {
    const { json } = await ask(member.loader, null);
    expect(json["signedIn"]).toBe(false);
    expect(json["rewards"]).toContainEqual(
      expect.objectContaining({ id: reward, cost: 500, reason: { code: "sign_in" } }),
    );
    const wish = { rewardId: reward, clientKey: newId() };
    expect(await ask(redemptions.action, null, wish)).toEqual({
      status: 401,
      json: { error: "sign_in" },
    });
  });

  test("an account that Encore has not heard of yet is asked to wait", async () => {
    const { status, json } = await ask(member.loader, signed("987654321"));
    expect([status, json]).toEqual([409, { error: "not_known_yet" }]);
  });

  test("the first visit gives a member what waited for it", async () => {
    await ask(member.loader, ada);
    const found = await inShop(shop.id, (tx) =>
      tx.loyaltyProfile.findFirst({ where: { shopId: shop.id, customerId: ada.id } }),
    );
    expect(found?.verifiedAt).toBeInstanceOf(Date);
  });

  test("looking how far a redemption is writes nothing", async () => {
    const { json } = await ask(redemptions.action, ada, { rewardId: reward, clientKey: newId() });
    const before = await written();
    for (let look = 0; look < 3; look++)
      await ask(oneRedemption.loader, ada, undefined, { id: String(json["id"]) });
    expect(await written()).toEqual(before);
    expect(before.profiles).toBe(0);

    await ask(member.loader, ada);
    expect(await written()).toMatchObject({ profiles: 1, verified: 1 });

    function written() {
      return inShop(shop.id, async (tx) => ({
        profiles: await tx.loyaltyProfile.count(),
        verified: await tx.event.count({ where: { type: "customer.verified" } }),
        events: await tx.event.count(),
        reactions: await tx.reaction.count(),
        entries: await tx.ledgerEntry.count(),
        redemptions: await tx.redemption.findMany(),
      }));
    }
  });

  test("who asks too often is asked to wait", async () => {
    // All 40 in one moment, however long this machine takes for them.
    vi.useFakeTimers({ toFake: ["Date"] });
    const replies = await Promise.all(Array.from({ length: 40 }, () => ask(member.loader, ada)));
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(30);
    expect(statuses).toContain(429);
    vi.useRealTimers();
  });
});

describe("redeeming", () => {
  test("the same key twice is one redemption, and its owner alone sees it", async () => {
    const wish = { rewardId: reward, clientKey: newId(), customerId: newId() };
    const [first, second] = await Promise.all([
      ask(redemptions.action, ada, wish),
      ask(redemptions.action, ada, wish),
    ]);
    expect(first).toMatchObject({ status: 200, json: { state: "held", code: null, balance: 200 } });
    expect(second.json).toEqual(first.json);

    const id = String(first.json["id"]);
    expect(await ask(oneRedemption.loader, ada, undefined, { id })).toMatchObject({
      json: { id, state: "held", kind: "amount" },
    });
    const bob = await join("bob@example.com", 0n);
    expect(await ask(oneRedemption.loader, bob, undefined, { id })).toMatchObject({ status: 404 });
  });

  test("says why not, and sets nothing aside", async () => {
    const small = { rewardId: reward, clientKey: newId(), cart: { total: 2999 } };
    expect(await ask(redemptions.action, ada, small)).toEqual({
      status: 422,
      json: { error: "below_minimum", minimumMinor: "3000", balance: 700 },
    });
    const bob = await join("bob@example.com", 460n);
    expect(
      await ask(redemptions.action, bob, { rewardId: reward, clientKey: newId() }),
    ).toMatchObject({
      status: 422,
      json: { error: "not_enough_points", missing: "40", balance: 460 },
    });
  });

  test.each([
    ["nothing", undefined, []],
    ["text", "hello", []],
    ["a key that is none", { rewardId: newId(), clientKey: "; DROP" }, ["clientKey"]],
    ["no reward", { clientKey: newId() }, ["rewardId"]],
    [
      "a cart below zero",
      { rewardId: newId(), clientKey: newId(), cart: { total: -1 } },
      ["cart.total"],
    ],
  ])("a body that is %s is refused with what is wrong", async (_name, body, fields) => {
    const { status, json } = await ask(redemptions.action, ada, body ?? null);
    expect([status, json["error"]]).toEqual([422, "invalid"]);
    for (const field of fields) expect(json["fields"]).toContain(field);
  });
});

describe("giving an unused code back", () => {
  const drain = () => drainReactions(handlers, new AbortController().signal);
  const giveBack = (who: Parameters<typeof ask>[1], id: string) =>
    ask(returning.action, who, {}, { id });
  const see = (id: string) => ask(oneRedemption.loader, ada, undefined, { id });

  /** Ada has a code that works. */
  async function redeemed(): Promise<{ id: string; code: string }> {
    const wish = { rewardId: reward, clientKey: newId() };
    const { json } = await ask(redemptions.action, ada, wish);
    await drain();
    const id = String(json["id"]);
    return { id, code: String((await see(id)).json["code"]) };
  }

  /** Ada orders something for 40 with this code. */
  async function ordered(code: string, paid: boolean): Promise<void> {
    const { acts } = connected.standIn.context;
    const goods = { title: "TEA", variants: [{ sku: "TEA", price: "40.00" }] };
    acts.products.create(atShopify, ProductInput.parse(goods));
    const lines = [{ sku: "TEA", quantity: 1 }];
    const order = { customerId: ada.shopifyId, lines, discountCodes: [code], paid };
    acts.orders.create(atShopify, OrderInput.parse(order));
    await connected.settle(atShopify);
    await drain();
  }

  test("asked twice at once it goes back once, and the points follow when Shopify has heard of it", async () => {
    const { id } = await redeemed();
    const [first, second] = await Promise.all([giveBack(ada, id), giveBack(ada, id)]);
    // Somebody could still be paying with it.
    expect(first).toMatchObject({ status: 200, json: { state: "withdrawn", balance: 200 } });
    expect(second).toEqual(first);
    expect((await ask(member.loader, ada)).json).toMatchObject({ returning: 500, codes: [] });

    await drain();
    expect((await see(id)).json).toMatchObject({ state: "released", code: null, balance: 700 });
    expect((await ask(member.loader, ada)).json).toMatchObject({ returning: 0, balance: 700 });
    expect(await giveBack(ada, id)).toMatchObject({
      status: 409,
      json: { state: "released", error: "over", balance: 700 },
    });
  });

  test("somebody else's code is not there, nor is one that nobody has", async () => {
    const { id } = await redeemed();
    const bob = await join("bob@example.com", 0n);
    const unknown = { status: 404, json: { error: "not_found" } };
    expect(await giveBack(bob, id)).toEqual(unknown);
    expect(await giveBack(bob, newId())).toEqual(unknown);
    expect(await giveBack(bob, "1' OR true")).toEqual(unknown);
    expect(await giveBack(null, id)).toMatchObject({ status: 401 });
    const forged = signed(bob.shopifyId);
    forged.set("logged_in_customer_id", ada.shopifyId);
    expect(await giveBack(forged, id)).toMatchObject({ status: 401 });
    expect((await see(id)).json).toMatchObject({ state: "issued" });
  });

  test.each([
    [true, "captured"],
    [false, "issued"],
  ])("a code on an order (paid: %s) stays with it", async (paid, state) => {
    const { id, code } = await redeemed();
    await ordered(code, paid);
    expect(await giveBack(ada, id)).toMatchObject({ status: 409, json: { state, error: "used" } });
    await drain();
    expect((await see(id)).json).toMatchObject({ state });
  });

  test("a code that was used while it was on its way back is not paid for with points that went back", async () => {
    const { id, code } = await redeemed();
    expect((await giveBack(ada, id)).json).toMatchObject({ state: "withdrawn" });
    // Shopify has not heard of it yet, so the checkout still takes the code.
    await ordered(code, true);
    expect((await see(id)).json).toMatchObject({ state: "captured" });
    expect((await ask(member.loader, ada)).json).toMatchObject({ returning: 0 });
  });

  test("a reward that was given is not turned into points", async () => {
    const given = await inShop(shop.id, (tx) =>
      grantReward(tx, { customerId: ada.id, rewardId: reward, key: "gold", at: now() }),
    );
    await drain();
    expect(await giveBack(ada, given?.id ?? "")).toMatchObject({
      status: 422,
      json: { state: "issued", error: "given", balance: 700 },
    });
  });
});

describe("what members say", () => {
  test("a birthday and a wish are kept; a day that is none is not", async () => {
    const birthday = { month: 2, day: 29 };
    expect(await ask(profile.action, ada, { birthday, leaderboard: true })).toMatchObject({
      status: 200,
    });
    const { json } = await ask(member.loader, ada);
    expect(json).toMatchObject({ birthday: true, leaderboard: true });
    expect(await ask(profile.action, ada, { birthday: { month: 2, day: 30 } })).toMatchObject({
      status: 422,
      json: { error: "invalid" },
    });
  });

  test("the leaderboard has who asked to be on it, by first name, and nobody else", async () => {
    const people = async () => (await ask(leaderboard.loader, ada)).json["people"];
    const earn = (who: Person, points: bigint) =>
      inShop(shop.id, async (tx) => {
        await tx.customer.update({
          where: { shopId_id: { shopId: shop.id, id: who.id } },
          data: { firstName: "Ada", lastName: "Lovelace" },
        });
        const month = monthOf(now(), shop.timezone);
        await tx.monthPoints.create({
          data: { shopId: shop.id, month, customerId: who.id, points },
        });
      });
    await earn(ada, 40n);
    await earn(await join("bob@example.com", 5n), 90n);
    expect(await people()).toEqual([]);
    await ask(profile.action, ada, { leaderboard: true });
    expect(await people()).toEqual([{ name: "Ada", points: 40 }]);
    await ask(profile.action, ada, { leaderboard: false });
    expect(await people()).toEqual([]);
  });

  test("a link opened to share earns once a day; what only the shop may say is refused", async () => {
    await inShop(shop.id, (tx) =>
      tx.earningAction.create({
        data: {
          shopId: shop.id,
          id: newId(),
          kind: "social_share",
          name: "Share",
          points: 5n,
          settings: { network: "x", url: "https://x.com" },
          updatedAt: now(),
        },
      }),
    );
    const share = { kind: "social_share", name: "x" };
    expect((await ask(actions.action, ada, share)).json).toEqual({ points: 5 });
    expect((await ask(actions.action, ada, share)).json).toEqual({ points: 0 });
    const madeUp = { ...share, name: "a network that nobody has" };
    expect(await ask(actions.action, ada, madeUp)).toMatchObject({ status: 422 });
    const review = { kind: "review", name: "r" };
    expect(await ask(actions.action, ada, review)).toMatchObject({ status: 422 });
  });
});
