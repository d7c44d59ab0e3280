import { setTimeout as sleep } from "node:timers/promises";

import {
  GraphqlQueryError,
  HttpInternalError,
  HttpRequestError,
  HttpResponseError,
  HttpThrottlingError,
} from "@shopify/shopify-api";

import { storable } from "#app/ground/json.ts";

import { shopify } from "./api.server.ts";
import { loadOfflineSession } from "./offline-session.server.ts";
import {
  ShopifyAccessDenied,
  ShopifyRefused,
  ShopifyThrottled,
  ShopifyUnavailable,
  ShopUninstalled,
} from "./shopify-errors.ts";

const TRIES_WHEN_THROTTLED = 6;
const LONGEST_WAIT_MS = 10_000;
const UNAUTHORIZED = 401;
/** Codes of errors that are no fault of the document. */
const ITS_OWN = new Set(["INTERNAL_SERVER_ERROR", "TIMEOUT"]);

type ThrottleStatus = { currentlyAvailable: number; restoreRate: number };
type Cost = { requestedQueryCost: number; throttleStatus: ThrottleStatus };

/**
 * Runs one Admin GraphQL document for a shop, without a person behind it. Returns its `data`, with texts that are `storable`.
 * Waits for the rate limit's bucket to fill, within reason.
 * Throws `ShopUninstalled`, `ShopifyThrottled`, `ShopifyUnavailable` or `ShopifyRefused`.
 */
export async function adminGraphql<Data>(
  shopDomain: string,
  document: string,
  variables: Record<string, unknown> = {},
): Promise<Data> {
  for (let attempt = 1; ; attempt++) {
    const session = await loadOfflineSession(shopDomain);
    const client = new shopify.clients.Graphql({ session });
    try {
      const reply = await client.request<Data>(document, { variables });
      return storable(reply.data) as Data;
    } catch (error) {
      const waitMs = throttledForMs(error);
      if (waitMs === null) throw inOurWords(error, shopDomain);
      if (attempt === TRIES_WHEN_THROTTLED)
        throw new ShopifyThrottled(`${shopDomain} is over its rate limit`);
      await sleep(waitMs);
    }
  }
}

/** How long to wait until the call would fit into the bucket, or null when the error is another one. */
function throttledForMs(error: unknown): number | null {
  if (error instanceof HttpThrottlingError)
    return Math.min((error.response.retryAfter ?? 1) * 1_000, LONGEST_WAIT_MS);
  if (!(error instanceof GraphqlQueryError) || !isThrottled(error)) return null;

  const cost = (error.response?.["extensions"] as { cost?: Cost } | undefined)?.cost;
  if (!cost) return 1_000;
  const missing = cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable;
  return Math.min(
    Math.max(missing / cost.throttleStatus.restoreRate, 0.1) * 1_000,
    LONGEST_WAIT_MS,
  );
}

function isThrottled(error: GraphqlQueryError): boolean {
  return codesOf(error).includes("THROTTLED");
}

function codesOf(error: GraphqlQueryError): string[] {
  const errors = (error.body?.errors?.graphQLErrors ?? []) as { extensions?: { code?: string } }[];
  return errors.flatMap(({ extensions }) => extensions?.code ?? []);
}

function inOurWords(error: unknown, shopDomain: string): unknown {
  // Shopify answers 200 also when it failed itself.
  if (error instanceof GraphqlQueryError && codesOf(error).some((code) => ITS_OWN.has(code)))
    return new ShopifyUnavailable(`${shopDomain} had a fault: ${error.message}`, { cause: error });
  if (error instanceof GraphqlQueryError && codesOf(error).includes("ACCESS_DENIED"))
    return new ShopifyAccessDenied(error.message, { cause: error });
  if (error instanceof GraphqlQueryError)
    return new ShopifyRefused(error.message, { cause: error });
  if (error instanceof HttpResponseError && error.response.code === UNAUTHORIZED)
    return new ShopUninstalled(shopDomain);
  if (
    error instanceof HttpInternalError ||
    error instanceof HttpRequestError ||
    error instanceof HttpResponseError
  ) {
    return new ShopifyUnavailable(`${shopDomain} could not be reached: ${error.message}`, {
      cause: error,
    });
  }
  return error;
}
