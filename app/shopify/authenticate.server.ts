import "@shopify/shopify-app-remix/adapters/node";
import { AppDistribution, shopifyApp } from "@shopify/shopify-app-remix/server";

import { env } from "#app/ground/env.server.ts";

import { API_VERSION } from "./api-version.ts";
import { sessionStorage } from "./session-storage.server.ts";

const shopify = shopifyApp({
  apiKey: env.SHOPIFY_API_KEY,
  apiSecretKey: env.SHOPIFY_API_SECRET,
  appUrl: env.SHOPIFY_APP_URL,
  scopes: env.SCOPES?.split(","),
  apiVersion: API_VERSION,
  distribution: AppDistribution.AppStore,
  sessionStorage,
  authPathPrefix: "/auth",
  future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
});

export const { authenticate, addDocumentResponseHeaders } = shopify;
