import { afterAll, beforeAll, expect, test } from "vitest";

import { apiKey, ask, exchangeToken, openStandIn, shopify, type Opened } from "./open-stand-in.ts";

let opened: Opened;
beforeAll(async () => {
  opened = await openStandIn();
});
afterAll(() => opened.close());

test("the library exchanges a session token for an expiring offline token", async () => {
  const session = await exchangeToken(opened);
  expect(session.accessToken).toMatch(/^shpat_/);
  expect(session.refreshToken).toMatch(/^shprt_/);
  const minutes = ((session.expires?.getTime() ?? 0) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(59);
  expect(session.scope).toContain("read_orders");
});

test("a session token has the claims that the library checks", async () => {
  const { standIn, shop } = opened;
  const claims = await shopify.session.decodeSessionToken(standIn.context.mintSessionToken(shop));
  expect(claims).toMatchObject({
    iss: `https://${shop.domain}/admin`,
    dest: `https://${shop.domain}`,
    aud: apiKey,
  });
  expect(claims.exp - claims.iat).toBe(60);
});

test("an expired or foreign id token answers invalid_subject_token", async () => {
  const { standIn, shop } = opened;
  const expired = standIn.context.mintSessionToken(shop, { lifeSeconds: -60 });
  for (const subject_token of [expired, "not.a.token"]) {
    const response = await fetch(`https://${shop.domain}/admin/oauth/access_token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        client_id: apiKey,
        client_secret: "stand-in-test-secret",
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token,
        subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
        requested_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
        expiring: "1",
      }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: "invalid_subject_token" });
  }
});

test("refresh tokens rotate: the old one works until its replacement is used", async () => {
  const { domain } = opened.shop;
  const first = await exchangeToken(opened);
  const refresh = (refreshToken = "") =>
    shopify.auth.refreshToken({ shop: domain, refreshToken }).then(({ session }) => session);
  const second = await refresh(first.refreshToken);
  expect(second.refreshToken).not.toBe(first.refreshToken);
  // The answer was lost: the app tries again with what it has.
  const again = await refresh(first.refreshToken);
  expect((await ask(again, "{ shop { name } }")).status).toBe(200);
  await expect(refresh(first.refreshToken)).rejects.toThrow();
  await expect(refresh(again.refreshToken)).resolves.toBeDefined();
});

test("uninstalling ends every token", async () => {
  const { standIn } = opened;
  const { acts } = standIn.context;
  const shop = acts.app.install(acts.app.createShop({ domain: "leaving.myshopify.com" }));
  const session = await exchangeToken({ ...opened, shop });
  expect((await ask(session, "{ shop { name } }")).status).toBe(200);
  acts.app.uninstall(shop);
  expect((await ask(session, "{ shop { name } }")).status).toBe(401);
  await expect(
    shopify.auth.refreshToken({ shop: shop.domain, refreshToken: session.refreshToken ?? "" }),
  ).rejects.toThrow();
});
