-- Whose reward a gift card or a store credit of Shopify's is.
CREATE INDEX reward_issue_by_gid ON reward_issue (shop_id, shopify_gid) WHERE shopify_gid IS NOT NULL;
-- Whether a shop has ever given money as a reward: without one to find, every redemption would be looked at.
CREATE INDEX redemption_of_money ON redemption (shop_id)
  WHERE issued_at IS NOT NULL AND reward_snapshot->>'kind' IN ('store_credit', 'gift_card');
