import { setTimeout as sleep } from "node:timers/promises";

import { inShop } from "#app/ground/db.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { addCodes, codesAdded } from "#app/shopify/documents/discounts.ts";
import { Retry } from "#app/ground/retry.ts";

import { createDiscount, findDiscount } from "./issue-code.server.ts";
import { refusedFor, type UserError } from "../refusal.ts";
import type { IssueOutcome, RewardToIssue, Shop } from "../reward-facts.ts";

/** Shopify takes this many in one call. */
const MOST_CODES = 250;
const LOOK_EVERY_MS = 200;
const LOOKS = 25;

type Added = {
  discountRedeemCodeBulkAdd: { bulkCreation: { id: string } | null; userErrors: UserError[] };
};
type Progress = { discountRedeemCodeBulkCreation: { done: boolean } | null };

/**
 * Adds the codes of rewards to the one discount that they share, as many as there are at once. Adding a code that is there does
 * nothing, so it may be done again. Returns what became of each, by redemption.
 */
export async function issueSharedCodes(
  shopId: string,
  shop: Shop,
  issues: readonly RewardToIssue[],
): Promise<Map<string, IssueOutcome>> {
  const [first] = issues;
  const outcomes = new Map<string, IssueOutcome>();
  if (!first) return outcomes;
  const discount = await ensureDiscount(shopId, shop, first);
  const sameForAll = (outcome: IssueOutcome) =>
    new Map(issues.map(({ redemptionId }) => [redemptionId, outcome]));
  if (discount.outcome === "refused" || discount.gid === null) return sameForAll(discount);

  for (let start = 0; start < issues.length; start += MOST_CODES) {
    const some = issues.slice(start, start + MOST_CODES);
    const missing: RewardToIssue[] = [];
    for (const issue of some)
      if ((await findDiscount(shop, issue.code ?? "")) !== discount.gid) missing.push(issue);
    const refusal = await add(shop, discount.gid, missing);
    for (const issue of some)
      outcomes.set(
        issue.redemptionId,
        refusal && missing.includes(issue) ? refusal : { outcome: "issued", gid: discount.gid },
      );
  }
  return outcomes;
}

/** The discount of this version of the reward; made with the first code that is asked for. */
async function ensureDiscount(
  shopId: string,
  shop: Shop,
  issue: RewardToIssue,
): Promise<IssueOutcome> {
  const { rewardId, version: rewardVersion, codes } = issue.reward;
  const key = { shopId, rewardId, rewardVersion, codes };
  const known = await inShop(shopId, (tx) =>
    tx.rewardDiscount.findUnique({ where: { shopId_rewardId_rewardVersion_codes: key } }),
  );
  if (known) return { outcome: "issued", gid: known.shopifyGid };

  const made = await findDiscount(shop, issue.code ?? "");
  const outcome: IssueOutcome = made
    ? { outcome: "issued", gid: made }
    : await createDiscount(shop, issue);
  const { gid } = outcome.outcome === "issued" ? outcome : { gid: null };
  if (gid !== null)
    await inShop(shopId, (tx) =>
      tx.rewardDiscount.createMany({ data: { ...key, shopifyGid: gid }, skipDuplicates: true }),
    );
  return outcome;
}

/** Adds codes and waits until they work. Returns why they were refused, or null. */
async function add(
  shop: Shop,
  discountId: string,
  issues: readonly RewardToIssue[],
): Promise<IssueOutcome | null> {
  if (issues.length === 0) return null;
  const reply = await adminGraphql<Added>(shop.domain, addCodes, {
    discountId,
    codes: issues.map(({ code }) => ({ code })),
  });
  const { bulkCreation, userErrors } = reply.discountRedeemCodeBulkAdd;
  if (!bulkCreation) return refusedFor(userErrors);
  for (let look = 0; look < LOOKS; look++) {
    const { discountRedeemCodeBulkCreation: batch } = await adminGraphql<Progress>(
      shop.domain,
      codesAdded,
      { id: bulkCreation.id },
    );
    if (batch?.done) return null;
    await sleep(LOOK_EVERY_MS);
  }
  throw new Retry("Shopify is still adding codes");
}
