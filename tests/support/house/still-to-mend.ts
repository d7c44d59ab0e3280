// What the rules of the house find and nobody has mended yet. Nothing may be added; a line that is no longer true has to go.

/** Rooms that read a stranger's table themselves instead of asking through its view. */
export const knownStrangers: ReadonlySet<string> = new Set([
  "app/audit/audit-log.server.ts names achievement, a table of loyalty",
  "app/audit/audit-log.server.ts names challenge, a table of loyalty",
  "app/customers/list/customers-sorted.server.ts names ledger_account, a table of loyalty",
  "app/customers/timeline/customer.server.ts names entry_note, a table of loyalty",
  "app/customers/timeline/customer.server.ts names ledger_account, a table of loyalty",
  "app/customers/timeline/customer.server.ts names ledger_entry, a table of loyalty",
  "app/integrations/shopify-flow/trigger-shopify-flow.server.ts names ledger_entry, a table of loyalty",
  "app/integrations/shopify-flow/trigger-shopify-flow.server.ts names redemption, a table of loyalty",
  "app/integrations/shopify-flow/trigger-shopify-flow.server.ts names tier, a table of loyalty",
  "app/loyalty/accounts-merge/separate-points.server.ts names identity_edge, a table of customers",
  "app/loyalty/order-points/load-order-surroundings.server.ts names reward_issue, a table of storefront",
  "app/loyalty/imports/find-people.server.ts names identifier, a table of customers",
  "app/loyalty/personal-data.server.ts names identifier, a table of customers",
  "app/loyalty/referrals/visits/visits.server.ts names identifier, a table of customers",
  "app/segments/score-customers.server.ts names backfill, a table of ingest",
  "app/storefront/discounts/publish-offers.server.ts names tier, a table of loyalty",
  "app/storefront/discounts/publish-offers.server.ts names tier_program, a table of loyalty",
  "app/storefront/discounts/reward-issues.server.ts names redemption, a table of loyalty",
  "app/storefront/discounts/withdraw-rewards.server.ts names redemption, a table of loyalty",
  "app/storefront/personal-data.server.ts names redemption, a table of loyalty",
  "app/storefront/publish/publish-tiers.server.ts names tier, a table of loyalty",
  "app/storefront/publish/publish-tiers.server.ts names tier_membership, a table of loyalty",
  "workers/installed-shop.ts names nightly_run, a table of ingest",
]);
