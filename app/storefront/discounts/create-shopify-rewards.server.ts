import pMap from "p-map";

import { db } from "#app/ground/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { log } from "#app/ground/log.server.ts";
import { ShopifyRefused } from "#app/shopify/shopify-errors.ts";
import { PartialRetry, Retry } from "#app/ground/retry.ts";

import { issueCode } from "./issue-code.server.ts";
import { issueGiftCard, issueStoreCredit } from "../store-credit/issue-money.server.ts";
import { issueSharedCodes } from "./issue-shared-code.server.ts";
import { noAccount, refusedCall } from "../refusal.ts";
import {
  isForAnybody,
  isMoney,
  isShared,
  type IssueOutcome,
  type RewardToIssue,
  type Shop,
} from "../reward-facts.ts";
import { claimForCreation, recordOutcome, stopAsking } from "./reward-issues.server.ts";

const CALLS_AT_ONCE = 4;

/**
 * Has Shopify make what points were redeemed for, and says whether it did. A crash at any point makes nothing twice: each is
 * noted before Shopify is asked, and looked for there before it is asked again.
 */
export async function createShopifyRewards(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const eventIds = new Map(
    events.flatMap((event) =>
      event.type === "reward.redeemed" ? [[event.properties.redemptionId, event.id] as const] : [],
    ),
  );
  const { asked, underWay } = await claimForCreation(shopId, [...eventIds.keys()]);
  if (asked.length + underWay.length === 0) return;
  const shop = await db.shop.findUniqueOrThrow({ where: { id: shopId } });

  const putOff: string[] = [...underWay];
  const finish = async (issues: readonly RewardToIssue[], ask: Asking) => {
    try {
      const outcomes = await asOutcomes(issues, ask);
      for (const issue of issues) {
        const outcome = outcomes.get(issue.redemptionId);
        if (outcome) await recordOutcome(shopId, issue, outcome);
      }
    } catch (error) {
      if (!(error instanceof Retry)) throw error;
      log.warn(
        { err: error, shopId, rewards: issues.length },
        "Shopify could not make rewards now",
      );
      const ids = issues.map(({ redemptionId }) => redemptionId);
      await stopAsking(shopId, ids);
      putOff.push(...ids);
    }
  };

  const singles = asked.filter((issue) => !isShared(issue));
  const [money, codes] = [singles.filter(isMoney), singles.filter((issue) => !isMoney(issue))];
  await pMap(codes, (issue) => finish([issue], () => one(shopId, shop, issue)), {
    concurrency: CALLS_AT_ONCE,
  });
  // One after the other: a credit that is found again must be known as somebody's before the next one is looked for.
  for (const issue of money) await finish([issue], () => one(shopId, shop, issue));
  const shared = asked.filter(isShared);
  for (const issues of Map.groupBy(shared, discountKey).values())
    await finish(issues, () => issueSharedCodes(shopId, shop, issues));

  const later = putOff.flatMap((redemptionId) => eventIds.get(redemptionId) ?? []);
  if (later.length > 0) throw new PartialRetry(later, "Shopify could not make these rewards now");
}

type Outcomes = Map<string, IssueOutcome>;
type Asking = () => Promise<Outcomes>;

/** What Shopify refuses as a whole is refused for each; whom it does not know has nobody to make it for. */
async function asOutcomes(issues: readonly RewardToIssue[], ask: Asking): Promise<Outcomes> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ShopifyRefused)) throw error;
    return new Map(issues.map(({ redemptionId }) => [redemptionId, refusedCall(error.message)]));
  }
}

async function one(shopId: string, shop: Shop, issue: RewardToIssue): Promise<Outcomes> {
  return new Map([[issue.redemptionId, await outcomeOf(shopId, shop, issue)]]);
}

function outcomeOf(shopId: string, shop: Shop, issue: RewardToIssue): Promise<IssueOutcome> {
  // Asked for before, it may have been made, whoever its owner has become since.
  if (issue.customerGid === null && issue.askedAt === null && !isForAnybody(issue))
    return Promise.resolve(noAccount);
  if (issue.reward.kind === "store_credit") return issueStoreCredit(shopId, shop, issue);
  if (issue.reward.kind === "gift_card") return issueGiftCard(shop, issue);
  return issueCode(shop, issue);
}

function discountKey({ reward }: RewardToIssue): string {
  return `${reward.rewardId}.${reward.version}.${reward.codes}`;
}
