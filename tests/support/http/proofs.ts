import { createHmac } from "node:crypto";

import { newId } from "#app/ground/ids.server.ts";
import { proxyQuery } from "#tests/stand-in/storefront/proxy.ts";
import { webhookHeaders } from "#tests/support/deliver.ts";
import { demoEnvironment } from "#tests/support/env.ts";
import { mintToken, staffClaims } from "#tests/support/tokens.ts";

import { ANN, ANN_GID, type AskedShop } from "./asked-shop.ts";

const SECRET = demoEnvironment.SHOPIFY_API_SECRET;
const SOON = () => Math.floor(Date.now() / 1000) + 120;
const LONG_AGO = () => Math.floor(Date.now() / 1000) - 600;

/** What is sent to say who asks. */
export type Proof = {
  token?: string;
  headers?: Record<string, string>;
  query?: URLSearchParams;
  /** What a signature of the whole body is of, wherever it is sent to. */
  body?: string;
};

type Kinds = Record<string, () => Proof>;

export const hmac = (body: string) => createHmac("sha256", SECRET).update(body).digest("base64");

/** A body as an action of Shopify Flow has it. */
export const flowBody = (domain: string) =>
  JSON.stringify({
    shop_id: "gid://shopify/Shop/1",
    shopify_domain: domain,
    action_run_id: newId(),
    properties: { customer_id: ANN_GID, points: 5 },
  });

/** The query of an app proxy request of Ann's, signed as Shopify signs for this app unless another secret is given. */
export function signedQuery(
  shop: string,
  { secret = SECRET as string, timestamp = Math.floor(Date.now() / 1000) } = {},
): URLSearchParams {
  const facts = { shop, customerId: String(ANN), pathPrefix: "/apps/encore", timestamp };
  return proxyQuery(new URLSearchParams(), facts, secret);
}

/** The body of a webhook about Ann. */
export const WEBHOOK = JSON.stringify({ id: 1, admin_graphql_api_id: ANN_GID });

/**
 * Every kind of token and signature, by its name, made anew by each call. `good`: tokens that Shopify signed for this app and that are
 * good at this moment, somewhere. `bad`: tokens that are good nowhere. `others`: what is no session token.
 */
export function kindsOfProof({
  shop,
  other,
  keys,
}: AskedShop): Record<"good" | "bad" | "others", Kinds> {
  const staff = (changes: object = {}, how: object = {}) =>
    mintToken({ ...staffClaims(shop.domain), ...changes }, how);
  const member = (changes: object = {}, how: object = {}) =>
    mintToken({ dest: shop.domain, sub: ANN_GID, ...changes }, how);
  const unsigned = (token: string) => `${token.split(".").slice(0, 2).join(".")}.`;
  const good: Kinds = {
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
    "admin token of another issuer": () => ({
      token: staff({ iss: "https://evil.example/admin" }),
    }),
    "admin token issued by another shop": () => ({
      token: staff({ iss: `https://${other.domain}/admin` }),
    }),
    "admin token without an issuer": () => ({ token: staff({ iss: undefined }) }),
    "admin token without an end": () => ({ token: staff({ exp: undefined }) }),
    "admin token for no shop": () => ({ token: staff({ dest: "https://evil.example" }) }),
    "admin token without a dest": () => ({ token: staff({ dest: undefined }) }),
  };

  const bad: Kinds = {
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

  const others: Kinds = {
    "API key": () => ({ token: keys.ours }),
    "API key that was never made": () => ({ token: `${keys.ours.slice(0, -4)}AAAA` }),
    "proxy signature": () => ({ query: signedQuery(shop.domain) }),
    "proxy signature by another secret": () => ({
      query: signedQuery(shop.domain, { secret: "another" }),
    }),
    "proxy signature of long ago": () => ({
      query: signedQuery(shop.domain, { timestamp: LONG_AGO() }),
    }),
    "proxy signature for another shop": () => {
      const query = signedQuery(other.domain);
      query.set("shop", shop.domain);
      return { query };
    },
    "webhook signature": () => ({
      body: WEBHOOK,
      headers: webhookHeaders(shop.domain, "customers/update", WEBHOOK),
    }),
    "webhook signature by nobody": () => ({
      body: WEBHOOK,
      headers: {
        ...webhookHeaders(shop.domain, "customers/update", WEBHOOK),
        "x-shopify-hmac-sha256": hmac("another body"),
      },
    }),
    "Flow signature": () => {
      const body = flowBody(shop.domain);
      return { body, headers: { "x-shopify-hmac-sha256": hmac(body) } };
    },
  };

  return { good, bad, others };
}
