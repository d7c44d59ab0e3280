import { parseMinor } from "#app/ground/money.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import {
  createBasicCode,
  createFreeShippingCode,
  discountByCode,
  productPrice,
} from "#app/shopify/documents/discounts.ts";

import { discountInput } from "./discount-input.ts";
import { isTaken, noAccount, refusedFor, type UserError } from "../refusal.ts";
import { isForAnybody, type IssueOutcome, type RewardToIssue, type Shop } from "../reward-facts.ts";

type Created = { codeDiscountNode: { id: string } | null; userErrors: UserError[] };
type Reply = { discountCodeBasicCreate?: Created; discountCodeFreeShippingCreate?: Created };
type Found = { codeDiscountNodeByCode: { id: string } | null };
type Price = {
  product: {
    priceRangeV2: { maxVariantPrice: { amount: string; currencyCode: string } };
  } | null;
};

/**
 * Makes the discount of one reward. Its code was chosen before, so one that was made already, by a call whose answer was lost, is
 * found by it.
 */
export async function issueCode(shop: Shop, issue: RewardToIssue): Promise<IssueOutcome> {
  if (issue.askedAt !== null) {
    const made = await findDiscount(shop, issue.code ?? "");
    if (made) return { outcome: "issued", gid: made };
  }
  if (issue.customerGid === null && !isForAnybody(issue)) return noAccount;
  return createDiscount(shop, issue);
}

/** Makes the discount that the reward is, or the one that it is the first code of. */
export async function createDiscount(shop: Shop, issue: RewardToIssue): Promise<IssueOutcome> {
  const isFreeProduct = issue.reward.kind === "free_product";
  const price = isFreeProduct ? await priceOf(shop, issue) : null;
  if (isFreeProduct && price === null)
    return {
      outcome: "refused",
      reason: "product_gone",
      detail: "The product is no longer there.",
    };

  const document = issue.reward.kind === "free_shipping" ? createFreeShippingCode : createBasicCode;
  const reply = await adminGraphql<Reply>(shop.domain, document, {
    discount: discountInput(issue, shop.currency, price),
  });
  const created = reply.discountCodeBasicCreate ?? reply.discountCodeFreeShippingCreate;
  if (created?.codeDiscountNode) return { outcome: "issued", gid: created.codeDiscountNode.id };
  const errors = created?.userErrors ?? [];
  const made = isTaken(errors) ? await findDiscount(shop, issue.code ?? "") : null;
  return made ? { outcome: "issued", gid: made } : refusedFor(errors);
}

/** The discount that has this code, if there is one. */
export async function findDiscount(shop: Shop, code: string): Promise<string | null> {
  const reply = await adminGraphql<Found>(shop.domain, discountByCode, { code });
  return reply.codeDiscountNodeByCode?.id ?? null;
}

async function priceOf(shop: Shop, { reward }: RewardToIssue): Promise<bigint | null> {
  const id = `gid://shopify/Product/${reward.productIds[0]}`;
  const { product } = await adminGraphql<Price>(shop.domain, productPrice, { id });
  if (!product) return null;
  const { amount, currencyCode } = product.priceRangeV2.maxVariantPrice;
  return parseMinor(amount, currencyCode);
}
