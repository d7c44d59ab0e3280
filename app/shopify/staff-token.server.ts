import { z } from "zod";

import { shopify } from "./api.server.ts";

const SHOP = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/** What the admin says of a member of the staff. Shoppers' extensions get tokens with the same signature and `aud`. */
const Claims = z
  .object({
    iss: z.string(),
    dest: z.string().regex(/^https:\/\/[a-z0-9][a-z0-9-]*\.myshopify\.com$/),
    exp: z.number(),
    sub: z.string().regex(/^\d{1,20}$/),
  })
  .refine(({ iss, dest }) => iss === `${dest}/admin`);

/** App Bridge asks again with a new token. */
const ASK_AGAIN = { "X-Shopify-Retry-Invalid-Session-Request": "1" };

/**
 * Throws a 401 for a token that Shopify signed for this app, but not for somebody who works for the shop that the address names.
 * Example: the customer account's `{ dest: "https://tea.myshopify.com", sub: "gid://shopify/Customer/7" }`. So it does for data
 * that is asked for without any. Whatever else is wrong with a token is left to Shopify's library, which sends pages that have
 * none to where they get one.
 */
export async function refuseOthersTokens(request: Request): Promise<void> {
  const token = tokenOf(request);
  if (!token && !isPage(request)) throw new Response(null, { status: 401, headers: ASK_AGAIN });
  const payload = token && (await shopify.session.decodeSessionToken(token).catch(() => null));
  if (payload && !isOfStaff(payload, new URL(request.url).searchParams.get("shop")))
    throw new Response(null, { status: 401 });
}

/** Whether a browser asks for a page, and not a script of one for data. */
function isPage({ method, headers }: Request): boolean {
  return method === "GET" && (headers.get("accept") ?? "").includes("text/html");
}

/** The shop whose admin sent this, by its valid token; null when there is none. */
export async function shopOfToken(request: Request): Promise<string | null> {
  const token = tokenOf(request);
  const payload = token && (await shopify.session.decodeSessionToken(token).catch(() => null));
  const claims = Claims.safeParse(payload);
  return claims.success ? new URL(claims.data.dest).hostname : null;
}

/** As Shopify's library finds it. */
function tokenOf(request: Request): string | null {
  const header = request.headers.get("authorization")?.replace("Bearer ", "");
  return header || new URL(request.url).searchParams.get("id_token");
}

/** The shop that an address names, whoever wrote it; null when there is none. */
export function shopOfAddress(request: Request): string | null {
  const shop = new URL(request.url).searchParams.get("shop") ?? "";
  return SHOP.test(shop) ? shop : null;
}

function isOfStaff(payload: unknown, shop: string | null): boolean {
  const claims = Claims.safeParse(payload);
  return claims.success && (shop === null || claims.data.dest === `https://${shop}`);
}
