import type { ReactionHandlers } from "./events/drain-reactions.server.ts";
import { readCollections } from "./ingest/collections.server.ts";
import { readPayments } from "./ingest/read-payments.server.ts";
import { refreshEditedOrders } from "./ingest/refresh-orders.server.ts";
import { queueWebhooks } from "./integrations/queue-webhooks.server.ts";
import { tellFlow } from "./integrations/tell-flow.server.ts";
import { followDeeds } from "./loyalty/achievements/follow-deeds.server.ts";
import { awardForOrders } from "./loyalty/award-for-orders.server.ts";
import { joinPeople, partPeople } from "./loyalty/merges/follow-people.server.ts";
import { noteMade } from "./loyalty/rewards/note-made.server.ts";
import { releaseRewards } from "./loyalty/rewards/release-rewards.server.ts";
import { settleRewards } from "./loyalty/rewards/settle-rewards.server.ts";
import { openProgram } from "./loyalty/program.server.ts";
import { followReferrals } from "./loyalty/referrals/follow-referrals.server.ts";
import { followTiers } from "./loyalty/tiers/follow-tiers.server.ts";
import { awardSignups } from "./loyalty/ways/award-signups.server.ts";
import { openWays } from "./loyalty/ways/ways.server.ts";
import { nextTierOf } from "./members.server.ts";
import { enqueue } from "./queues.server.ts";
import { issueRewards } from "./storefront/rewards/issue-rewards.server.ts";
import { withdrawRewards } from "./storefront/rewards/withdraw-rewards.server.ts";
import { publishOffers } from "./storefront/tiers/publish-offers.server.ts";
import { publishTier } from "./storefront/tiers/publish-tiers.server.ts";
import { publishBalance } from "./storefront/publish-balance.server.ts";
import { publishProgram } from "./storefront/publish-program.server.ts";

/**
 * Everything that Encore does about what happens. Which of these an event calls for stands in events/reaction-names.ts.
 * Each takes a batch of one shop's events, is tried again by itself, and may run twice.
 */
export const reactions: ReactionHandlers = {
  "award-points": awardForOrders,
  "award-signups": awardSignups,
  "follow-referrals": followReferrals,
  "follow-deeds": followDeeds,
  "follow-tiers": followTiers,
  "issue-rewards": issueRewards,
  "move-points": joinPeople,
  "note-made": noteMade,
  "open-program": openProgram,
  "open-ways": openWays,
  "publish-balance": (shopId, events) => publishBalance(shopId, events, nextTierOf),
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
  "separate-points": partPeople,
  "settle-rewards": settleRewards,
  "tell-flow": tellFlow,
  "withdraw-rewards": withdrawRewards,
};
