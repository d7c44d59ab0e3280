import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import { env } from "#app/ground/env.server.ts";

const POLICY = "content-security-policy";
const NONCE = "x-encore-nonce";
const SHOPIFYS_SCRIPTS = "https://cdn.shopify.com";
const SHOPIFYS_ADMIN = "https://admin.shopify.com";
/** The local stand-in's admin and its App Bridge. */
const standIn = env.APP_BRIDGE_URL ? [new URL(env.APP_BRIDGE_URL).origin] : [];

/** What browsers are told with every answer, whatever answers. Nothing in it runs and nobody frames it, unless a page says so. */
export function secure(request: IncomingMessage, response: ServerResponse): void {
  request.headers[NONCE] = randomBytes(16).toString("base64");
  response.setHeader("strict-transport-security", "max-age=31536000");
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "strict-origin-when-cross-origin");
  const writeHead = response.writeHead.bind(response);
  response.writeHead = ((...args: Parameters<typeof writeHead>) => {
    // Express has a policy for its own errors that lets anybody frame them.
    const isSaid = String(response.getHeader(POLICY)).includes("frame-ancestors");
    if (!isSaid && !isForShopify(response))
      response.setHeader(POLICY, "default-src 'none'; frame-ancestors 'none'");
    return writeHead(...args);
  }) as typeof response.writeHead;
}

/** What Shopify renders into a page of the shop, whose scripts and frames are the shop's own affair. */
function isForShopify(response: ServerResponse): boolean {
  return String(response.getHeader("content-type")).startsWith("application/liquid");
}

/** What inline scripts of the page that answers this request have to name, or browsers do not run them. */
export function nonceOf(request: Request): string {
  return request.headers.get(NONCE) ?? "";
}

/** Lets a page run Encore's and Shopify's scripts, and be framed by the admin of this shop; by nobody when there is none. */
export function setPagePolicy(headers: Headers, request: Request, shop: string | null): void {
  const scripts = ["'self'", `'nonce-${nonceOf(request)}'`, SHOPIFYS_SCRIPTS, ...standIn];
  const frames = shop ? [`https://${shop}`, SHOPIFYS_ADMIN, ...standIn] : ["'none'"];
  headers.set(
    POLICY,
    [
      `script-src ${scripts.join(" ")}`,
      "object-src 'none'",
      "base-uri 'none'",
      `frame-ancestors ${frames.join(" ")}`,
    ].join("; "),
  );
}
