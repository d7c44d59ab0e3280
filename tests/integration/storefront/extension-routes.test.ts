import { createHmac } from "node:crypto";

import express from "express";
import { beforeEach, describe, expect, test } from "vitest";

import { allowExtensions } from "#app/http/cors.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { excludeCustomer } from "#app/loyalty/exclude-customer.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { pauseProgram } from "#app/loyalty/launch/program-runs.server.ts";
import { openProgram, saveProgram } from "#app/loyalty/program/program.server.ts";
import * as member from "#app/routes/account/member.ts";
import * as orders from "#app/routes/account/order.ts";
import * as profile from "#app/routes/shopper/profile.ts";
import * as oneRedemption from "#app/routes/shopper/redemption.ts";
import * as returning from "#app/routes/shopper/redemption-return.ts";
import * as redemptions from "#app/routes/shopper/redemptions.ts";
import * as referrals from "#app/routes/shopper/referrals.ts";
import { haveCustomer, createOrder, appendOrderEvent } from "#tests/support/loyalty/factories.ts";
import { mintExtensionToken } from "#tests/stand-in/ui-extensions/extension-token.ts";
import { demoEnvironment } from "#tests/support/env.ts";
import { createShop } from "#tests/support/shop.ts";

const APP = {
  apiKey: demoEnvironment.SHOPIFY_API_KEY,
  apiSecret: demoEnvironment.SHOPIFY_API_SECRET,
};
const HOUR_MS = 3600_000;
/** What only members are answered, each as it is asked. */
const ofMembers = [
  [member.loader, {}],
  [referrals.loader, {}],
  [redemptions.action, { body: { rewardId: newId(), clientKey: newId() } }],
  [oneRedemption.loader, { id: newId() }],
  [profile.action, { body: { leaderboard: true } }],
] as const;

type Handler = (args: { request: Request; params: Record<string, string> }) => Promise<Response>;

let shop: { id: string; domain: string };
let ann: { id: string; shopifyId: string };
let bob: { id: string; shopifyId: string };
let lastOrder = 1000n;
let lastPerson = 700_000n;

beforeEach(async () => {
  shop = await createShop({ currency: "USD" });
  await openProgram(shop.id);
  ann = await join();
  bob = await join();
});

async function join(): Promise<typeof ann> {
  const shopifyId = ++lastPerson;
  const createdAt = new Date(now().getTime() - 1000 * HOUR_MS);
  const id = await haveCustomer(shop.id, { shopifyId, createdAt });
  return { id, shopifyId: String(shopifyId) };
}

/** An order of this moment for so many dollars, awarded. Returns its id. */
async function bought(
  customerId: string,
  dollars: number,
  traits: { createdAt?: Date; test?: boolean; cancelled?: boolean; awarded?: boolean } = {},
): Promise<string> {
  const { awarded = true, createdAt = now(), ...rest } = traits;
  const id = ++lastOrder;
  const lines = [{ id, priceMinor: dollars * 100 }];
  await createOrder(shop.id, { id, customerId, lines, createdAt, ...rest });
  if (awarded) await awardPoints(shop.id, await appendOrderEvent(shop.id, "order.paid", id));
  return String(id);
}

function tokenOf(person: { shopifyId: string } | null, lifeSeconds = 300): string {
  return mintExtensionToken(APP, shop, { customerId: person?.shopifyId ?? null, lifeSeconds });
}

async function ask(
  handler: unknown,
  token: string | null,
  { body, ...params }: { body?: unknown; id?: string } = {},
) {
  const request = new Request("https://app.example/extension/x?locale=en", {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
  });
  const reply = await (handler as Handler)({ request, params }).catch((thrown: Response) => thrown);
  expect(reply.headers.get("cache-control")).toBe("no-store");
  return { status: reply.status, json: (await reply.json()) as Record<string, unknown> };
}

const pointsOf = async (id: string, person: typeof ann | null) => {
  const { json } = await ask(orders.loader, tokenOf(person), { id });
  const { pointName: _, ...points } = json;
  return points;
};

describe("who asks", () => {
  /** A token with these claims, signed by whoever has the secret. */
  const minted = (
    changes: object,
    secret: string = APP.apiSecret,
    head: object = { alg: "HS256" },
  ) => {
    const [, claims = ""] = tokenOf(ann).split(".");
    const before = JSON.parse(Buffer.from(claims, "base64url").toString()) as object;
    const text = [head, { ...before, ...changes }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
  };

  test("is whom a token of Shopify names, for a bare domain as for an address", async () => {
    expect((await ask(member.loader, tokenOf(ann))).status).toBe(200);
    expect((await ask(member.loader, minted({ dest: `https://${shop.domain}` }))).status).toBe(200);
  });

  test("is nobody without a token that holds in every way", async () => {
    const soon = Math.floor(Date.now() / 1000) + 120;
    const [head = "", claims = "", signature = ""] = tokenOf(ann).split(".");
    const others = minted({ sub: `gid://shopify/Customer/${bob.shopifyId}` }).split(".")[1] ?? "";
    const wrong = {
      missing: null,
      "not one": "hello",
      "of another app": minted({ aud: "another-app" }),
      "signed by another": minted({}, "another-secret"),
      "changed after it was signed": `${head}.${others}.${signature}`,
      "without a signature": `${head}.${claims}.`,
      "signed by nothing": `${minted({}, APP.apiSecret, { alg: "none" }).split(".").slice(0, 2).join(".")}.`,
      old: tokenOf(ann, -60),
      "not valid yet": minted({ nbf: soon }),
      "valid for ever": minted({ exp: undefined }),
      "of the staff": minted({ sub: "42" }),
      "for no shop": minted({ dest: "evil.example" }),
    };
    for (const [what, token] of Object.entries(wrong))
      expect(await ask(member.loader, token), what).toEqual({
        status: 401,
        json: { error: "not_signed" },
      });
  });

  test("is nobody in a shop that does not have Encore, or in another shop", async () => {
    const nowhere = minted({ dest: "nowhere.myshopify.com" });
    expect((await ask(member.loader, nowhere)).status).toBe(404);
    const { domain } = await createShop();
    // Ann's account is of the first shop: in the other one nobody knows her.
    expect(await ask(member.loader, minted({ dest: domain }))).toEqual({
      status: 409,
      json: { error: "not_known_yet" },
    });
  });

  test("is a guest when the token names nobody, and then a member's answers are not given", async () => {
    for (const [handler, more] of ofMembers)
      expect(await ask(handler, tokenOf(null), more)).toEqual({
        status: 401,
        json: { error: "sign_in" },
      });
  });

  test("may be a script of any origin, for it cannot say where it is from", async () => {
    const app = express().use("/extension", allowExtensions, (_request, reply) =>
      reply.status(401).json({}),
    );
    const server = app.listen(0);
    const { port } = server.address() as { port: number };
    const url = `http://127.0.0.1:${port}/extension/member`;
    const asked = await fetch(url, { method: "OPTIONS" });
    expect(asked.status).toBe(204);
    expect(asked.headers.get("access-control-allow-headers")).toContain("authorization");
    // A refusal can be read, too: the page says what is wrong.
    expect((await fetch(url)).headers.get("access-control-allow-origin")).toBe("*");
    server.close();
  });
});

describe("what members see and do", () => {
  test("a member sees points, rewards and the program, and redeems once by one key", async () => {
    await bought(ann.id, 620);
    const { json } = await ask(member.loader, tokenOf(ann));
    expect(json).toMatchObject({ balance: 620, program: { active: true, currency: "USD" } });
    const rewards = json["rewards"] as { id: string; cost: number; affordable: boolean }[];
    const [reward] = rewards.filter(({ cost }) => cost === 500);
    expect(reward?.affordable).toBe(true);

    const body = { rewardId: reward?.id, clientKey: newId() };
    const first = await ask(redemptions.action, tokenOf(ann), { body });
    expect(first).toMatchObject({ status: 200, json: { state: "held", balance: 120 } });
    expect(await ask(redemptions.action, tokenOf(ann), { body })).toEqual(first);

    const id = String(first.json["id"]);
    expect((await ask(oneRedemption.loader, tokenOf(ann), { id })).json).toMatchObject({ id });
    expect((await ask(oneRedemption.loader, tokenOf(bob), { id })).status).toBe(404);
    const another = { ...body, clientKey: newId() };
    expect(await ask(redemptions.action, tokenOf(ann), { body: another })).toMatchObject({
      status: 422,
      json: { error: "not_enough_points", missing: "380" },
    });
  });

  test("an unused code is given back by its owner alone", async () => {
    await bought(ann.id, 620);
    const { json } = await ask(member.loader, tokenOf(ann));
    const rewards = json["rewards"] as { id: string; cost: number }[];
    const body = { rewardId: rewards.find(({ cost }) => cost === 500)?.id, clientKey: newId() };
    const asked = await ask(redemptions.action, tokenOf(ann), { body });
    const id = String(asked.json["id"]);
    const giveBack = (who: typeof ann | null) =>
      ask(returning.action, tokenOf(who), { id, body: {} });
    expect(await giveBack(ann)).toMatchObject({ status: 409, json: { error: "not_ready" } });
    await inShop(shop.id, (tx) =>
      tx.redemption.updateMany({ where: { shopId: shop.id, id }, data: { state: "issued" } }),
    );

    expect((await giveBack(null)).status).toBe(401);
    expect(await giveBack(bob)).toEqual({ status: 404, json: { error: "not_found" } });
    const given = await giveBack(ann);
    expect(given).toMatchObject({ status: 200, json: { state: "withdrawn", balance: 120 } });
    expect(await giveBack(ann)).toEqual(given);
    const seen = await ask(member.loader, tokenOf(ann));
    expect(seen.json).toMatchObject({ returning: 500, codes: [] });
  });

  test("who is excluded from the program is answered nothing of it, and not why", async () => {
    const id = await bought(ann.id, 620);
    await excludeCustomer(shop.id, ann.id, { actor: "staff.1", at: now() });
    for (const [handler, more] of ofMembers)
      expect(await ask(handler, tokenOf(ann), more)).toEqual({
        status: 403,
        json: { error: "nothing_here" },
      });
    expect(await pointsOf(id, ann)).toEqual({ state: "nothing" });
  });

  test("a birthday is kept; a body that is none is refused", async () => {
    const birthday = { month: 2, day: 29 };
    const saved = await ask(profile.action, tokenOf(ann), { body: { birthday } });
    expect(saved.status).toBe(200);
    expect((await ask(profile.action, tokenOf(ann), { body: "?" })).status).toBe(422);
  });
});

describe("what an order brought", () => {
  test("its owner is told: nothing known yet, then what it earned", async () => {
    expect(await pointsOf("999999", ann)).toEqual({ state: "waiting" });
    const id = await bought(ann.id, 85, { awarded: false });
    expect(await pointsOf(id, ann)).toEqual({ state: "waiting" });
    await awardPoints(shop.id, await appendOrderEvent(shop.id, "order.paid", BigInt(id)));
    expect(await pointsOf(id, ann)).toEqual({ state: "earned", points: 85 });
  });

  test("nobody else with an account is told anything of it", async () => {
    const id = await bought(ann.id, 85);
    expect(await pointsOf(id, bob)).toEqual({ state: "waiting" });
    const elsewhere = { ...shop, ...(await createShop()) };
    await openProgram(elsewhere.id);
    const token = mintExtensionToken(APP, elsewhere, { customerId: null });
    expect((await ask(orders.loader, token, { id })).json).toMatchObject({ state: "waiting" });
  });

  test("points that wait come with the day on which they can be spent", async () => {
    await saveProgram(shop.id, { pendingDays: 14 }, now());
    const paidAt = now();
    expect(await pointsOf(await bought(ann.id, 85, { createdAt: paidAt }), ann)).toEqual({
      state: "pending",
      points: 85,
      until: new Date(paidAt.getTime() + 14 * 24 * HOUR_MS).toISOString(),
    });
  });

  test("an order that earns nothing, and any order while the program is paused, says nothing", async () => {
    expect(await pointsOf(await bought(ann.id, 0), ann)).toEqual({ state: "nothing" });
    expect(await pointsOf(await bought(ann.id, 50, { test: true }), ann)).toEqual({
      state: "nothing",
    });
    expect(await pointsOf(await bought(ann.id, 50, { cancelled: true }), ann)).toEqual({
      state: "nothing",
    });
    const id = await bought(ann.id, 50);
    await pauseProgram(shop.id, { actor: "staff.1", at: now() });
    expect(await pointsOf(id, ann)).toEqual({ state: "nothing" });
  });

  test("a guest is told what it is worth, the same for a member's email as for a stranger's", async () => {
    const guest = await haveCustomer(shop.id, { shopifyId: null });
    const told = { state: "guest", points: 85, kept: true };
    expect(await pointsOf(await bought(guest, 85), null)).toEqual(told);
    expect(await pointsOf(await bought(ann.id, 85), null)).toEqual(told);
  });

  test("where guests get no points, a guest is told what an account would have brought", async () => {
    await saveProgram(shop.id, { guestPoints: "off" }, now());
    const guest = await haveCustomer(shop.id, { shopifyId: null });
    const id = await bought(guest, 85);
    expect(await pointsOf(id, null)).toEqual({ state: "guest", points: 85, kept: false });
  });

  test("who guesses the number of an order of longer ago learns nothing", async () => {
    const createdAt = new Date(now().getTime() - 2 * HOUR_MS);
    const guest = await haveCustomer(shop.id, { shopifyId: null });
    expect(await pointsOf(await bought(guest, 85, { createdAt }), null)).toEqual({
      state: "waiting",
    });
    for (const id of ["", "1 OR 1=1", "-1", "9".repeat(19)])
      expect((await ask(orders.loader, tokenOf(null), { id })).status).toBe(404);
  });

  test("a guest's points are theirs to spend once they have signed in", async () => {
    const id = await haveCustomer(shop.id, { shopifyId: null });
    const order = await bought(id, 85);
    const shopifyId = ++lastPerson;
    await inShop(shop.id, (tx) =>
      tx.customer.updateMany({ where: { id }, data: { shopifyId, createdAt: now() } }),
    );
    const guest = { id, shopifyId: String(shopifyId) };
    expect(await pointsOf(order, guest)).toEqual({ state: "earned", points: 85 });
    expect((await ask(member.loader, tokenOf(guest))).json).toMatchObject({ balance: 85 });
  });
});
