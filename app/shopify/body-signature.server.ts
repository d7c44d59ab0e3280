import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";

import { env } from "#app/ground/env.server.ts";

// A key object: from the secret's text OpenSSL would make it anew for each body.
const signingKey = createSecretKey(Buffer.from(env.SHOPIFY_API_SECRET));

/** Whether Shopify signed these bytes: `signature` is the header X-Shopify-Hmac-Sha256. */
export function isSignedBody(body: Buffer, signature: string): boolean {
  const expected = createHmac("sha256", signingKey).update(body).digest();
  const claimed = Buffer.from(signature, "base64");
  return claimed.length === expected.length && timingSafeEqual(claimed, expected);
}
