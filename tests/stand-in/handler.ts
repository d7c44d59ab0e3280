import type { IncomingMessage, ServerResponse } from "node:http";

import type { Acts } from "./acts/acts.ts";
import type { AppConfig } from "./app-config.ts";
import type { Clock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { Throttle } from "./graphql/throttle.ts";
import type { SessionTokenOptions } from "./oauth/session-token.ts";
import type { ShopDoc } from "./store/documents.ts";
import type { Store } from "./store/store.ts";
import type { Webhooks } from "./webhooks/webhooks.ts";

/** Everything that outlives a request. */
export type StandInContext = {
  store: Store;
  /** The shop's clock, which people may move. Token lifetimes use the real one. */
  clock: Clock;
  app: AppConfig;
  webhooks: Webhooks;
  /** What people and the shop do: place an order, pay, ship, refund … with the webhooks that follow. */
  acts: Acts;
  faults: Faults;
  /** The Admin API's cost buckets. */
  throttle: Throttle;
  /** A folder for files the stand-in makes (bulk results). */
  dataDir: string;
  /** Shortens waits: webhook retries, the running time of bulk operations. */
  timeScale: number;
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  standInUrl: string;
  /** A fresh id token for a shop, as App Bridge and the admin would mint it. */
  mintSessionToken: (shop: ShopDoc, options?: SessionTokenOptions) => string;
  /** Lets a created bulk operation run, with the access of these scopes. Returns at once and never throws. */
  startBulkOperation: (shop: ShopDoc, scopes: string[], id: string) => void;
};

export type RequestContext = StandInContext & {
  /** The parsed address of this request. */
  url: URL;
};

/** Answers a request and returns true, or leaves it to the next handler and returns false. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
) => Promise<boolean>;
