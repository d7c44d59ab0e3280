-- CreateTable
CREATE TABLE "flow_start" (
    "shop_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "handle" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'asked',
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "last_error" TEXT,

    CONSTRAINT "flow_start_pkey" PRIMARY KEY ("shop_id","event_id")
);

-- CreateIndex
CREATE INDEX "flow_start_shop_id_asked_at_idx" ON "flow_start"("shop_id", "asked_at");

-- One shop never sees another's rows.
ALTER TABLE flow_start ENABLE ROW LEVEL SECURITY;
ALTER TABLE flow_start FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON flow_start TO encore_app
  USING (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid)
  WITH CHECK (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON flow_start TO encore_app;

-- Few starts are ones of which nobody knows whether they happened.
CREATE INDEX flow_start_unsure ON flow_start (shop_id, asked_at) WHERE state = 'unknown';

-- Which shops have loyalty work due, as the name of the job that does it. What nothing can be done about while an account is
-- frozen is not due until it moves again.
GRANT SELECT (customer_id, points, reward_snapshot) ON redemption TO encore_sweeper;
GRANT SELECT (advocate_id, friend_id) ON referral TO encore_sweeper;
GRANT SELECT (customer_id) ON tier_membership TO encore_sweeper;
CREATE OR REPLACE FUNCTION due_loyalty_work(at timestamptz) RETURNS TABLE (shop_id uuid, job text)
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
    -- Points go back only once Shopify has been heard; only points that are lost are taken right away.
    SELECT 'lapse-rewards' WHERE EXISTS (
      SELECT 1 FROM redemption r WHERE r.shop_id = s.id AND r.state = 'issued' AND r.expires_at <= at
        AND NOT (r.points > 0 AND r.reward_snapshot->>'onLapse' = 'forfeit'
          AND EXISTS (SELECT 1 FROM ledger_account a
            WHERE a.shop_id = r.shop_id AND a.customer_id = r.customer_id AND a.frozen_at IS NOT NULL)))
    UNION ALL
    SELECT 'settle-referrals' WHERE EXISTS (
      SELECT 1 FROM referral r WHERE r.shop_id = s.id AND r.state = 'pending' AND r.due_at <= at
        AND NOT EXISTS (SELECT 1 FROM ledger_account a
          WHERE a.shop_id = r.shop_id AND a.customer_id IN (r.advocate_id, r.friend_id) AND a.frozen_at IS NOT NULL))
    UNION ALL
    SELECT 'review-tiers' WHERE EXISTS (
      SELECT 1 FROM tier_membership t WHERE t.shop_id = s.id AND t.grace_ends_at IS NULL AND t.term_ends_at <= at
        AND NOT EXISTS (SELECT 1 FROM ledger_account a
          WHERE a.shop_id = t.shop_id AND a.customer_id = t.customer_id AND a.frozen_at IS NOT NULL))
      OR EXISTS (SELECT 1 FROM tier_membership t WHERE t.shop_id = s.id AND t.grace_ends_at <= at
        AND NOT EXISTS (SELECT 1 FROM ledger_account a
          WHERE a.shop_id = t.shop_id AND a.customer_id = t.customer_id AND a.frozen_at IS NOT NULL))
      OR EXISTS (SELECT 1 FROM tier_program p WHERE p.shop_id = s.id AND p.rated_version < p.version)
    UNION ALL
    SELECT 'send-webhooks' WHERE EXISTS (
      SELECT 1 FROM webhook_send w WHERE w.shop_id = s.id AND w.state = 'pending' AND w.due_at <= at)
  ) due
  WHERE s.uninstalled_at IS NULL;
$$;

-- Of the many friends that one advocate may have brought: the newest that counts, those with whom a bonus came, those of whom
-- something was found, and who else ordered from the same place.
CREATE INDEX referral_rewarded ON referral (shop_id, advocate_id, placed_at, id) WHERE state = 'rewarded';
CREATE INDEX referral_with_bonus ON referral (shop_id, advocate_id)
  WHERE state = 'rewarded' AND given @? '$.keyvalue() ? (@.key starts with "bonus.")';
CREATE INDEX referral_suspected ON referral (shop_id, advocate_id, placed_at) WHERE findings <> '[]';
CREATE INDEX order_by_ip ON "order" (shop_id, ip_hash) WHERE ip_hash IS NOT NULL;
CREATE INDEX order_by_address ON "order" (shop_id, address_hash) WHERE address_hash IS NOT NULL;

-- Of the codes that friends get before they are customers nobody can use two: they are a discount of their own.
ALTER TABLE reward_discount
  ADD COLUMN codes TEXT NOT NULL DEFAULT 'shared',
  DROP CONSTRAINT reward_discount_pkey,
  ADD CONSTRAINT reward_discount_pkey PRIMARY KEY (shop_id, reward_id, reward_version, codes);
