import { index, prefix, route, type RouteConfig } from "@remix-run/route-config";

/**
 * Every address of Encore and the file that answers it. A page is the `route.tsx` of its folder; what its buttons post to and
 * what it downloads stands beside it.
 */
export default [
  index("routes/landing/route.tsx"),
  route("auth/login", "routes/auth/login.tsx"),
  route("auth/*", "routes/auth/route.ts"),

  // The merchant, inside the Shopify admin.
  route("app", "routes/admin/route.tsx", [
    index("routes/admin/home/route.tsx"),
    route("history-import", "routes/admin/home/history-import.ts"),
    route("setup-guide/dismissal", "routes/admin/home/setup-guide-dismissal.ts"),
    route("setup-guide/theme-block", "routes/admin/home/theme-block.ts"),
    ...prefix("customers", [
      index("routes/admin/customers/list/route.tsx"),
      route("bulk", "routes/admin/customers/bulk/start/route.tsx"),
      route("bulk/:id", "routes/admin/customers/bulk/run/route.tsx"),
      route("bulk/:id/stop", "routes/admin/customers/bulk/run/stop.ts"),
      route("export", "routes/admin/customers/list/export.ts"),
      route("views", "routes/admin/customers/views/views.ts"),
      route("views/:id", "routes/admin/customers/views/view.ts"),
      route(":id", "routes/admin/customers/detail/route.tsx"),
      route(":id/adjustments", "routes/admin/customers/detail/adjustments.ts"),
      route(":id/adjustments/:entryId/undo", "routes/admin/customers/detail/adjustment-undo.ts"),
      route(":id/balance", "routes/admin/customers/balance/route.tsx"),
      route(":id/exclusion", "routes/admin/customers/detail/exclusion.ts"),
      route(":id/given-rewards", "routes/admin/customers/detail/given-rewards.ts"),
      route(":id/manual-tier", "routes/admin/customers/detail/manual-tier.ts"),
      route(
        ":id/redemptions/:redemptionId/return",
        "routes/admin/customers/detail/redemption-return.ts",
      ),
      route(":id/rows/:list", "routes/admin/customers/detail/rows.ts"),
      route(":id/shopify-details", "routes/admin/customers/detail/shopify-details.ts"),
      route(":id/unmerge", "routes/admin/customers/detail/unmerge.ts"),
    ]),
    route("segments", "routes/admin/segments/route.tsx"),
    route("segments/scoring", "routes/admin/segments/scoring.ts"),
    ...prefix("loyalty", [
      index("routes/admin/loyalty/program/route.tsx"),
      route("achievements", "routes/admin/loyalty/achievements/list/route.tsx"),
      route("achievements/:id", "routes/admin/loyalty/achievements/edit/route.tsx"),
      route("achievements/:id/activation", "routes/admin/loyalty/achievements/edit/activation.ts"),
      route("achievements/challenges/:id", "routes/admin/loyalty/achievements/challenge/route.tsx"),
      route(
        "achievements/challenges/:id/activation",
        "routes/admin/loyalty/achievements/challenge/activation.ts",
      ),
      route(
        "achievements/challenges/:id/ending",
        "routes/admin/loyalty/achievements/challenge/ending.ts",
      ),
      route("achievements/leaderboard", "routes/admin/loyalty/achievements/list/leaderboard.ts"),
      route("activity-log", "routes/admin/loyalty/activity-log/route.tsx"),
      route("activity-log/export", "routes/admin/loyalty/activity-log/export.ts"),
      route("campaigns", "routes/admin/loyalty/campaigns/list/route.tsx"),
      route("campaigns/:id", "routes/admin/loyalty/campaigns/edit/route.tsx"),
      route("earning-actions", "routes/admin/loyalty/earning-actions/list/route.tsx"),
      route("earning-actions/:id", "routes/admin/loyalty/earning-actions/edit/route.tsx"),
      route(
        "earning-actions/:id/activation",
        "routes/admin/loyalty/earning-actions/edit/activation.ts",
      ),
      route("exports/balances", "routes/admin/loyalty/imports/list/export-balances.ts"),
      route("exports/ledger", "routes/admin/loyalty/imports/list/export-ledger.ts"),
      route("imports", "routes/admin/loyalty/imports/list/route.tsx"),
      route("imports/:id", "routes/admin/loyalty/imports/detail/route.tsx"),
      route("imports/:id/application", "routes/admin/loyalty/imports/detail/application.ts"),
      route("imports/:id/failed-rows", "routes/admin/loyalty/imports/detail/failed-rows.ts"),
      route("imports/:id/discard", "routes/admin/loyalty/imports/detail/discard.ts"),
      route("imports/:id/reversal", "routes/admin/loyalty/imports/detail/reversal.ts"),
      route("launch", "routes/admin/loyalty/launch/route.tsx"),
      route("launch/launching", "routes/admin/loyalty/launch/launching.ts"),
      route("launch/pause", "routes/admin/loyalty/launch/pause.ts"),
      route("launch/preview", "routes/admin/loyalty/launch/preview.ts"),
      route("launch/relaunch", "routes/admin/loyalty/launch/relaunch.ts"),
      route("launch/reset", "routes/admin/loyalty/launch/reset.ts"),
      route("ledger-audit", "routes/admin/loyalty/ledger-audit/route.tsx"),
      route("ledger-audit/:id/unfreezing", "routes/admin/loyalty/ledger-audit/unfreezing.ts"),
      route("ledger-audit/run", "routes/admin/loyalty/ledger-audit/run.ts"),
      route("liability", "routes/admin/loyalty/liability/route.tsx"),
      route("liability/count", "routes/admin/loyalty/liability/count.ts"),
      route("liability/export", "routes/admin/loyalty/liability/export.ts"),
      route("recalculation", "routes/admin/loyalty/recalculation/route.tsx"),
      route("recalculation/comparison", "routes/admin/loyalty/recalculation/comparison.ts"),
      route("recalculation/:id/application", "routes/admin/loyalty/recalculation/application.ts"),
      route("recalculation/:id/dismissal", "routes/admin/loyalty/recalculation/dismissal.ts"),
      route("referrals", "routes/admin/loyalty/referrals/route.tsx"),
      route("referrals/:id/decision", "routes/admin/loyalty/referrals/decision.ts"),
      route("review", "routes/admin/loyalty/program/review.ts"),
      route("rewards", "routes/admin/loyalty/rewards/list/route.tsx"),
      route("rewards/:id", "routes/admin/loyalty/rewards/edit/route.tsx"),
      route("rewards/:id/archiving", "routes/admin/loyalty/rewards/edit/archiving.ts"),
      route("rewards/order", "routes/admin/loyalty/rewards/list/order.ts"),
      route("simulation", "routes/admin/loyalty/program/simulation.ts"),
      route("tiers", "routes/admin/loyalty/tiers/route.tsx"),
    ]),
    ...prefix("settings", [
      index("routes/admin/settings/overview/route.tsx"),
      route("api-and-webhooks", "routes/admin/settings/api-and-webhooks/route.tsx"),
      route("api-and-webhooks/keys", "routes/admin/settings/api-and-webhooks/keys.ts"),
      route(
        "api-and-webhooks/keys/:id/revocation",
        "routes/admin/settings/api-and-webhooks/key-revocation.ts",
      ),
      route("api-and-webhooks/webhooks", "routes/admin/settings/api-and-webhooks/webhooks.ts"),
      route("api-and-webhooks/webhooks/:id", "routes/admin/settings/api-and-webhooks/webhook.ts"),
      route(
        "api-and-webhooks/webhooks/:id/activation",
        "routes/admin/settings/api-and-webhooks/webhook-activation.ts",
      ),
      route("deliveries", "routes/admin/settings/deliveries/route.tsx"),
      route("deliveries/:id/replay", "routes/admin/settings/deliveries/replay.ts"),
      route("privacy", "routes/admin/settings/privacy/route.tsx"),
      route("privacy/:id/answer", "routes/admin/settings/privacy/answer.ts"),
    ]),
    route("*", "routes/admin/not-found/route.tsx"),
  ]),

  // The shopper on the storefront, through Shopify's app proxy.
  ...prefix("proxy", [
    route("actions", "routes/storefront/actions.ts"),
    route("leaderboard", "routes/storefront/leaderboard.ts"),
    route("member", "routes/storefront/member.ts"),
    route("r", "routes/storefront/referral-landing.ts", { id: "proxy.typed-code" }),
    route("r/:code", "routes/storefront/referral-landing.ts"),
    ...askedByMembers("proxy"),
  ]),

  // The shopper in the customer account and after the checkout: the UI extensions ask here.
  ...prefix("extension", [
    route("member", "routes/account/member.ts"),
    route("orders/:id", "routes/account/order.ts"),
    ...askedByMembers("extension"),
  ]),

  // Other systems.
  ...prefix("api", [
    route("*", "routes/api/not-found.ts"),
    route("loyalty/customers/:customer", "routes/api/customer.ts"),
    route("loyalty/customers/:customer/actions", "routes/api/customer-actions.ts"),
    route("loyalty/customers/:customer/history", "routes/api/customer-history.ts"),
    route("loyalty/customers/:customer/points", "routes/api/customer-points.ts"),
    route("loyalty/customers/:customer/redemptions", "routes/api/customer-redemptions.ts"),
    route("loyalty/customers/:customer/rewards", "routes/api/customer-rewards.ts"),
    route("loyalty/events", "routes/api/events.ts"),
    route("loyalty/openapi.json", "routes/api/openapi.ts"),
    route("loyalty/program", "routes/api/program.ts"),
    route("loyalty/redemptions/:id", "routes/api/redemption.ts"),
    route("loyalty/rewards", "routes/api/rewards.ts"),
  ]),

  // Actions of Shopify Flow.
  ...prefix("flow", [
    route("give-points", "routes/shopify-flow/give-points.ts"),
    route("issue-reward", "routes/shopify-flow/issue-reward.ts"),
    route("remove-points", "routes/shopify-flow/remove-points.ts"),
  ]),
] satisfies RouteConfig;

/** What members ask on the storefront and in their account alike. */
function askedByMembers(surface: string) {
  return [
    route("profile", "routes/shopper/profile.ts", { id: `${surface}.profile` }),
    route("redemptions", "routes/shopper/redemptions.ts", { id: `${surface}.redemptions` }),
    route("redemptions/:id", "routes/shopper/redemption.ts", { id: `${surface}.redemption` }),
    route("redemptions/:id/return", "routes/shopper/redemption-return.ts", {
      id: `${surface}.redemption-return`,
    }),
    route("referrals", "routes/shopper/referrals.ts", { id: `${surface}.referrals` }),
  ];
}
