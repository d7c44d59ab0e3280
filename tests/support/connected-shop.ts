import type { AddressInfo } from "node:net";

import { db } from "#app/ground/db.server.ts";
import { drainDeliveries } from "#app/ingest/drain-deliveries.server.ts";
import { installShop } from "#app/ingest/install/install-shop.server.ts";
import { createReceiver } from "#app/ingest/receive-deliveries.server.ts";
import { closeQueues } from "#app/ground/queues.server.ts";
import { shopify } from "#app/shopify/api.server.ts";
import { sessionStorage } from "#app/shopify/session-storage.server.ts";
import { createFront } from "#app/http/front.server.ts";
import type { Shop } from "#prisma/generated/client/client.ts";
import { ProductInput, ShopInput } from "#tests/stand-in/acts/inputs.ts";
import { exponentOf } from "#tests/stand-in/money.ts";
import { startStandIn, type StandIn } from "#tests/stand-in/stand-in.ts";
import type { ShopDoc } from "#tests/stand-in/store/documents.ts";

import { demoEnvironment } from "./env.ts";
import { answerProxy, type ProxyRoutes } from "./proxy-routes.ts";

export type Shops = {
  standIn: StandIn;
  /** An installed shop of its own, with a tea at 7.25 and a pot at 24.00, here and at Shopify: in pounds, unless its traits say otherwise. */
  open(traits?: Partial<ShopInput>): Promise<{ shop: Shop; atShopify: ShopDoc }>;
  /** Gives Encore a session for the shop, as the first page after an install does. */
  signIn(domain: string): Promise<void>;
};

export type Connected = Shops & {
  /** Waits until the stand-in has sent everything, and processes it. */
  settle(atShopify: ShopDoc): Promise<void>;
  close(): Promise<void>;
};

let opened = 0;

const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token" as never;

/** A Shopify on this machine and Encore's webhook endpoint, in this process, with as much of its app proxy as is asked for. */
export async function connect(proxy: ProxyRoutes = {}): Promise<Connected> {
  const receiver = createReceiver();
  const server = createFront(
    (request, response) => {
      const isWebhook = !request.url?.startsWith("/proxy/");
      if (isWebhook) receiver.receive(request, response);
      return isWebhook;
    },
    (request, response) => void answerProxy(proxy, request, response),
  );
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const shops = await startShopify(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  return {
    ...shops,
    settle: async (atShopify) => {
      await shops.standIn.context.webhooks.settle(atShopify.id, 10_000);
      await drainDeliveries(() => undefined, new AbortController().signal);
      const left = await db.delivery.count({
        where: { shopDomain: atShopify.domain, state: "received" },
      });
      if (left > 0) throw new Error(`${left} deliveries are not processed`);
    },
    close: async () => {
      await shops.standIn.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await receiver.stop();
      await closeQueues();
    },
  };
}

/** A Shopify on this machine for an app at this address. Calls to Shopify go there from now on, those of this process too. */
export async function startShopify(appUrl: string): Promise<Shops> {
  const standIn = await startStandIn({
    appUrl,
    apiKey: demoEnvironment.SHOPIFY_API_KEY,
    apiSecret: demoEnvironment.SHOPIFY_API_SECRET,
    tomlPath: "shopify.app.toml",
    timeScale: 0.001,
  });
  process.env["STAND_IN_PORT"] = String(standIn.port);
  await import("#tests/stand-in/divert.ts");

  return {
    standIn,
    open: async (traits = {}) => {
      const { acts } = standIn.context;
      const domain = `tea-${process.pid}-${++opened}.myshopify.com`;
      const usual = { domain, name: "Tea & Co", currency: "GBP", plan: "plus" };
      const input = ShopInput.parse({ ...usual, ...traits });
      const atShopify = acts.app.install(acts.app.createShop(input));
      // Some currencies have no cents.
      const hasCents = exponentOf(atShopify.currency) >= 2;
      for (const [title, price] of [
        ["Earl Grey", hasCents ? "7.25" : "725"],
        ["Teapot", hasCents ? "24.00" : "2400"],
      ]) {
        acts.products.create(
          atShopify,
          ProductInput.parse({ title, productType: "Tea", variants: [{ sku: title, price }] }),
        );
      }
      await signIn(standIn, atShopify);
      return { shop: await installShop(domain), atShopify };
    },
    signIn: (domain) => {
      const atShopify = standIn.context.store.findShop(domain);
      if (!atShopify) throw new Error(`There is no shop ${domain}`);
      return signIn(standIn, atShopify);
    },
  };
}

async function signIn(standIn: StandIn, atShopify: ShopDoc): Promise<void> {
  const sessionToken = standIn.context.mintSessionToken(atShopify);
  const { domain: shop } = atShopify;
  const exchange = { shop, sessionToken, requestedTokenType: OFFLINE, expiring: true };
  const { session } = await shopify.auth.tokenExchange(exchange);
  await sessionStorage.storeSession(session);
}
