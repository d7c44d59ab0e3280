import "@shopify/shopify-api/adapters/node";
import { shopifyApi, type Shopify } from "@shopify/shopify-api";

import { env } from "#app/ground/env.server.ts";

import { API_VERSION } from "./api-version.ts";

const appUrl = new URL(env.SHOPIFY_APP_URL);

/** Shopify's own library for calls without a person behind them: tokens and Admin GraphQL from workers. */
export const shopify: Shopify = shopifyApi({
  apiKey: env.SHOPIFY_API_KEY,
  apiSecretKey: env.SHOPIFY_API_SECRET,
  hostName: appUrl.host,
  hostScheme: appUrl.protocol === "http:" ? "http" : "https",
  apiVersion: API_VERSION,
  isEmbeddedApp: true,
  isTesting: env.NODE_ENV === "test",
  logger: { level: 0 },
  future: { expiringOfflineAccessTokens: true, unstable_managedPricingSupport: true },
});
