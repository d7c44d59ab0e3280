import { createHmac } from "node:crypto";

export type IdentifierKind = "shopify" | "email" | "phone" | "ip" | "address";

/** What an identifier is stored and found by, in hex. Keyed by the shop: the same email of two shops looks unlike. */
export function identifierHash(shopId: string, kind: IdentifierKind, value: string): string {
  return createHmac("sha256", shopId).update(`${kind}.${value}`).digest("hex");
}
