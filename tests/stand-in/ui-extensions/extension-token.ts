import { createHmac, randomUUID } from "node:crypto";

import type { AppConfig } from "../app-config.ts";
import type { ShopDoc } from "../store/documents.ts";

const LIFE_SECONDS = 5 * 60;

/**
 * A session token as Shopify mints it for extensions of checkout and customer accounts: HS256 with the app's secret, `dest` the
 * bare domain, `sub` the customer's GID when one is signed in, five minutes, by the machine's real time.
 */
export function mintExtensionToken(
  app: Pick<AppConfig, "apiKey" | "apiSecret">,
  shop: Pick<ShopDoc, "domain">,
  { customerId, lifeSeconds = LIFE_SECONDS }: { customerId: string | null; lifeSeconds?: number },
): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    dest: shop.domain,
    aud: app.apiKey,
    ...(customerId !== null && { sub: `gid://shopify/Customer/${customerId}` }),
    exp: now + lifeSeconds,
    nbf: Math.min(now, now + lifeSeconds),
    iat: Math.min(now, now + lifeSeconds),
    jti: randomUUID(),
  };
  const head = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${head}.${createHmac("sha256", app.apiSecret).update(head).digest("base64url")}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
