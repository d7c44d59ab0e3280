import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { proxyQuery } from "#tests/stand-in/storefront/proxy.ts";
import { BUILD_TIMEOUT_MS } from "#tests/support/build-app.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { demoEnvironment } from "#tests/support/env.ts";
import { BROWSER } from "#tests/support/merchant.ts";
import { mintToken, staffClaims } from "#tests/support/tokens.ts";
import { startWeb, type WebProcess } from "#tests/support/web-process.ts";

let shopify: Connected;
let web: WebProcess;
let shop: { domain: string };
let other: { domain: string };

beforeAll(async () => {
  shopify = await connect();
  shop = (await shopify.open()).shop;
  other = (await shopify.open()).shop;
  web = await startWeb(shopify.standIn.port);
}, BUILD_TIMEOUT_MS);

afterAll(async () => {
  await web.stop();
  await shopify.close();
});

const staff = () => ({ authorization: `Bearer ${mintToken(staffClaims(shop.domain))}` });

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { "user-agent": BROWSER, accept: "text/html", ...init.headers };
  return fetch(new URL(path, web.url), { redirect: "manual", ...init, headers });
}

/** An admin page as Shopify opens it: the shop in its address is `named`, and its token is of `shop`. */
function adminPage(named: string, token: string): Promise<Response> {
  const query = new URLSearchParams({
    shop: named,
    host: Buffer.from(`${named}/admin`).toString("base64"),
    embedded: "1",
    id_token: token,
  });
  return ask(`/app?${query}`);
}

function storefront(path: string, init: RequestInit = {}): Promise<Response> {
  const facts = { shop: shop.domain, customerId: null, pathPrefix: "/apps/encore" };
  const timestamp = Math.floor(Date.now() / 1000);
  const secret = demoEnvironment.SHOPIFY_API_SECRET;
  const query = proxyQuery(new URLSearchParams(), { ...facts, timestamp }, secret);
  return ask(`/proxy/${path}?${query}`, init);
}

/** The value of each part of a content security policy. */
function policyOf(reply: Response): Record<string, string> {
  const parts = (reply.headers.get("content-security-policy") ?? "").split("; ");
  return Object.fromEntries(
    parts.map((part) => [part.split(" ", 1)[0], part.slice(part.indexOf(" ") + 1)]),
  ) as Record<string, string>;
}

describe("what browsers are told", () => {
  const kinds: Record<string, () => Promise<Response>> = {
    "an admin page": () => adminPage(shop.domain, mintToken(staffClaims(shop.domain))),
    "the way to a new token": () => adminPage(shop.domain, "old"),
    "the page that gets one": () => ask(`/auth/session-token?shop=${shop.domain}`),
    "where nobody signs in": () => ask("/auth/login"),
    "a page outside the admin": () => ask("/"),
    "an address without anything": () => ask("/nothing/here"),
    "an admin page's data": () =>
      ask("/app/customers?_data=routes/admin/customers/list/route", { headers: staff() }),
    "a refusal of data": () => ask("/app/customers?_data=routes/admin/customers/list/route"),
    "an export": () => ask("/app/customers/export", { headers: staff() }),
    "the storefront": () => storefront("member"),
    "a refusal at the storefront": () => ask("/proxy/member"),
    "an extension": () => ask("/extension/member"),
    "an extension that asks ahead": () => ask("/extension/member", { method: "OPTIONS" }),
    "the API": () => ask("/api/loyalty/program"),
    "the API's description": () => ask("/api/loyalty/openapi.json"),
    "an action of Flow": () => ask("/flow/give-points", { method: "POST", body: "{}" }),
    "a webhook": () => ask("/webhooks", { method: "POST", body: "{}" }),
    "the health": () => ask("/healthz"),
    "an address that cannot be read": () => ask("/proxy/r/%E0%A4%A"),
  };

  test.each(Object.entries(kinds))("%s comes with it", async (_, answer) => {
    const reply = await answer();
    expect(reply.status).toBeLessThan(500);
    expect(reply.headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
    expect(reply.headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
    expect(policyOf(reply)["frame-ancestors"]).toBeDefined();
  });

  test("scripts run by the page's own nonce, another one each time, and every inline script has it", async () => {
    const nonces = new Set<string>();
    for (const open of [
      () => adminPage(shop.domain, mintToken(staffClaims(shop.domain))),
      () => ask("/"),
    ]) {
      const reply = await open();
      const scripts = policyOf(reply)["script-src"] ?? "";
      const [, nonce = ""] = /'nonce-([\w+/=]{20,})'/.exec(scripts) ?? [];
      expect(scripts).not.toContain("unsafe");
      const inline = (await reply.text()).match(/<script(?![^>]*\ssrc=)[^>]*>/g) ?? [];
      expect(inline.length).toBeGreaterThan(1);
      for (const script of inline) expect(script).toContain(`nonce="${nonce}"`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(2);
  });

  test("the admin of the token's shop frames a page, and nobody else does, whatever the address says", async () => {
    const frames = async (page: Promise<Response>) => policyOf(await page)["frame-ancestors"];
    const token = mintToken(staffClaims(shop.domain));
    const admin = `https://${shop.domain} https://admin.shopify.com`;
    expect(await frames(adminPage(shop.domain, token))).toBe(admin);
    expect(await frames(adminPage(other.domain, token))).toBe(admin);
    expect(await frames(adminPage(shop.domain, "nonsense"))).toBe("'none'");
    expect(await frames(ask("/"))).toBe("'none'");
    expect(await frames(ask(`/auth/session-token?shop=${shop.domain}`))).toBe(admin);
    const evil = encodeURIComponent("evil.example; script-src *");
    expect(await frames(ask(`/auth/session-token?shop=${evil}`))).toBe("'none'");
    expect(await frames(ask("/api/loyalty/program"))).toBe("'none'");
  });

  test("what Shopify renders into a page of the shop says nothing of that page", async () => {
    const reply = await storefront("r/ABCD-EFGH-JKMN");
    expect(reply.headers.get("content-type")).toBe("application/liquid");
    expect(reply.headers.get("content-security-policy")).toBeNull();
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
  });
});

describe("what nobody should have sent is refused, and is no fault of ours", () => {
  const json = (path: string, body: string) =>
    ask(path, {
      method: "POST",
      body,
      headers: { ...staff(), "content-type": "application/json" },
    });
  const form = (path: string, body: string, type = "application/x-www-form-urlencoded") =>
    ask(path, { method: "POST", body, headers: { ...staff(), "content-type": type } });
  const data = (path: string, file: string) => `/app/${path}?_data=routes/admin/${file}`;
  const program = () => data("loyalty?index", "loyalty/program/route").replace("?_data", "&_data");

  const wrong: Record<string, () => Promise<Response>> = {
    "a settings page's body, cut off": () => json(program(), '{"values":'),
    "a settings page's body of another shape": () => json(program(), "[1]"),
    "a settings page's empty body": () => json(program(), ""),
    "points that are none": () =>
      json(data("customers/x/adjustments", "customers/detail/adjustments"), "nonsense"),
    "a launch as JSON": () =>
      json(data("loyalty/launch/launching", "loyalty/launch/launching"), "{}"),
    "a preview with half a form": () =>
      form(
        data("loyalty/launch/preview", "loyalty/launch/preview"),
        "--x\r\nContent-Dis",
        "multipart/form-data; boundary=x",
      ),
    "an import that is no form": () =>
      json(data("loyalty/imports", "loyalty/imports/list/route"), "{}"),
    "bulk work of no kind": () =>
      form(data("customers/bulk", "customers/bulk/start/route"), "id=1"),
    "an export of whom nobody knows": () =>
      ask("/app/customers/export?ids=1,2", { headers: staff() }),
    "bulk work about whom nobody knows": () =>
      ask(`${data("customers/bulk", "customers/bulk/start/route")}&ids=1`, { headers: staff() }),
    "an order of rewards that is none": () =>
      json(data("loyalty/rewards/order", "loyalty/rewards/list/order"), "[]"),
    "an API key's name, cut off": () =>
      json(data("settings/api-and-webhooks/keys", "settings/api-and-webhooks/keys"), "{"),
    "a friend's email as JSON": () =>
      storefront("r/ABCD-EFGH-JKMN", {
        method: "POST",
        body: '{"email":"a@x.com"}',
        headers: { "content-type": "application/json" },
      }),
    "a friend's email in half a form": () =>
      storefront("r/ABCD-EFGH-JKMN", {
        method: "POST",
        body: "--x",
        headers: { "content-type": "multipart/form-data; boundary=x" },
      }),
    "a friend's email without a body": () => storefront("r/ABCD-EFGH-JKMN", { method: "POST" }),
    "a profile that is none": () =>
      ask("/extension/profile", {
        method: "POST",
        body: "{",
        headers: {
          authorization: `Bearer ${mintToken({ dest: shop.domain, sub: "gid://shopify/Customer/1" })}`,
        },
      }),
    "the way in": () => ask("/auth/login"),
    "a way out to another's page": () =>
      ask(`/auth/exit-iframe?shop=${shop.domain}&exitIframe=https://evil.example`),
    "a way out to nowhere": () => ask("/auth/exit-iframe"),
    "a friend's code that cannot be read": () => storefront("r/%E0%A4%A"),
  };

  test.each(Object.entries(wrong))("%s", async (_, send) => {
    const { status } = await send();
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  test("and nothing of it is logged as an error", () => {
    expect(web.errors()).toEqual([]);
  });

  test("whoever comes from outside the admin reads where to go", async () => {
    const reply = await ask("/auth/login");
    expect(reply.status).toBe(401);
    expect(await reply.text()).toContain("Open Encore from your Shopify admin");
  });
});
