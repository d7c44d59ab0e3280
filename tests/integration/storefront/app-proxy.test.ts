import "@shopify/shopify-app-remix/adapters/node";
import { ApiVersion, shopifyApp } from "@shopify/shopify-app-remix/server";
import { describe, expect, test } from "vitest";

import { proxyQuery } from "#tests/stand-in/storefront/proxy.ts";

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
