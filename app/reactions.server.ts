import { handlersOf, type ReactionTable } from "./events/reaction-table.ts";
import { inTurn } from "./events/run-all.server.ts";
import { enqueue } from "./ground/queues.server.ts";
import { triggerShopifyFlow } from "./integrations/shopify-flow/trigger-shopify-flow.server.ts";
import { queueWebhooks } from "./integrations/webhooks/queue-webhooks.server.ts";
import { mergeAccounts, unmergeAccounts } from "./loyalty/merge-accounts.server.ts";
import { updateAchievements } from "./loyalty/achievements/update-achievements.server.ts";
import { awardMilestones } from "./loyalty/earning/actions/award-milestones.server.ts";
import { awardSignups } from "./loyalty/earning/actions/award-signups.server.ts";
import { createDefaultActions } from "./loyalty/earning/actions/earning-actions.server.ts";
import { awardPoints } from "./loyalty/earning/orders/award-points.server.ts";
import { claimForEvents } from "./loyalty/earning/orders/claim-points.server.ts";
import { openProgram } from "./loyalty/program/program.server.ts";
import { updateReferrals } from "./loyalty/referrals/update-referrals.server.ts";
import { confirmFulfilment } from "./loyalty/rewards/redemption/confirm-fulfilment.server.ts";
import { releaseRewards } from "./loyalty/rewards/redemption/release-rewards.server.ts";
import { settleRewards } from "./loyalty/rewards/settlement/settle-rewards.server.ts";
import { updateTiers } from "./loyalty/update-tiers.server.ts";
import { readCollections } from "./orders/collections.server.ts";
import { readPayments } from "./orders/read-payments.server.ts";
import { refreshEditedOrders } from "./orders/refresh-orders.server.ts";
import { createShopifyRewards } from "./storefront/discounts/create-shopify-rewards.server.ts";
import { publishOffers } from "./storefront/discounts/publish-offers.server.ts";
import { withdrawRewards } from "./storefront/discounts/withdraw-rewards.server.ts";
import { publishBalance } from "./storefront/publish/publish-balance.server.ts";
import { publishProgram } from "./storefront/publish/publish-program.server.ts";
import { publishTier } from "./storefront/publish/publish-tiers.server.ts";

// What several events call for.
const award = {
  name: "award-points",
  run: inTurn(awardPoints, claimForEvents, awardMilestones),
} as const;
const referrals = { name: "update-referrals", run: updateReferrals } as const;
const rewards = { name: "settle-rewards", run: settleRewards } as const;
const tiers = { name: "update-tiers", run: updateTiers } as const;
const achievements = { name: "update-achievements", run: updateAchievements } as const;
// Points decide about both, and every award locks the same accounts: once it is done, they are looked at once for all that it moved.
const tiersOfOrders = { ...tiers, after: ["award-points"] } as const;
const achievementsOfOrders = { ...achievements, after: ["award-points"] } as const;
const signups = { name: "award-signups", run: awardSignups } as const;
const release = { name: "release-rewards", run: releaseRewards } as const;
const shownBalance = { name: "publish-balance", run: publishBalance } as const;
const tierTag = { name: "publish-tier", run: publishTier } as const;
const shownProgram = { name: "publish-program", run: publishProgram } as const;
const webhooks = { name: "queue-webhooks", run: queueWebhooks, news: true } as const;
const flow = { name: "trigger-shopify-flow", run: triggerShopifyFlow, news: true } as const;

/**
 * Everything that Encore does about what happens. Each reaction takes a batch of one shop's events, is tried again by itself, and
 * may run twice. An order's points, referrals, rewards, tiers and achievements are computed anew from all that is known of it.
 */
export const reactions = {
  "order.paid": [award, referrals, rewards, tiersOfOrders, achievementsOfOrders],
  "order.changed": [award, referrals, rewards, tiersOfOrders, achievementsOfOrders],
  "order.edited": [{ name: "refresh-order", run: refreshEditedOrders }, award, rewards, tiers],
  "order.cancelled": [award, referrals, rewards, tiersOfOrders, achievementsOfOrders],
  "order.refunded": [award, referrals, rewards, tiersOfOrders, achievementsOfOrders],
  "order.credit_used": [{ name: "read-payments", run: readPayments }],
  "customer.registered": [signups],
  "customer.verified": [signups],
  "customer.merged": [
    { name: "merge-accounts", run: mergeAccounts },
    shownBalance,
    { ...referrals, after: ["merge-accounts"] },
    { ...tiers, after: ["merge-accounts"] },
    tierTag,
    { ...achievements, after: ["merge-accounts"] },
  ],
  "customer.unmerged": [
    { name: "unmerge-accounts", run: unmergeAccounts },
    shownBalance,
    { ...referrals, after: ["unmerge-accounts"] },
    { ...tiers, after: ["unmerge-accounts"] },
    tierTag,
    { ...achievements, after: ["unmerge-accounts"] },
  ],
  "points.changed": [shownBalance, webhooks, flow, tiers, achievements],
  "points.expiring": [webhooks, flow],
  "tier.changed": [shownBalance, webhooks, flow, tierTag],
  "action.done": [achievements],
  "reward.redeemed": [{ name: "create-shopify-rewards", run: createShopifyRewards }],
  "reward.created_in_shopify": [{ name: "confirm-fulfilment", run: confirmFulfilment }],
  "reward.refused": [release],
  "reward.ended": [release],
  "reward.available": [shownBalance, webhooks, flow, tiers],
  "reward.used": [shownBalance, webhooks],
  "reward.withdrawn": [{ name: "withdraw-rewards", run: withdrawRewards }, shownBalance],
  "referral.made": [shownBalance],
  "referral.settled": [shownBalance, webhooks, achievements],
  "achievement.unlocked": [shownBalance, webhooks],
  "challenge.completed": [shownBalance, webhooks],
  // Shopify forgets with an uninstall what it was told.
  "shop.installed": [
    { name: "create-program", run: openProgram },
    { name: "create-default-actions", run: createDefaultActions },
    shownProgram,
  ],
  "program.changed": [
    shownProgram,
    { name: "read-collections", run: readCollections },
    { name: "publish-offers", run: publishOffersAndTiers },
  ],
} as const satisfies ReactionTable;

/** The same by name, as they are run. */
export const handlers = handlersOf(reactions);

async function publishOffersAndTiers(shopId: string): Promise<void> {
  await publishOffers(shopId);
  // A renamed tier is another tag for all of its members.
  await enqueue("publish-tiers", { shopId });
}
