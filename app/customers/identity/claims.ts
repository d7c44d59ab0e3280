/** Nobody's name and addresses. */
const nameless = {
  email: null,
  phone: null,
  firstName: null,
  lastName: null,
  country: null,
};

/** What a record says of somebody who is to be forgotten. */
export const forgotten = { ...nameless, accountState: null, accountStateAt: null };

/** What a person is called and reached by. */
export type Traits = Record<keyof typeof nameless, string | null>;

/** What one payload says about one Shopify customer. */
export type CustomerClaim = Traits & {
  shopifyId: bigint;
  /** When this was so, by Shopify's clock: a later claim replaces an earlier one as a whole. */
  asOf: Date;
  createdAt: Date;
  /** enabled | disabled | invited | declined: of their account with the shop; nothing where it does not say. */
  account?: string | null;
};

/** Shopify merged one of its customers into another. */
export type CustomerMerge = { keptShopifyId: bigint; mergedShopifyId: bigint; at: Date };

export type ConsentFacts = {
  channel: "email" | "sms";
  shopifyId: bigint;
  /** The normalised address; null when Shopify keeps it from us. */
  address: string | null;
  state: string;
  optInLevel: string | null;
  at: Date;
};

/**
 * The claim that holds, whichever of the two arrived first: the later one. Two of the same moment are decided by
 * their content, so that every order of arrival decides alike.
 */
export function laterClaim(one: CustomerClaim, other: CustomerClaim): CustomerClaim {
  const difference = one.asOf.getTime() - other.asOf.getTime();
  if (difference !== 0) return difference > 0 ? one : other;
  return claimContent(one) >= claimContent(other) ? one : other;
}

/** Comparable text of what a claim says; more is more than less, so that a name beats no name. */
export function claimContent(claim: Traits): string {
  return [claim.email, claim.phone, claim.firstName, claim.lastName, claim.country]
    .map((value) => value ?? "")
    .join("\u001f");
}
