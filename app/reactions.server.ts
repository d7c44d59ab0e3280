import type { ReactionHandlers } from "./events/drain-reactions.server.ts";
import { readCollections } from "./orders/collections.server.ts";
import { readPayments } from "./orders/read-payments.server.ts";
import { refreshEditedOrders } from "./orders/refresh-orders.server.ts";
import { queueWebhooks } from "./integrations/webhooks/queue-webhooks.server.ts";
import { triggerShopifyFlow } from "./integrations/shopify-flow/trigger-shopify-flow.server.ts";
import { updateAchievements } from "./loyalty/achievements/update-achievements.server.ts";
import { awardForOrders } from "./loyalty/earning/orders/award-for-orders.server.ts";
import { mergeAccounts, unmergeAccounts } from "./loyalty/accounts-merge/merge-accounts.server.ts";
import { confirmFulfilment } from "./loyalty/rewards/redemption/confirm-fulfilment.server.ts";
import { releaseRewards } from "./loyalty/rewards/redemption/release-rewards.server.ts";
import { settleRewards } from "./loyalty/rewards/settlement/settle-rewards.server.ts";
import { openProgram } from "./loyalty/program/program.server.ts";
import { updateReferrals } from "./loyalty/referrals/follow-referrals.server.ts";
import { updateTiers } from "./loyalty/tiers/follow-tiers.server.ts";
import { awardSignups } from "./loyalty/earning/actions/award-signups.server.ts";
import { createDefaultActions } from "./loyalty/earning/actions/earning-actions.server.ts";
import { enqueue } from "./ground/queues.server.ts";
import { createShopifyRewards } from "./storefront/discounts/create-shopify-rewards.server.ts";
import { withdrawRewards } from "./storefront/discounts/withdraw-rewards.server.ts";
import { publishOffers } from "./storefront/discounts/publish-offers.server.ts";
import { publishTier } from "./storefront/publish/publish-tiers.server.ts";
import { publishBalance } from "./storefront/publish/publish-balance.server.ts";
import { publishProgram } from "./storefront/publish/publish-program.server.ts";

/**
 * Everything that Encore does about what happens. Which of these an event calls for stands in events/reaction-names.ts.
 * Each takes a batch of one shop's events, is tried again by itself, and may run twice.
 */
export const reactions: ReactionHandlers = {
  "award-points": awardForOrders,
  "award-signups": awardSignups,
  "follow-referrals": updateReferrals,
  "follow-deeds": updateAchievements,
  "follow-tiers": updateTiers,
  "issue-rewards": createShopifyRewards,
  "move-points": mergeAccounts,
  "note-made": confirmFulfilment,
  "open-program": openProgram,
  "open-ways": createDefaultActions,
  "publish-balance": publishBalance,
  "publish-offers": async (shopId) => {
    await publishOffers(shopId);
    // A renamed tier is another tag for all of its members.
    await enqueue("publish-tiers", { shopId });
  },
  "publish-program": publishProgram,
  "publish-tier": publishTier,
  "queue-webhooks": queueWebhooks,
  "read-collections": (shopId) => readCollections(shopId),
  "read-payments": readPayments,
  "refresh-order": refreshEditedOrders,
  "release-rewards": releaseRewards,
  "separate-points": unmergeAccounts,
  "settle-rewards": settleRewards,
  "tell-flow": triggerShopifyFlow,
  "withdraw-rewards": withdrawRewards,
};
