import { createHmac } from "node:crypto";

import { readBody, redirect, sendHtml } from "../http.ts";
import { renderAnswer } from "./render-page.ts";
import { shopAddress } from "./pages/discount-link.ts";
import type { Visit } from "./visit.ts";

/** Headers of one hop; they are not passed on. */
const HOP = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-length",
  "content-encoding",
]);

/**
 * The query that Shopify adds to an app proxy request: the visitor's own parameters (those that Shopify signs with
 * are dropped), shop, customer (blank when signed out), path prefix, time in seconds, and the signature.
 */
export function proxyQuery(
  own: URLSearchParams,
  facts: { shop: string; customerId: string | null; pathPrefix: string; timestamp: number },
  secret: string,
): URLSearchParams {
  const query = new URLSearchParams(own);
  query.delete("signature");
  query.set("shop", facts.shop);
  query.set("logged_in_customer_id", facts.customerId ?? "");
  query.set("path_prefix", facts.pathPrefix);
  query.set("timestamp", String(facts.timestamp));
  query.set("signature", proxySignature(query, secret));
  return query;
}

/** Hex HMAC-SHA256 over the sorted `key=value` pairs joined without separator; several values of a key by commas. */
export function proxySignature(query: URLSearchParams, secret: string): string {
  const message = [...new Set(query.keys())]
    .filter((key) => key !== "signature")
    .map((key) => `${key}=${query.getAll(key).join(",")}`)
    .sort()
    .join("");
  return createHmac("sha256", secret).update(message).digest("hex");
}

/** Passes a request under `/apps/encore` on to the app as Shopify's app proxy does, and its answer back. */
export async function passToApp(visit: Visit): Promise<true> {
  const { request, response, context, shop, page } = visit;
  const proxy = context.app.proxy;
  const prefix = `${proxy?.prefix}/${proxy?.subpath}`;
  const target = new URL(`${proxy?.url}${page.slice(prefix.length)}`, `${context.app.appUrl}/`);
  target.search = proxyQuery(
    context.url.searchParams,
    {
      shop: shop.domain,
      customerId: visit.customer?.id ?? null,
      pathPrefix: `/${prefix}`,
      timestamp: Math.floor(Date.now() / 1000),
    },
    context.app.apiSecret,
  ).toString();
  const body = await readBody(request);
  const answer = await fetch(target, {
    method: request.method ?? "GET",
    headers: forwardedHeaders(visit),
    redirect: "manual",
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  });
  const location = answer.headers.get("location");
  if (location) return redirect(response, localAddress(visit, location));
  // What the app answers as Liquid becomes a page of the shop.
  if (answer.headers.get("content-type")?.startsWith("application/liquid"))
    return sendHtml(response, answer.status, renderAnswer(visit, await answer.text()));
  response.writeHead(
    answer.status,
    [...answer.headers].filter(([name]) => !HOP.has(name) && name !== "set-cookie").flat(),
  );
  response.end(Buffer.from(await answer.arrayBuffer()));
  return true;
}

/** Where the app sends a visitor to: pages of the shop's own host are served here, below the shop's root. */
function localAddress(visit: Visit, location: string): string {
  const own = `https://${visit.shop.domain}`;
  const path = location.startsWith(`${own}/`) ? location.slice(own.length) : location;
  return path.startsWith("/") && !path.startsWith("//") ? shopAddress(visit, path) : path;
}

/** Shopify passes the visitor's headers and address on, but no cookies. */
function forwardedHeaders({ request, shop }: Visit): Headers {
  const headers = new Headers({ "x-forwarded-host": shop.domain, "x-forwarded-proto": "https" });
  for (const name of [
    "accept",
    "accept-language",
    "content-type",
    "sec-fetch-site",
    "user-agent",
  ]) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  const address = request.headers["x-forwarded-for"] ?? request.socket.remoteAddress;
  if (typeof address === "string") headers.set("x-forwarded-for", address);
  return headers;
}
