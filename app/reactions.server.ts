import type { EventDraft } from "./events/event.ts";
import { isNews } from "./events/news.ts";
import { handlersOf, type ReactionTable } from "./events/reaction-table.ts";
import { inTurn } from "./events/run-all.server.ts";
import { enqueue } from "./ground/queues.server.ts";
import { triggerShopifyFlow } from "./integrations/shopify-flow/trigger-shopify-flow.server.ts";
import { IMPORT_FINISHED } from "./ingest/backfill/backfill.server.ts";
import { withImportedPast } from "./ingest/backfill/with-imported-past.server.ts";
import { queueWebhooks } from "./integrations/webhooks/queue-webhooks.server.ts";
import { mergeAccounts, unmergeAccounts } from "./loyalty/merge-accounts.server.ts";
import { awardMilestones } from "./loyalty/earning/actions/award-milestones.server.ts";
import { awardSignups } from "./loyalty/earning/actions/award-signups.server.ts";
import { createDefaultActions } from "./loyalty/earning/actions/earning-actions.server.ts";
import { awardPoints } from "./loyalty/earning/orders/award-points.server.ts";
import { claimForEvents } from "./loyalty/earning/orders/claim-points.server.ts";
import { compareAfterCounting } from "./loyalty/launch/recalculation.server.ts";
import { LIVE } from "./loyalty/program/program-state.server.ts";
import { openProgram } from "./loyalty/program/program.server.ts";
import { fitToOrders } from "./loyalty/program/starting/fit-to-orders.server.ts";
import { updateReferrals } from "./loyalty/referrals/update-referrals.server.ts";
import { dropDeletedProducts } from "./loyalty/rewards/drop-deleted-products.server.ts";
import { confirmFulfilment } from "./loyalty/rewards/redemption/confirm-fulfilment.server.ts";
import { releaseRewards } from "./loyalty/rewards/redemption/release-rewards.server.ts";
import { settleRewards } from "./loyalty/rewards/settlement/settle-rewards.server.ts";
import { updateTiersAndAchievements } from "./loyalty/update-tiers-and-achievements.server.ts";
import { readCollections } from "./orders/collections.server.ts";
import { readPayments } from "./orders/read-payments.server.ts";
import { refreshToldOrders } from "./orders/refresh-orders.server.ts";
import { createShopifyRewards } from "./storefront/discounts/create-shopify-rewards.server.ts";
import { publishOffers } from "./storefront/discounts/publish-offers.server.ts";
import { withdrawRewards } from "./storefront/discounts/withdraw-rewards.server.ts";
import { publishBalance } from "./storefront/publish/publish-balance.server.ts";
import { publishProgram } from "./storefront/publish/publish-program.server.ts";
import { publishTier } from "./storefront/publish/publish-tiers.server.ts";

const ofOrders = [
  "order.paid",
  "order.changed",
  "order.cancelled",
  "order.deleted",
  "order.refunded",
] as const;
// In this order: points decide about tiers and achievements. Together, because each is computed anew from all that is known of the
// orders and locks the same accounts: one row and one look an order, where five of each made the whole pipeline half as fast.
const ofAllOrders = inTurn(
  awardPoints,
  claimForEvents,
  awardMilestones,
  updateReferrals,
  settleRewards,
  updateTiersAndAchievements,
);

// What several events call for.
const loyalty = { name: "update-loyalty", run: ofAllOrders, when: isNotImported } as const;
const refresh = { name: "refresh-order", run: refreshToldOrders } as const;
const payments = { name: "read-payments", run: readPayments } as const;
const referrals = { name: "update-referrals", run: updateReferrals } as const;
const progress = {
  name: "update-tiers-and-achievements",
  run: updateTiersAndAchievements,
} as const;
const signups = { name: "award-signups", run: awardSignups } as const;
const release = { name: "release-rewards", run: releaseRewards } as const;
const shownBalance = { name: "publish-balance", run: publishBalance } as const;
const shownUnlessImported = { ...shownBalance, when: isNotImported } as const;
const tierTag = { name: "publish-tier", run: publishTier } as const;
const finishImport = {
  name: "finish-import",
  run: withImportedPast(ofOrders, ofAllOrders),
} as const;
const shownProgram = { name: "publish-program", run: publishProgram } as const;
// Every door through which others hear of something. What is shown, a balance or a tag, is no news: it is how things are.
const integrations = {
  name: "notify-integrations",
  run: inTurn(queueWebhooks, triggerShopifyFlow),
  when: isNews,
} as const;

/**
 * Everything that Encore does about what happens. Each reaction takes a batch of one shop's events, is tried again by itself, and
 * may run twice. An order's points, referrals, rewards, tiers and achievements are computed anew from all that is known of it.
 */
export const reactions = {
  "order.paid": [loyalty],
  "order.changed": [loyalty],
  "order.edited": [refresh, loyalty],
  "order.cancelled": [loyalty],
  "order.deleted": [loyalty],
  "order.refunded": [loyalty],
  "order.credit_used": [payments],
  "order.paid_before": [payments],
  "order.versions_tied": [refresh],
  "customer.registered": [signups],
  "customer.verified": [signups],
  // Instead of all that follows from each event of the import by itself: thousands of orders, of few customers.
  "customer.imported": [
    { ...finishImport, waitsFor: IMPORT_FINISHED },
    { ...shownBalance, after: ["finish-import"], waitsFor: IMPORT_FINISHED },
    { ...tierTag, after: ["finish-import"], waitsFor: IMPORT_FINISHED },
  ],
  "customer.counted": [
    { ...shownBalance, waitsFor: LIVE },
    { ...tierTag, waitsFor: LIVE },
  ],
  "customer.excluded": [shownBalance, tierTag],
  "customer.included": [shownBalance, tierTag],
  // Behind all of its customers, whose reactions are due before: when its turn comes, theirs has come, but of those put off.
  "import.finished": [finishImport, { name: "fit-to-orders", run: fitToOrders }],
  "customer.merged": [
    { name: "merge-accounts", run: mergeAccounts },
    shownBalance,
    { ...referrals, after: ["merge-accounts"] },
    { ...progress, after: ["merge-accounts"] },
    tierTag,
  ],
  "customer.unmerged": [
    { name: "unmerge-accounts", run: unmergeAccounts },
    shownBalance,
    { ...referrals, after: ["unmerge-accounts"] },
    { ...progress, after: ["unmerge-accounts"] },
    tierTag,
  ],
  "points.changed": [
    { ...shownBalance, when: isOfNoImportedOrder },
    integrations,
    { ...progress, when: isOfNoOrder },
  ],
  "points.expiring": [integrations],
  "tier.changed": [shownUnlessImported, integrations, { ...tierTag, when: isNotImported }],
  "action.done": [progress],
  "reward.redeemed": [{ name: "create-shopify-rewards", run: createShopifyRewards }],
  "reward.created_in_shopify": [{ name: "confirm-fulfilment", run: confirmFulfilment }],
  "reward.refused": [release],
  "reward.ended": [release],
  "reward.available": [shownBalance, integrations, progress],
  "reward.used": [shownBalance, integrations],
  "reward.withdrawn": [{ name: "withdraw-rewards", run: withdrawRewards }, shownBalance],
  "referral.made": [shownBalance],
  "referral.settled": [shownBalance, integrations, progress],
  "achievement.unlocked": [shownUnlessImported, integrations],
  "challenge.completed": [shownUnlessImported, integrations],
  "product.deleted": [{ name: "drop-deleted-products", run: dropDeletedProducts }],
  // Shopify forgets with an uninstall what it was told.
  "shop.installed": [
    { name: "create-program", run: openProgram },
    { name: "create-default-actions", run: createDefaultActions },
    shownProgram,
  ],
  "orders.counted": [{ name: "compare-balances", run: compareAfterCounting }],
  "program.changed": [
    shownProgram,
    { name: "read-collections", run: readCollections },
    { name: "publish-offers", run: publishOffersAndTiers },
  ],
} as const satisfies ReactionTable;

/** What an import tells of the past is worked on, and shown, once for each customer. */
function isNotImported({ source }: EventDraft): boolean {
  return source !== "backfill";
}

/** A merge that an import brought may move points long after `customer.imported` has shown them. */
function isOfNoImportedOrder({ orderId, source }: EventDraft): boolean {
  return orderId === null || source !== "backfill";
}

/**
 * What follows an order's award looks at its customers in any case. Example: points that are released a fortnight later have the
 * order's number, too, but come from Encore itself, as do those of another tier.
 */
function isOfNoOrder({ orderId, source }: EventDraft): boolean {
  return orderId === null || source === "app" || source === "recalculation";
}

/** The same by name, as they are run. */
export const handlers = handlersOf(reactions);

async function publishOffersAndTiers(shopId: string): Promise<void> {
  await publishOffers(shopId);
  // A renamed tier is another tag for all of its members.
  await enqueue("publish-tiers", { shopId });
}
