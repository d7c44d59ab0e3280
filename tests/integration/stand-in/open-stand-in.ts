import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import "@shopify/shopify-api/adapters/node";
import { ApiVersion, LogSeverity, shopifyApi, type Session } from "@shopify/shopify-api";

import type { ShopDoc } from "#tests/stand-in/store/documents.ts";
import { startStandIn, type StandIn } from "#tests/stand-in/stand-in.ts";

export const apiKey = "stand-in-test-key";
const apiSecret = "stand-in-test-secret";

/** The unmodified library, as the app sets it up. */
export const shopify = shopifyApi({
  apiKey,
  apiSecretKey: apiSecret,
  hostName: "app.test",
  apiVersion: ApiVersion.October26,
  isEmbeddedApp: true,
  logger: { level: LogSeverity.Error },
});

export type Delivery = { headers: IncomingHttpHeaders; body: string };

export type Opened = {
  standIn: StandIn;
  /** Installed. */
  shop: ShopDoc;
  /** What the app got, in the order of arrival. */
  received: Delivery[];
  /** Decides the app's next answers; 200 without. */
  answerWith: (statuses: number[]) => void;
  close: () => Promise<void>;
};

/** A stand-in with one shop, an app that only takes webhooks, and every call to Shopify diverted to it. */
export async function openStandIn({ timeScale = 0.00001 } = {}): Promise<Opened> {
  const received: Delivery[] = [];
  let statuses: number[] = [];
  const app = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const standIn = await startStandIn({
    appUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}`,
    apiKey,
    apiSecret,
    tomlPath: "shopify.app.toml",
    timeScale,
  });
  process.env["STAND_IN_PORT"] = String(standIn.port);
  await import("#tests/stand-in/divert.ts");
  const { acts } = standIn.context;
  const shop = acts.app.install(
    acts.app.createShop({ domain: "test.myshopify.com", plan: "basic" }),
  );
  return {
    standIn,
    shop,
    received,
    answerWith: (next) => void (statuses = next),
    async close() {
      await standIn.close();
      app.closeAllConnections();
      await new Promise((resolve) => app.close(resolve));
    },
  };
}

/** A session by token exchange, as the app's first page gets it. */
export async function exchangeToken({ standIn, shop }: Opened): Promise<Session> {
  const { session } = await shopify.auth.tokenExchange({
    shop: shop.domain,
    sessionToken: standIn.context.mintSessionToken(shop),
    requestedTokenType: "urn:shopify:params:oauth:token-type:offline-access-token" as never,
    expiring: true,
  });
  return session;
}

export type Answer = {
  status: number;
  data: Record<string, unknown> | null;
  errors: { message: string; extensions?: Record<string, unknown> }[];
  extensions: Record<string, unknown>;
};

/** Asks the Admin API plainly, to see the whole answer. */
export async function ask(session: Session, query: string, variables = {}): Promise<Answer> {
  const response = await fetch(`https://${session.shop}/admin/api/2026-10/graphql.json`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-shopify-access-token": session.accessToken ?? "",
    },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as Partial<Answer>;
  return {
    status: response.status,
    data: body.data ?? null,
    errors: body.errors ?? [],
    extensions: body.extensions ?? {},
  };
}
