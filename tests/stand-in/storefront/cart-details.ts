import { z } from "zod";

import { readCookie, setCookie } from "./cookies.ts";
import type { Visit } from "./visit.ts";

/** What a cart carries besides goods. */
export type CartDetails = {
  attributes: Record<string, string>;
  note: string | null;
  /** Discount codes as the visitor typed them or followed their link. */
  codes: string[];
};

const Details = z.object({
  attributes: z.record(z.string(), z.string()).catch({}),
  note: z.string().nullable().catch(null),
  codes: z.array(z.string()).catch([]),
});

const cookieName = (visit: Visit) => `cart_details_${visit.shop.handle}`;

export function readCartDetails(visit: Visit): CartDetails {
  try {
    return Details.parse(JSON.parse(readCookie(visit.request, cookieName(visit)) ?? "{}"));
  } catch {
    return { attributes: {}, note: null, codes: [] }; // a cookie that someone changed
  }
}

export function writeCartDetails(visit: Visit, details: CartDetails): void {
  setCookie(visit.response, cookieName(visit), JSON.stringify(details), visit.base);
}

/** The cart is ordered: its note and codes are used up. */
export function clearCartDetails(visit: Visit): void {
  setCookie(visit.response, cookieName(visit), "", visit.base);
}

/** The attributes with what is given; an empty value takes one away, as in Shopify's cart. */
export function withAttributes(
  before: Record<string, string>,
  given: Record<string, unknown>,
): Record<string, string> {
  const changed = Object.entries(given).map(([key, value]) => [key, textOf(value)] as const);
  return Object.fromEntries(
    Object.entries({ ...before, ...Object.fromEntries(changed) }).filter(([, text]) => text !== ""),
  );
}

function textOf(value: unknown): string {
  return value === null || value === undefined
    ? ""
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value as string | number | boolean);
}
