import { z } from "zod";

import { shopify } from "./api.server.ts";

/** Whose page of which shop an extension runs on. */
export type ExtensionToken = {
  domain: string;
  /** Shopify's id of who is signed in; null when nobody is. */
  shopifyId: bigint | null;
};

const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/;

/** Shopify's tokens for extensions have the bare domain in `dest`, or its address; both are read. */
const Claims = z.object({
  dest: z.string().regex(/^(https:\/\/)?[a-z0-9][a-z0-9-]*\.myshopify\.com$/),
  exp: z.number(),
  iss: z.string().optional(),
  // A token of the admin has a member of the staff here: that is no shopper.
  sub: z
    .string()
    .regex(/^gid:\/\/shopify\/Customer\/\d{1,19}$/)
    .optional(),
});

/**
 * What the session token of a checkout or customer account extension says; null when it is missing, wrongly signed, meant for
 * another app, or not of these five minutes. The library checks signature, `aud`, `exp` and `nbf`.
 */
export async function readExtensionToken(request: Request): Promise<ExtensionToken | null> {
  const [, token] = BEARER.exec(request.headers.get("authorization") ?? "") ?? [];
  if (!token) return null;
  const payload = await shopify.session.decodeSessionToken(token).catch(() => null);
  const claims = Claims.safeParse(payload);
  if (!claims.success) return null;
  const { dest, iss, sub } = claims.data;
  const domain = dest.replace("https://", "");
  // Who issued it need not be said. The admin says so, and is no page of a shopper's.
  if (iss !== undefined && (!iss.startsWith(`https://${domain}/`) || iss.endsWith("/admin")))
    return null;
  return {
    domain,
    shopifyId: sub === undefined ? null : BigInt(sub.split("/").at(-1) ?? ""),
  };
}
