import type { z } from "zod";

import { findCustomer } from "#app/customers/identity/find-customer.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { visitorAddress } from "#app/http/proxies.server.ts";
import { rateLimit } from "#app/http/rate-limit.server.ts";
import { excludedAmong } from "#app/loyalty/view.server.ts";
import { comparableIp } from "#app/orders/comparable-place.ts";
import { shopify } from "#app/shopify/api.server.ts";
import { readExtensionToken } from "#app/shopify/extension-token.server.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

import { fieldsOf, isForm } from "./form-answers.server.ts";

/** Who asks on the storefront, in the customer account or after the checkout. */
export type Shopper = {
  shop: Shop;
  /** Shopify's id of who is signed in; null for guests. */
  shopifyId: bigint | null;
  /** Encore's record of them; null for guests, and for an account that Encore has not heard of yet. */
  customerId: string | null;
};

/** A shopper who is signed in and whom Encore knows. */
export type SignedInShopper = Shopper & { shopifyId: bigint; customerId: string };

/** A person clicks a few times a second at most; polling for a code is one request in half a second. */
const passes = rateLimit("shopper", { points: 2, seconds: 1, burst: 30 });

/** Guests ask once a visit, and some times right after they bought: a family's worth from one address, and so many in a shop. */
const guests = rateLimit("guests", { points: 2, seconds: 1, burst: 60 });
const guestsOfShop = rateLimit("guests-of-shop", { points: 20, seconds: 1, burst: 200 });

/** What Shopify signs besides the visitor's own parameters: exactly one of each, or nobody is believed. */
const SIGNED = ["shop", "logged_in_customer_id", "timestamp", "signature"];

/**
 * Who sent a request through the app proxy. Only Shopify's signed query says so, never the body:
 * see "App proxy" in Shopify's documentation. Throws a 401 for a query that Shopify did not sign in
 * the last 90 seconds, and a 404 for a shop that does not have Encore.
 *
 * Not `authenticate.public.appProxy`: it refreshes the shop's token inside a shopper's request,
 * which needs none.
 */
export async function customerOfProxy(request: Request): Promise<Shopper> {
  const query = new URL(request.url).searchParams;
  // A name given twice is signed as one text; whoever reads the first alone reads what the visitor
  // wrote.
  const clear = SIGNED.every((name) => query.getAll(name).length === 1);
  if (!clear || !(await isSigned(query))) throw refusal(401, "not_signed");

  // A form of another site's page would act as whoever is signed in. Browsers say where it stands.
  const isFromElsewhere = request.headers.get("sec-fetch-site") === "cross-site";
  if (request.method !== "GET" && isFromElsewhere) throw refusal(403, "not_signed");

  const id = query.get("logged_in_customer_id") ?? "";
  if (!/^\d{0,19}$/.test(id)) throw refusal(401, "not_signed");
  return shopperOf(query.get("shop") ?? "", id === "" ? null : BigInt(id));
}

/**
 * Who sent a request from an extension of the customer account or the checkout, by the session
 * token that Shopify gave it. Nobody is signed in when it names no customer. Throws a 401 for a
 * token that is missing, old or not for this app, and a 404 for a shop that does not have Encore.
 */
export async function shopperOfExtension(request: Request): Promise<Shopper> {
  const token = await readExtensionToken(request);
  if (!token) throw refusal(401, "not_signed");
  return shopperOf(token.domain, token.shopifyId);
}

/**
 * Who sent a request that only a member may send, with what `asMember` and `asParticipant` throw. Below /extension the session token says so, as in
 * `shopperOfExtension`; everywhere else the signed query, as in `customerOfProxy`.
 */
export async function memberOf(request: Request): Promise<SignedInShopper> {
  const isExtension = new URL(request.url).pathname.startsWith("/extension/");
  const shopper = await (isExtension ? shopperOfExtension(request) : customerOfProxy(request));
  return asParticipant(await asMember(shopper));
}

/** A member whom the program is for. Throws a 403 for who is excluded from it, who is not told so. */
export async function asParticipant(member: SignedInShopper): Promise<SignedInShopper> {
  const { shop, customerId } = member;
  const excluded = await inShop(shop.id, (tx) => excludedAmong(tx, [customerId]));
  if (excluded.size > 0) throw refusal(403, "nothing_here");
  return member;
}

/**
 * A shopper as a member. Throws a 401 for guests, a 409 for an account that Encore has not heard of
 * yet, and a 429 for who asks too often.
 */
export async function asMember({ shop, shopifyId, customerId }: Shopper): Promise<SignedInShopper> {
  if (shopifyId === null) throw refusal(401, "sign_in");
  refuseFor(await passes(`${shop.id}.${shopifyId}`));
  if (customerId === null) throw refusal(409, "not_known_yet");

  return { shop, shopifyId, customerId };
}

/** The shop of somebody who is not signed in. Throws a 429 when too many ask from one address, or in all. */
export async function asGuest({ shop }: Shopper, request: Request): Promise<Shop> {
  refuseFor(await guests(`${shop.id}.${comparableIp(visitorAddress(request))}`));
  refuseFor(await guestsOfShop(shop.id));
  return shop;
}

/**
 * The body of a request as it must be: JSON, or a form's fields as `ofForm` reads them. Throws a 422 that says which fields are not.
 */
export async function bodyOfProxy<Body>(
  request: Request,
  schema: z.ZodType<Body>,
  ofForm: (fields: Record<string, string>) => unknown = (fields) => fields,
): Promise<Body> {
  const read = isForm(request) ? fieldsOf(request).then(ofForm) : request.json();
  const parsed = schema.safeParse(await read.catch(() => null));
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join(".")))];
  throw shopperAnswer({ error: "invalid", fields }, 422);
}

/** An answer to a shopper's page: JSON, kept by nobody on the way. Points are numbers in it, dates ISO 8601. */
export function shopperAnswer(answer: object, status = 200, headers: HeadersInit = {}): Response {
  const text = JSON.stringify(answer, (_, value: unknown) =>
    typeof value === "bigint" ? Number(value) : value,
  );
  return new Response(text, {
    status,
    headers: { ...headers, "content-type": "application/json", "cache-control": "no-store" },
  });
}

async function shopperOf(domain: string, shopifyId: bigint | null): Promise<Shopper> {
  const shop = await db.shop.findUnique({ where: { domain } });
  if (!shop || shop.uninstalledAt) throw refusal(404, "no_shop");
  const customerId =
    shopifyId === null ? null : await inShop(shop.id, (tx) => findCustomer(tx, { shopifyId }));
  return { shop, shopifyId, customerId };
}

async function isSigned(query: URLSearchParams): Promise<boolean> {
  try {
    return await shopify.utils.validateHmac(query, { signator: "appProxy" });
  } catch {
    return false; // The library throws for what is missing or old.
  }
}

function refuseFor(seconds: number): void {
  if (seconds > 0) throw refusal(429, "too_many", { "retry-after": String(seconds) });
}

function refusal(status: number, error: string, headers: HeadersInit = {}): Response {
  return shopperAnswer({ error }, status, headers);
}
