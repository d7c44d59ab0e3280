import "@shopify/shopify-app-remix/adapters/node";
import { ShopifyError } from "@shopify/shopify-api";
import { AppDistribution, shopifyApp } from "@shopify/shopify-app-remix/server";

import { env } from "#app/ground/env.server.ts";
import { nonceOf, setPagePolicy } from "#app/http/security-headers.server.ts";

import { API_VERSION } from "./api-version.ts";
import { sessionStorage } from "./session-storage.server.ts";
import { refuseOthersTokens, shopOfAddress } from "./staff-token.server.ts";

const { authenticate } = shopifyApp({
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

/**
 * Who of which shop's staff is asking. Throws the answer for anybody else: Shopify's way to a new token for a page without a valid
 * one, a 401 for data and for tokens of other surfaces, a 400 for an address that the library cannot read.
 */
export async function authenticateStaff(request: Request) {
  await refuseOthersTokens(request);
  try {
    return await authenticate.admin(request);
  } catch (error) {
    if (error instanceof ShopifyError) throw new Response(null, { status: 400 });
    if (error instanceof Response && isHtml(error)) throw await asOurPage(error, request);
    throw error;
  }
}

function isHtml({ headers }: Response): boolean {
  return (headers.get("content-type") ?? "").startsWith("text/html");
}

/** A page of the library, which gets a new token or leaves the frame. It knows no nonces, and believes any name of a shop. */
async function asOurPage(page: Response, request: Request): Promise<Response> {
  const html = (await page.text()).replaceAll("<script>", `<script nonce="${nonceOf(request)}">`);
  const headers = new Headers(page.headers);
  setPagePolicy(headers, request, shopOfAddress(request));
  return new Response(html, { status: page.status, headers });
}
