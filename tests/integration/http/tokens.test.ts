import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { createApiKey } from "#app/integrations/api/api-keys.server.ts";
import { openProgram } from "#app/loyalty/program/program.server.ts";
import routes from "#app/routes.ts";
import { proxyQuery } from "#tests/stand-in/storefront/proxy.ts";
import { BUILD_TIMEOUT_MS } from "#tests/support/build-app.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { demoEnvironment } from "#tests/support/env.ts";
import { haveCustomer } from "#tests/support/loyalty/factories.ts";
import { BROWSER } from "#tests/support/merchant.ts";
import { mintToken, staffClaims } from "#tests/support/tokens.ts";
import { startWeb, type WebProcess } from "#tests/support/web-process.ts";

const SECRET = demoEnvironment.SHOPIFY_API_SECRET;
const ANN = 7_007n;
const ANN_GID = `gid://shopify/Customer/${ANN}`;
const SOON = () => Math.floor(Date.now() / 1000) + 120;
const LONG_AGO = () => Math.floor(Date.now() / 1000) - 120;

/** What is sent to say who asks. */
type Proof = {
  token?: string;
  headers?: Record<string, string>;
  query?: URLSearchParams;
  /** What a signature of the whole body is of, wherever it is sent to. */
  body?: string;
};

let shopify: Connected;
let web: WebProcess;
let shop: { id: string; domain: string };
let other: { id: string; domain: string };
let ann: string;
let keys: { ours: string; theirs: string };

beforeAll(async () => {
  shopify = await connect();
  shop = (await shopify.open()).shop;
  other = (await shopify.open()).shop;
  await openProgram(shop.id);
  ann = await haveCustomer(shop.id, { shopifyId: ANN });
  const till = { name: "Till", access: "write" } as const;
  const made = [
    await createApiKey(shop.id, till, now()),
    await createApiKey(other.id, till, now()),
  ];
  keys = { ours: made[0]?.key ?? "", theirs: made[1]?.key ?? "" };
  web = await startWeb(shopify.standIn.port);
}, BUILD_TIMEOUT_MS);

afterAll(async () => {
  await web.stop();
  await shopify.close();
});

const staff = (changes: object = {}, how: object = {}) =>
  mintToken({ ...staffClaims(shop.domain), ...changes }, how);
const member = (changes: object = {}, how: object = {}) =>
  mintToken({ dest: shop.domain, sub: ANN_GID, ...changes }, how);
const unsigned = (token: string) => `${token.split(".").slice(0, 2).join(".")}.`;
const hmac = (body: string) => createHmac("sha256", SECRET).update(body).digest("base64");
const signedQuery = (domain: string, secret: string, timestamp = Date.now()) =>
  proxyQuery(
    new URLSearchParams(),
    {
      shop: domain,
      customerId: String(ANN),
      pathPrefix: "/apps/encore",
      timestamp: Math.floor(timestamp / 1000),
    },
    secret,
  );
const webhookHeaders = (body: string) => ({
  "x-shopify-hmac-sha256": hmac(body),
  "x-shopify-topic": "customers/update",
  "x-shopify-shop-domain": shop.domain,
  "x-shopify-api-version": "2026-10",
  "x-shopify-webhook-id": newId(),
});
const WEBHOOK = JSON.stringify({ id: 1, admin_graphql_api_id: ANN_GID });
const flowBody = () =>
  JSON.stringify({
    shop_id: "gid://shopify/Shop/1",
    shopify_domain: shop.domain,
    action_run_id: newId(),
    properties: { customer_id: ANN_GID, points: 5 },
  });

/** Tokens that Shopify signed for this app and that are good at this moment, somewhere. */
const good: Record<string, () => Proof> = {
  "admin token": () => ({ token: staff() }),
  "account token": () => ({ token: member() }),
  "account token, dest with a scheme": () => ({
    token: member({ dest: `https://${shop.domain}` }),
  }),
  "account token that says who issued it": () => ({
    token: member({ dest: `https://${shop.domain}`, iss: `https://${shop.domain}/account` }),
  }),
  "checkout token": () => ({ token: member({ sub: undefined }) }),
  "checkout token, dest with a scheme": () => ({
    token: member({ sub: undefined, dest: `https://${shop.domain}` }),
  }),
  "admin token with a customer as its subject": () => ({ token: staff({ sub: ANN_GID }) }),
  "admin token without a subject": () => ({ token: staff({ sub: undefined }) }),
  "admin token of another issuer": () => ({ token: staff({ iss: "https://evil.example/admin" }) }),
  "admin token issued by another shop": () => ({
    token: staff({ iss: `https://${other.domain}/admin` }),
  }),
  "admin token without an issuer": () => ({ token: staff({ iss: undefined }) }),
  "admin token without an end": () => ({ token: staff({ exp: undefined }) }),
  "admin token for no shop": () => ({ token: staff({ dest: "https://evil.example" }) }),
  "admin token without a dest": () => ({ token: staff({ dest: undefined }) }),
};

/** Tokens that are good nowhere. */
const bad: Record<string, () => Proof> = {
  nothing: () => ({}),
  garbage: () => ({ token: "ey.J.x" }),
  "admin token of another app": () => ({ token: staff({ aud: "another-app" }) }),
  "account token of another app": () => ({ token: member({ aud: "another-app" }) }),
  "admin token, expired": () => ({ token: staff({ exp: LONG_AGO() }) }),
  "account token, expired": () => ({ token: member({ exp: LONG_AGO() }) }),
  "admin token, not valid yet": () => ({ token: staff({ nbf: SOON() }) }),
  "account token, not valid yet": () => ({ token: member({ nbf: SOON() }) }),
  "admin token, alg none": () => ({ token: unsigned(staff({}, { head: { alg: "none" } })) }),
  "account token, alg none": () => ({ token: unsigned(member({}, { head: { alg: "none" } })) }),
  "admin token by another secret": () => ({ token: staff({}, { secret: "another" }) }),
  "account token by another secret": () => ({ token: member({}, { secret: "another" }) }),
};

/** What other surfaces are asked with. None of it is a session token. */
const others: Record<string, () => Proof> = {
  "API key": () => ({ token: keys.ours }),
  "API key that was never made": () => ({ token: `${keys.ours.slice(0, -4)}AAAA` }),
  "proxy signature": () => ({ query: signedQuery(shop.domain, SECRET) }),
  "proxy signature by another secret": () => ({ query: signedQuery(shop.domain, "another") }),
  "proxy signature of long ago": () => ({
    query: signedQuery(shop.domain, SECRET, Date.now() - 600_000),
  }),
  "proxy signature for another shop": () => {
    const query = signedQuery(other.domain, SECRET);
    query.set("shop", shop.domain);
    return { query };
  },
  "webhook signature": () => ({ body: WEBHOOK, headers: webhookHeaders(WEBHOOK) }),
  "webhook signature by nobody": () => ({
    body: WEBHOOK,
    headers: { ...webhookHeaders(WEBHOOK), "x-shopify-hmac-sha256": hmac("another body") },
  }),
  "Flow signature": () => {
    const body = flowBody();
    return { body, headers: { "x-shopify-hmac-sha256": hmac(body) } };
  },
};

type Surface = {
  path: string;
  body?: () => string;
  /** The kinds that it accepts. */
  right: string[];
  /** Browsers are sent to where they get a new token, when theirs is good nowhere. */
  isPage?: boolean;
};

const ACCOUNT = [
  "account token",
  "account token, dest with a scheme",
  "account token that says who issued it",
];
const surfaces: Record<string, Surface> = {
  "an admin page": { path: "/app", right: ["admin token"], isPage: true },
  "an admin page's data": {
    path: "/app/customers?_data=routes/admin/customers/list/route",
    right: ["admin token"],
  },
  "an admin button": {
    path: "/app/setup-guide/dismissal?_data=routes/admin/home/setup-guide-dismissal",
    body: () => "",
    right: ["admin token"],
  },
  "the storefront": { path: "/proxy/member", right: ["proxy signature"] },
  "the storefront, to change": {
    path: "/proxy/profile",
    body: () => JSON.stringify({ leaderboard: false }),
    right: ["proxy signature"],
  },
  "the customer account": { path: "/extension/member", right: ACCOUNT },
  "the customer account, to change": {
    path: "/extension/profile",
    body: () => JSON.stringify({ leaderboard: false }),
    right: ACCOUNT,
  },
  "the page after the checkout": {
    path: "/extension/orders/1",
    right: [...ACCOUNT, "checkout token", "checkout token, dest with a scheme"],
  },
  "the API": { path: "/api/loyalty/program", right: ["API key"] },
  "the API, to change": {
    path: `/api/loyalty/customers/${ANN}/points`,
    body: () => JSON.stringify({ points: 5 }),
    right: ["API key"],
  },
  "an action of Shopify Flow": {
    path: "/flow/give-points",
    body: flowBody,
    right: ["Flow signature"],
  },
  webhooks: { path: "/webhooks", body: () => WEBHOOK, right: ["webhook signature"] },
};

/** Asks a surface with this to say who asks: a token in the header, and for a page in the address too. */
async function ask({ path, body, isPage }: Surface, proof: Proof) {
  const url = new URL(path, web.url);
  for (const [name, value] of proof.query ?? []) url.searchParams.set(name, value);
  const headers = new Headers({ "user-agent": BROWSER, ...proof.headers });
  if (isPage) {
    headers.set("accept", "text/html");
    url.searchParams.set("shop", shop.domain);
    url.searchParams.set("host", Buffer.from(`${shop.domain}/admin`).toString("base64"));
    url.searchParams.set("embedded", "1");
    if (proof.token) url.searchParams.set("id_token", proof.token);
  } else if (proof.token) headers.set("authorization", `Bearer ${proof.token}`);
  const text = body && (proof.body ?? body());
  if (text !== undefined) {
    headers.set("content-type", "application/json");
    headers.set("idempotency-key", newId());
  }
  const reply = await fetch(url, {
    headers,
    redirect: "manual",
    ...(text !== undefined && { method: "POST", body: text }),
  });
  await reply.arrayBuffer();
  return { status: reply.status, location: reply.headers.get("location") };
}

const kinds = { ...good, ...bad, ...others };

describe("each surface believes its own", () => {
  test.each(Object.entries(surfaces))("%s refuses whatever is another's", async (_, surface) => {
    const before = await written();
    for (const [kind, proof] of Object.entries(kinds)) {
      if (surface.right.includes(kind)) continue;
      const { status, location } = await ask(surface, proof());
      if (surface.isPage && !(kind in good))
        expect([status, location?.split("?")[0]], kind).toEqual([302, "/auth/session-token"]);
      else expect(status, kind).toBe(401);
    }
    expect(await written()).toEqual(before);
    expect(web.errors()).toEqual([]);
  });

  test.each(Object.entries(surfaces))("%s takes what is its own", async (_, surface) => {
    for (const kind of surface.right)
      expect((await ask(surface, kinds[kind]?.() ?? {})).status, kind).toBe(200);
  });
});

/** Everything that the surfaces above could have changed. */
async function written() {
  const [deliveries, entries, profiles] = await Promise.all([
    db.delivery.count(),
    inShop(shop.id, (tx) => tx.ledgerEntry.count()),
    inShop(shop.id, (tx) => tx.loyaltyProfile.count()),
  ]);
  return { deliveries, entries, profiles };
}

describe("another shop's proof is of that shop", () => {
  test("it opens nothing of this one", async () => {
    const theirs: [Surface, Proof, number][] = [
      [{ path: `/app/customers/${ann}`, right: [], isPage: true }, { token: theirStaff() }, 401],
      [{ path: `/app/customers/${ann}`, right: [] }, { token: theirStaff() }, 404],
      [{ path: "/extension/member", right: [] }, { token: member({ dest: other.domain }) }, 409],
      [{ path: "/proxy/member", right: [] }, { query: signedQuery(other.domain, SECRET) }, 409],
      [{ path: `/api/loyalty/customers/${ann}`, right: [] }, { token: keys.theirs }, 404],
    ];
    for (const [surface, proof, status] of theirs)
      expect((await ask(surface, proof)).status, surface.path).toBe(status);
  });

  const theirStaff = () => mintToken(staffClaims(other.domain));
});

describe("the admin", () => {
  type Entry = { path?: string; file: string; children?: Entry[] };
  const admin = (routes as Entry[]).find(({ path }) => path === "app");
  const answers = (file: string, what: "loader" | "action") =>
    new RegExp(`export (async function|function|const) ${what}\\b`).test(
      readFileSync(`app/${file}`, "utf8"),
    );

  test("no address of it answers a shopper's token, nor anything else that is no admin token", async () => {
    let asked = 0;
    for (const { path = "", file } of admin?.children ?? []) {
      const address = `/app/${path}`.replaceAll(/:list\b/g, "orders").replaceAll(/:\w+|\*/g, ann);
      const surface = { path: `${address}?_data=${file.replace(/\.tsx?$/, "")}`, right: [] };
      for (const kind of ["account token, dest with a scheme", "checkout token", "API key"]) {
        const proof = kinds[kind]?.() ?? {};
        for (const [what, body] of [["loader"], ["action", () => ""]] as const) {
          if (!answers(file, what)) continue;
          asked++;
          const asking = body ? { ...surface, body } : surface;
          expect((await ask(asking, proof)).status, `${kind} ${address} ${what}`).toBe(401);
        }
      }
    }
    expect(asked).toBeGreaterThan(200);
    expect(web.errors()).toEqual([]);
  });
});
