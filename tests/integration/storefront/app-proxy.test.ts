import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import "@shopify/shopify-app-remix/adapters/node";
import { ApiVersion, shopifyApp } from "@shopify/shopify-app-remix/server";
import { describe, expect, test } from "vitest";

import { proxyQuery, proxySignature } from "#tests/stand-in/storefront/proxy.ts";
import { startShop } from "#tests/support/shop-for-tests.ts";

const SECRET = "a secret of the app";

const shopify = shopifyApp({
  apiKey: "key",
  apiSecretKey: SECRET,
  apiVersion: ApiVersion.October25,
  appUrl: "https://app.example",
  sessionStorage: {
    storeSession: () => Promise.resolve(true),
    loadSession: () => Promise.resolve(undefined),
    deleteSession: () => Promise.resolve(true),
    deleteSessions: () => Promise.resolve(true),
    findSessionsByShop: () => Promise.resolve([]),
  },
  logger: { log: () => undefined },
  future: { unstable_newEmbeddedAuthStrategy: true },
});

function signedQuery(own: string, customerId: string | null, timestamp = Date.now() / 1000) {
  const facts = {
    shop: "demo.myshopify.com",
    customerId,
    pathPrefix: "/apps/encore",
    timestamp: Math.floor(timestamp),
  };
  return proxyQuery(new URLSearchParams(own), facts, SECRET);
}

async function accepted(query: URLSearchParams): Promise<boolean> {
  const request = new Request(`https://app.example/proxy/points?${query.toString()}`);
  try {
    await shopify.authenticate.public.appProxy(request);
    return true;
  } catch (refusal) {
    expect((refusal as Response).status).toBe(400);
    return false;
  }
}

describe("the app proxy's signature, read by Shopify's own library", () => {
  test.each([
    ["signed out", "", null],
    ["signed in", "", "820982911946154508"],
    ["the visitor's own parameters", "a=1&b=zwei+drei&c=%26%3D", "12"],
    ["a parameter given twice", "id=2&id=1", "12"],
  ])("holds: %s", async (_name, own, customerId) => {
    expect(await accepted(signedQuery(own, customerId))).toBe(true);
  });

  test("a visitor cannot be someone else", async () => {
    const query = signedQuery("logged_in_customer_id=1&shop=other.myshopify.com", "12");
    expect(query.getAll("logged_in_customer_id")).toEqual(["12"]);
    expect(query.getAll("shop")).toEqual(["demo.myshopify.com"]);
    query.set("logged_in_customer_id", "13");
    expect(await accepted(query)).toBe(false);
  });

  test("an old one does not hold", async () => {
    expect(await accepted(signedQuery("", "12", Date.now() / 1000 - 100))).toBe(false);
  });
});

describe("a request under /apps/encore", () => {
  test("reaches the app signed, with its body, as the customer who is signed in; the app's answer comes back", async () => {
    const heard: { url: string; body: string; cookie: string | undefined }[] = [];
    const app = createServer((request, response) => {
      void text(request).then((body) => {
        heard.push({ url: request.url ?? "", body, cookie: request.headers.cookie });
        response.writeHead(201, { "content-type": "application/json" }).end('{"points":5}');
      });
    });
    await new Promise<void>((done) => app.listen(0, "127.0.0.1", done));
    const { port } = app.address() as AddressInfo;
    const { standIn, ada } = await startShop(`http://127.0.0.1:${port}`);
    const login = await fetch(`${standIn.url}/storefront/tea/account/login`, {
      method: "POST",
      body: new URLSearchParams({ email: "ada@example.com" }),
      redirect: "manual",
    });
    const cookie = login.headers.getSetCookie()[0]?.split(";")[0] ?? "";

    const reply = await fetch(`${standIn.url}/storefront/tea/apps/encore/redeem?reward=5`, {
      method: "POST",
      body: "give me five",
      headers: { cookie },
    });
    await Promise.all([standIn.close(), new Promise((done) => app.close(done))]);

    expect([reply.status, await reply.json()]).toEqual([201, { points: 5 }]);
    const [request] = heard.filter(({ url }) => url.startsWith("/proxy/redeem?"));
    expect(request).toMatchObject({ body: "give me five", cookie: undefined });
    const query = new URL(request?.url ?? "", "http://app").searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      reward: "5",
      shop: "tea.myshopify.com",
      path_prefix: "/apps/encore",
      logged_in_customer_id: ada.id,
    });
    expect(query.get("signature")).toBe(proxySignature(query, "secret"));
  });
});
