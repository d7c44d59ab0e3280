import { findSurvivors } from "#app/customers/find-survivors.server.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

import { db, inShop } from "./db.server.ts";
import { shopify } from "./shopify/api.server.ts";

/** Who asks on the storefront. */
export type Shopper = {
  shop: Shop;
  /** Shopify's id of who is signed in; null for guests. */
  shopifyId: bigint | null;
  /** Encore's record of them; null for guests, and for an account that Encore has not heard of yet. */
  customerId: string | null;
};

/** What Shopify signs besides the visitor's own parameters: exactly one of each, or nobody is believed. */
const SIGNED = ["shop", "logged_in_customer_id", "timestamp", "signature"];

/**
 * Who sent a request through the app proxy. Only Shopify's signed query says so, never the body: see "App proxy" in
 * Shopify's documentation. Throws a 400 for a query that Shopify did not sign in the last 90 seconds, and a 404 for a
 * shop that does not have Encore.
 *
 * Not `authenticate.public.appProxy`: it refreshes the shop's token inside a shopper's request, which needs none.
 */
export async function customerOfProxy(request: Request): Promise<Shopper> {
  const query = new URL(request.url).searchParams;
  // A name given twice is signed as one text; whoever reads the first alone reads what the visitor wrote.
  const clear = SIGNED.every((name) => query.getAll(name).length === 1);
  if (!clear || !(await isSigned(query))) throw refusal(400, "not_signed");

  const shop = await db.shop.findUnique({ where: { domain: query.get("shop") ?? "" } });
  if (!shop || shop.uninstalledAt) throw refusal(404, "no_shop");

  const id = query.get("logged_in_customer_id") ?? "";
  if (!/^\d{0,19}$/.test(id)) throw refusal(400, "not_signed");
  const shopifyId = id === "" ? null : BigInt(id);
  const customerId = shopifyId === null ? null : await findCustomer(shop.id, shopifyId);
  return { shop, shopifyId, customerId };
}

async function isSigned(query: URLSearchParams): Promise<boolean> {
  try {
    return await shopify.utils.validateHmac(query, { signator: "appProxy" });
  } catch {
    return false; // The library throws for what is missing or old.
  }
}

function findCustomer(shopId: string, shopifyId: bigint): Promise<string | null> {
  return inShop(shopId, async (tx) => {
    const found = await tx.customer.findFirst({
      where: { shopId, shopifyId, redactedAt: null },
      select: { id: true },
    });
    if (!found) return null;
    const survivors = await findSurvivors(tx, shopId, [found.id]);
    return survivors.get(found.id) ?? null;
  });
}

function refusal(status: number, error: string): Response {
  return Response.json({ error }, { status, headers: { "cache-control": "no-store" } });
}
