import { createHmac } from "node:crypto";

import { demoEnvironment } from "./env.ts";

const LIFE_SECONDS = 60;

/**
 * A session token with these claims beside the usual ones, signed as Shopify signs for this app unless another secret or
 * another head is given. A claim that is undefined is left out.
 */
export function mintToken(
  claims: Record<string, unknown>,
  {
    secret = demoEnvironment.SHOPIFY_API_SECRET as string,
    head = { alg: "HS256", typ: "JWT" } as object,
  } = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const usual = {
    aud: demoEnvironment.SHOPIFY_API_KEY,
    exp: now + LIFE_SECONDS,
    nbf: now,
    iat: now,
  };
  const text = `${encode(head)}.${encode({ ...usual, ...claims })}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

/** What the admin says of a member of a shop's staff. */
export function staffClaims(domain: string): { iss: string; dest: string; sub: string } {
  return { iss: `https://${domain}/admin`, dest: `https://${domain}`, sub: "902541635" };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
