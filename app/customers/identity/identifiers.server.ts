import type { Identifier } from "#prisma/generated/client/client.ts";

import { identifierHash } from "./identifier-hash.server.ts";

/** Something a person is known by, and why it is theirs. */
export type CustomerIdentifiers = {
  kind: string;
  /** Only hashes are kept: there when the record still shows the same email or Shopify id. */
  value: string | null;
  firstSeenAt: string;
  lastSeenAt: string;
  why: string;
};

type Shown = { email: string | null; shopifyId: bigint | null };

/** An identifier as the person's page tells it. */
export function identifiersOf(
  shopId: string,
  identifier: Identifier,
  shown: Shown,
): CustomerIdentifiers {
  const { kind, firstSeenAt, lastSeenAt, claimedAt } = identifier;
  return {
    kind,
    value: valueBehind(shopId, identifier, shown),
    firstSeenAt: firstSeenAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    why: why(kind, claimedAt !== null),
  };
}

function valueBehind(shopId: string, { kind, valueHash }: Identifier, shown: Shown): string | null {
  if (kind !== "email" && kind !== "shopify") return null;

  const value = kind === "email" ? shown.email : shown.shopifyId?.toString();
  const same =
    value && identifierHash(shopId, kind, value) === Buffer.from(valueHash).toString("hex");
  return same ? value : null;
}

function why(kind: string, claimed: boolean): string {
  if (kind === "shopify") return "A customer in Shopify.";
  if (kind !== "email") return `Known by ${kind}.`;
  return claimed
    ? "The email of their customer in Shopify."
    : "Ordered with this email as a guest.";
}
