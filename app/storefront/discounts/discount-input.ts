import { toDecimal } from "#app/ground/money.ts";

import { isShared, type RewardToIssue } from "../reward-facts.ts";

const BPS = 10_000;
const TAG = "encore";

/**
 * What Shopify is to make of a reward: `DiscountCodeBasicInput` or `DiscountCodeFreeShippingInput`.
 *
 * A discount is restricted to customers as a whole, not code by code. So a reward is a discount of its own, for its customer
 * alone, unless the merchant would rather have one discount for all (Shopify wants that of shops with very many): its codes are
 * then single-use and cannot be guessed, but who has one can use it, and it has no date of its own: Encore takes it out.
 */
export function discountInput(issue: RewardToIssue, currency: string, priceMinor: bigint | null) {
  const { reward, code, customerGid, heldAt, expiresAt } = issue;
  const alone = isShared(issue) ? null : customerGid;
  const shared = {
    title: `${reward.name} (Encore)`,
    code,
    startsAt: heldAt.toISOString(),
    ...(!isShared(issue) && expiresAt !== null && { endsAt: expiresAt.toISOString() }),
    // Of a discount with many codes it counts for each of them.
    usageLimit: 1,
    // By what they say who they are at the checkout, of all of the discount's codes.
    appliesOncePerCustomer: reward.codes === "welcome",
    context: alone === null ? { all: "ALL" } : { customers: { add: [alone] } },
    tags: [TAG],
    ...(reward.minimumMinor !== null && {
      minimumRequirement: {
        subtotal: {
          greaterThanOrEqualToSubtotal: toDecimal(BigInt(reward.minimumMinor), currency),
        },
      },
    }),
  };
  const { orderDiscounts, productDiscounts, shippingDiscounts } = reward.combinesWith;
  if (reward.kind === "free_shipping")
    // Shopify combines no two discounts on shipping.
    return {
      ...shared,
      combinesWith: { orderDiscounts, productDiscounts },
      destination: { all: true },
    };
  return {
    ...shared,
    combinesWith: { orderDiscounts, productDiscounts, shippingDiscounts },
    customerGets: { items: itemsOf(issue), value: valueOf(issue, currency, priceMinor) },
  };
}

function itemsOf({ reward }: RewardToIssue) {
  const products = reward.productIds.map((id) => `gid://shopify/Product/${id}`);
  if (products.length > 0) return { products: { productsToAdd: products } };
  const collections = reward.collectionIds.map((id) => `gid://shopify/Collection/${id}`);
  return collections.length > 0 ? { collections: { add: collections } } : { all: true };
}

/** A free product is its price off, once: a whole percentage would give away every one of them in the cart. */
function valueOf({ reward }: RewardToIssue, currency: string, priceMinor: bigint | null) {
  if (reward.kind === "percentage") return { percentage: (reward.percentBps ?? 0) / BPS };
  const minor = reward.kind === "free_product" ? priceMinor : reward.amountMinor;
  const amount = toDecimal(BigInt(minor ?? 0), currency);
  return { discountAmount: { amount, appliesOnEachItem: false } };
}
