import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

import type { AppConfig } from "../app-config.ts";
import type { ShopDoc } from "../store/documents.ts";

export type SessionTokenOptions = {
  /** The staff member. */
  userId?: string;
  /** Life in seconds; Shopify gives one minute. Negative makes an expired one. */
  lifeSeconds?: number;
};

/** The staff member who sits before the admin. */
export const STAFF_USER_ID = "902541635";

/** A session token as the admin mints it: HS256 with the app's secret, by the machine's real time. */
export function mintSessionToken(
  app: AppConfig,
  shop: ShopDoc,
  { userId = STAFF_USER_ID, lifeSeconds = 60 }: SessionTokenOptions = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `https://${shop.domain}/admin`,
    dest: `https://${shop.domain}`,
    aud: app.apiKey,
    sub: userId,
    exp: now + lifeSeconds,
    nbf: Math.min(now, now + lifeSeconds),
    iat: Math.min(now, now + lifeSeconds),
    jti: randomUUID(),
    sid: randomUUID(),
  };
  const head = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${head}.${signature(app, head)}`;
}

/** The claims of a token that this app's admin minted for this shop and that still lives, else null. */
export function readSessionToken(
  app: AppConfig,
  shop: ShopDoc,
  token: string,
): { sub: string; sid: string } | null {
  const [header, payload, sign] = token.split(".");
  if (!header || !payload || !sign) return null;
  const expected = Buffer.from(signature(app, `${header}.${payload}`));
  const given = Buffer.from(sign);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as {
    aud: string;
    dest: string;
    exp: number;
    sub: string;
    sid: string;
  };
  const alive = claims.exp + TOLERANCE_SECONDS > Date.now() / 1000;
  return alive && claims.aud === app.apiKey && claims.dest === `https://${shop.domain}`
    ? claims
    : null;
}

const TOLERANCE_SECONDS = 10;

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function signature(app: AppConfig, text: string): string {
  return createHmac("sha256", app.apiSecret).update(text).digest("base64url");
}
