import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

import { openActs } from "./acts/acts.ts";
import { handleAdmin } from "./admin/index.ts";
import { readAppConfig } from "./app-config.ts";
import { handleBulkResults } from "./bulk/bulk-results.ts";
import { resumeBulkOperations, runBulkOperation } from "./bulk/run-bulk-operation.ts";
import { openClock } from "./clock.ts";
import { handleClock } from "./control/clock-page.ts";
import { handleControl } from "./control/control.ts";
import { handleControlPages } from "./control/pages.ts";
import { handleIndex } from "./control/index-page.ts";
import { openFaults } from "./faults.ts";
import { handleGraphql } from "./graphql/graphql.ts";
import { openThrottle } from "./graphql/throttle.ts";
import type { Handler, StandInContext } from "./handler.ts";
import { HttpError, sendJson } from "./http.ts";
import { handleOauth } from "./oauth/oauth.ts";
import { mintSessionToken } from "./oauth/session-token.ts";
import { seededRandom } from "./random.ts";
import { openStore } from "./store/store.ts";
import { handleStorefront } from "./storefront/index.ts";
import { openWebhooks } from "./webhooks/webhooks.ts";

export type StandInOptions = {
  /** 0 or nothing: a free one. */
  port?: number;
  /** Where the shop's database and files are kept; without it, in memory and a temporary folder. */
  dataDir?: string;
  appUrl: string;
  apiKey: string;
  apiSecret: string;
  /** The app's `shopify.app.toml`. */
  tomlPath: string;
  /** The file that the app's clock follows. */
  clockFile?: string;
  /** Shortens the waits between webhook retries and of bulk operations: 0.001 makes four hours fifteen seconds. */
  timeScale?: number;
  seed?: number;
  /** Runs before anyone can reach the stand-in: whoever gets an answer finds the shops whole. */
  prepare?: (context: StandInContext) => Promise<void>;
};

export type StandIn = {
  url: string;
  port: number;
  /** For tests and the loader in the same process. */
  context: StandInContext;
  close: () => Promise<void>;
};

/**
 * As patient as Shopify's edge. With Node's five seconds a connection is closed just as it is used again by a process that was too busy to
 * notice, such as one that has just started: its call fails, though nothing is wrong.
 */
const KEEP_ALIVE_MS = 75_000;

/** What the shops answer under their own host names: the app's calls. */
const SHOP_HANDLERS: Handler[] = [handleOauth, handleGraphql];

/** What people, browsers and tests reach under any other name. */
const LOCAL_HANDLERS: Handler[] = [
  handleControl,
  handleControlPages,
  handleClock,
  handleBulkResults,
  handleAdmin,
  handleStorefront,
  handleIndex,
];

/** Starts a Shopify on this machine and resolves when it listens on 127.0.0.1. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "stand-in-"));
  mkdirSync(dataDir, { recursive: true });
  const app = readAppConfig(options.tomlPath, options);
  const store = openStore(options.dataDir ? join(dataDir, "shopify.db") : ":memory:");
  const clock = openClock(options.clockFile ?? null);
  const timeScale = options.timeScale ?? 1;
  const webhooks = openWebhooks(store, app, clock, {
    timeScale,
    random: seededRandom(options.seed ?? 1),
  });
  const context: StandInContext = {
    store,
    clock,
    app,
    webhooks,
    acts: openActs(store, app, clock, webhooks),
    faults: openFaults(),
    throttle: openThrottle(),
    dataDir,
    timeScale,
    standInUrl: "",
    mintSessionToken: (shop, tokenOptions) => mintSessionToken(app, shop, tokenOptions),
    startBulkOperation: (shop, scopes, id) =>
      void runBulkOperation({ ...context, shop, scopes, bulk: true }, id),
  };

  await options.prepare?.(context);
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS },
    (request, response) => void answer(context, request, response),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  context.standInUrl = `http://127.0.0.1:${port}`;
  resumeBulkOperations(context);

  return {
    url: context.standInUrl,
    port,
    context,
    async close() {
      await webhooks.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      store.close();
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function answer(context: StandInContext, request: IncomingMessage, response: ServerResponse) {
  try {
    const host = (request.headers.host ?? "127.0.0.1").toLowerCase();
    const url = new URL(request.url ?? "/", `http://${host}`);
    const handlers = url.hostname.endsWith(".myshopify.com") ? SHOP_HANDLERS : LOCAL_HANDLERS;
    for (const handler of handlers) {
      if (await handler(request, response, { ...context, url })) return;
    }
    sendJson(response, 404, { errors: "Not Found" });
  } catch (error) {
    refuse(response, error);
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof HttpError) {
    sendJson(response, error.status, { errors: error.message });
  } else if (error instanceof z.ZodError) {
    sendJson(response, 422, { errors: z.prettifyError(error) });
  } else if (error instanceof RangeError) {
    sendJson(response, 422, { errors: error.message });
  } else {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    sendJson(response, 500, { errors: error instanceof Error ? error.message : String(error) });
  }
}
