-- What Prisma cannot say about the loyalty tables: isolation, checks, and the indexes of what is due.

-- One shop never sees another's rows.
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'earning_way', 'way_award', 'campaign', 'loyalty_profile', 'order_discount', 'order_line_discount', 
    'collection', 'product_collection', 'api_key', 'api_call', 'webhook_endpoint', 'webhook_send', 
    'ledger_check', 'points_import', 'points_import_row', 'audit_entry', 'simulation', 'referral_program', 
    'referral_code', 'referral_visit', 'referral', 'reward', 'redemption', 'reward_issue', 'reward_discount', 
    'tier_program', 'tier', 'tier_membership', 'tier_entry', 'tier_offer', 'tier_tag', 'month_points', 'tier_change', 'achievement', 'achievement_unlock', 'challenge', 
    'challenge_progress', 'streak'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY one_shop ON %I TO encore_app
         USING (shop_id = NULLIF(current_setting(''app.shop_id'', true), '''')::uuid)
         WITH CHECK (shop_id = NULLIF(current_setting(''app.shop_id'', true), '''')::uuid)',
      tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO encore_app', tenant_table);
  END LOOP;
END $$;

-- Append-only: what was done stays as it was done.
REVOKE UPDATE ON audit_entry, tier_change, way_award FROM encore_app;
-- A merge points a person's rows to the record that stays.
GRANT UPDATE (customer_id) ON tier_change, way_award TO encore_app;

ALTER TABLE lot
  ADD CONSTRAINT only_pending_points_wait CHECK (pending OR release_at IS NULL);
ALTER TABLE redemption
  ADD CONSTRAINT redemption_costs_no_less_than_nothing CHECK (points >= 0),
  ADD CONSTRAINT no_more_returned_than_redeemed CHECK (returned BETWEEN 0 AND points);
ALTER TABLE campaign
  ADD CONSTRAINT campaign_ends_after_it_starts CHECK (ends_at > starts_at);

-- Who somebody once was, for those few who were somebody else.
CREATE INDEX customer_merged ON customer (shop_id, merged_into_id) WHERE merged_into_id IS NOT NULL;
-- Those who want to be seen on the leaderboard.
CREATE INDEX loyalty_profile_on_leaderboard ON loyalty_profile (shop_id, customer_id) WHERE leaderboard;

-- Only what is still to be done: these indexes stay small while their tables grow.
CREATE INDEX lot_release_due ON lot (shop_id, release_at) WHERE pending AND remaining > 0;
-- An account's lots are looked up by what still holds points: the emptied ones of years are not read again each time.
CREATE INDEX lot_in_use ON lot (shop_id, customer_id) WHERE remaining > 0;
-- Points that went back into a lot of their own, by the entry that put them there; and what a merge brought, by where it came from.
CREATE INDEX lot_of_return ON lot (shop_id, entry_id) WHERE origin_lot_id IS NOT NULL;
CREATE INDEX lot_by_origin ON lot (shop_id, origin_lot_id) WHERE origin_lot_id IS NOT NULL;
CREATE INDEX lot_expiry_due ON lot (shop_id, expires_at) WHERE NOT pending AND remaining > 0 AND expires_at IS NOT NULL;
CREATE INDEX redemption_held_since ON redemption (shop_id, held_at) WHERE state = 'held';
CREATE INDEX redemption_lapse_due ON redemption (shop_id, expires_at) WHERE state = 'issued';
-- Shopify does not mind the case of a code.
CREATE INDEX order_discount_by_code ON order_discount (shop_id, upper(code)) WHERE code IS NOT NULL;
CREATE INDEX referral_due ON referral (shop_id, due_at) WHERE state = 'pending';
CREATE INDEX tier_term_due ON tier_membership (shop_id, term_ends_at) WHERE grace_ends_at IS NULL;
CREATE INDEX tier_grace_due ON tier_membership (shop_id, grace_ends_at) WHERE grace_ends_at IS NOT NULL;
CREATE INDEX webhook_send_due ON webhook_send (shop_id, due_at) WHERE state = 'pending';
CREATE INDEX webhook_send_lane ON webhook_send (shop_id, endpoint_id, due_at) WHERE state = 'pending';

-- Which shops have loyalty work due, as the name of the job that does it. Nothing is due on a frozen account.
GRANT SELECT (shop_id, customer_id, pending, remaining, release_at, expires_at) ON lot TO encore_sweeper;
GRANT SELECT (shop_id, customer_id, frozen_at) ON ledger_account TO encore_sweeper;
GRANT SELECT (shop_id, expiry_since, lots_dated_for) ON loyalty_program TO encore_sweeper;
GRANT SELECT (shop_id, state, expires_at) ON redemption TO encore_sweeper;
GRANT SELECT (shop_id, state, due_at) ON referral TO encore_sweeper;
GRANT SELECT (shop_id, term_ends_at, grace_ends_at) ON tier_membership TO encore_sweeper;
GRANT SELECT (shop_id, version, rated_version) ON tier_program TO encore_sweeper;
GRANT SELECT (shop_id, state, due_at) ON webhook_send TO encore_sweeper;
CREATE POLICY sweep ON ledger_account FOR SELECT TO encore_sweeper USING (true);
CREATE POLICY sweep ON loyalty_program FOR SELECT TO encore_sweeper USING (true);
CREATE POLICY sweep ON lot FOR SELECT TO encore_sweeper USING (true);
CREATE POLICY sweep ON redemption FOR SELECT TO encore_sweeper USING (true);
CREATE POLICY sweep ON referral FOR SELECT TO encore_sweeper USING (true);
CREATE POLICY sweep ON tier_program FOR SELECT TO encore_sweeper USING (true);
CREATE POLICY sweep ON tier_membership FOR SELECT TO encore_sweeper USING (true);
CREATE POLICY sweep ON webhook_send FOR SELECT TO encore_sweeper USING (true);

CREATE FUNCTION due_loyalty_work(at timestamptz) RETURNS TABLE (shop_id uuid, job text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.id, due.job
  FROM shop s
  CROSS JOIN LATERAL (
    SELECT 'release-points' AS job WHERE EXISTS (
      SELECT 1 FROM lot l WHERE l.shop_id = s.id AND l.pending AND l.remaining > 0 AND l.release_at <= at
        AND NOT EXISTS (SELECT 1 FROM ledger_account a
          WHERE a.shop_id = l.shop_id AND a.customer_id = l.customer_id AND a.frozen_at IS NOT NULL))
    UNION ALL
    SELECT 'expire-points' WHERE EXISTS (
      SELECT 1 FROM lot l WHERE l.shop_id = s.id AND NOT l.pending AND l.remaining > 0 AND l.expires_at <= at
        AND NOT EXISTS (SELECT 1 FROM ledger_account a
          WHERE a.shop_id = l.shop_id AND a.customer_id = l.customer_id AND a.frozen_at IS NOT NULL))
    UNION ALL
    SELECT 'date-lots' WHERE EXISTS (
      SELECT 1 FROM loyalty_program p WHERE p.shop_id = s.id AND p.expiry_since IS DISTINCT FROM p.lots_dated_for)
    UNION ALL
    SELECT 'lapse-rewards' WHERE EXISTS (
      SELECT 1 FROM redemption r WHERE r.shop_id = s.id AND r.state = 'issued' AND r.expires_at <= at)
    UNION ALL
    SELECT 'settle-referrals' WHERE EXISTS (
      SELECT 1 FROM referral r WHERE r.shop_id = s.id AND r.state = 'pending' AND r.due_at <= at)
    UNION ALL
    SELECT 'review-tiers' WHERE EXISTS (
      SELECT 1 FROM tier_membership t WHERE t.shop_id = s.id AND t.grace_ends_at IS NULL AND t.term_ends_at <= at)
      OR EXISTS (SELECT 1 FROM tier_membership t WHERE t.shop_id = s.id AND t.grace_ends_at <= at)
      OR EXISTS (SELECT 1 FROM tier_program p WHERE p.shop_id = s.id AND p.rated_version < p.version)
    UNION ALL
    SELECT 'send-webhooks' WHERE EXISTS (
      SELECT 1 FROM webhook_send w WHERE w.shop_id = s.id AND w.state = 'pending' AND w.due_at <= at)
  ) due
  WHERE s.uninstalled_at IS NULL;
$$;
GRANT CREATE ON SCHEMA public TO encore_sweeper;
ALTER FUNCTION due_loyalty_work(timestamptz) OWNER TO encore_sweeper;
REVOKE CREATE ON SCHEMA public FROM encore_sweeper;
REVOKE ALL ON FUNCTION due_loyalty_work(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION due_loyalty_work(timestamptz) TO encore_app;
