-- CreateTable
CREATE TABLE "nightly_run" (
    "shop_id" UUID NOT NULL,
    "job" TEXT NOT NULL,
    "ran_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "nightly_run_pkey" PRIMARY KEY ("shop_id","job")
);

-- CreateTable
CREATE TABLE "turn" (
    "name" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "turn_pkey" PRIMARY KEY ("name")
);

-- One shop never sees another's rows.
ALTER TABLE nightly_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE nightly_run FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON nightly_run TO encore_app
  USING (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid)
  WITH CHECK (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON nightly_run TO encore_app;

INSERT INTO turn VALUES ('sweep', '-infinity'), ('drop-old-bodies', '-infinity');
GRANT SELECT, UPDATE ON turn TO encore_app;

-- Led by what is looked for, not by the shop: shops with nothing due are not visited at all.
CREATE INDEX backfill_under_way ON backfill (shop_id) WHERE state IN ('queued', 'exporting', 'importing');
CREATE INDEX backfill_done ON backfill (shop_id) WHERE state = 'done';
CREATE INDEX points_import_moving ON points_import (shop_id) WHERE state IN ('applying', 'reversing');
CREATE INDEX simulation_running ON simulation (shop_id) WHERE state = 'running';
CREATE INDEX earning_way_birthday ON earning_way (shop_id) WHERE kind = 'birthday' AND active;

GRANT SELECT (timezone) ON shop TO encore_sweeper;
GRANT SELECT (shop_id, job, ran_at) ON nightly_run TO encore_sweeper;
GRANT SELECT (shop_id, state) ON backfill TO encore_sweeper;
GRANT SELECT (shop_id, ran_at) ON reconciliation TO encore_sweeper;
GRANT SELECT (shop_id, state) ON points_import TO encore_sweeper;
GRANT SELECT (shop_id, state) ON simulation TO encore_sweeper;
GRANT SELECT (shop_id, read_at) ON collection TO encore_sweeper;
GRANT SELECT (shop_id, id, kind, active, settings) ON earning_way TO encore_sweeper;
GRANT SELECT (active) ON loyalty_program TO encore_sweeper;
GRANT SELECT (shop_id, customer_id, birth_month, birth_day, birthday_set_at) ON loyalty_profile TO encore_sweeper;
GRANT SELECT (shop_id, id, merged_into_id, redacted_at) ON customer TO encore_sweeper;
GRANT SELECT (shop_id, way_id, customer_id, at) ON way_award TO encore_sweeper;
DO $$
DECLARE swept text;
BEGIN
  FOREACH swept IN ARRAY ARRAY['nightly_run', 'backfill', 'reconciliation', 'points_import', 'simulation',
    'collection', 'earning_way', 'loyalty_profile', 'customer', 'way_award'] LOOP
    EXECUTE format('CREATE POLICY sweep ON %I FOR SELECT TO encore_sweeper USING (true)', swept);
  END LOOP;
END $$;

-- Whose birthday is to be paid by a shop's earning action: it is or was on one of these days
-- ([{ month, dayOfMonth, startsAt }]), was told early enough, and nothing was paid within the year: nobody has two
-- birthdays within 330 days, whatever they say of themselves. Sees what its caller may see.
CREATE FUNCTION unpaid_birthdays(shop uuid, action uuid, settings jsonb, days jsonb)
RETURNS TABLE (customer_id uuid, at timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT p.customer_id, max(day."startsAt")
  FROM jsonb_to_recordset(days) AS day(month int, "dayOfMonth" int, "startsAt" timestamptz)
  JOIN loyalty_profile p ON p.shop_id = shop AND p.birth_month = day.month AND p.birth_day = day."dayOfMonth"
  JOIN customer c ON c.shop_id = p.shop_id AND c.id = p.customer_id AND c.merged_into_id IS NULL AND c.redacted_at IS NULL
  LEFT JOIN ledger_account account ON account.shop_id = p.shop_id AND account.customer_id = p.customer_id
  WHERE p.birthday_set_at <= day."startsAt" - make_interval(days => (settings->>'toldDaysBefore')::int)
    AND day."startsAt" + interval '1 day' > COALESCE((settings->>'since')::timestamptz, 'infinity')
    AND account.frozen_at IS NULL
    AND NOT EXISTS (
      SELECT FROM way_award a
      WHERE a.shop_id = p.shop_id AND a.way_id = action AND a.customer_id = p.customer_id
        AND a.at > day."startsAt" - interval '330 days')
  GROUP BY p.customer_id
$$;

-- Which shops have other work due, as the name of the job that does it. `nightly` names the jobs that each night calls
-- for; `zones` are the time zones of all shops: [{ timezone, nightAt, birthdays: days as above }].
CREATE FUNCTION due_shop_work(at timestamptz, nightly text[], zones jsonb) RETURNS TABLE (shop_id uuid, job text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH installed AS MATERIALIZED (
    SELECT s.id, z."nightAt" AS night_at, z.birthdays
    FROM shop s
    LEFT JOIN jsonb_to_recordset(zones) AS z(timezone text, "nightAt" timestamptz, birthdays jsonb) ON z.timezone = s.timezone
    WHERE s.uninstalled_at IS NULL
  ), importing AS MATERIALIZED (
    SELECT DISTINCT b.shop_id FROM backfill b WHERE b.state IN ('queued', 'exporting', 'importing')
  )
  SELECT s.id, 'import-history' FROM installed s JOIN importing i ON i.shop_id = s.id
  UNION ALL
  SELECT s.id, n.job
  FROM installed s
  CROSS JOIN unnest(nightly) AS n(job)
  LEFT JOIN nightly_run r ON r.shop_id = s.id AND r.job = n.job
  LEFT JOIN importing i ON i.shop_id = s.id
  WHERE COALESCE(r.ran_at, '-infinity') < s.night_at AND i.shop_id IS NULL
  UNION ALL
  SELECT DISTINCT s.id, 'reconcile-orders'
  FROM installed s
  JOIN backfill b ON b.shop_id = s.id AND b.state = 'done'
  LEFT JOIN reconciliation r ON r.shop_id = s.id
  WHERE COALESCE(r.ran_at, '-infinity') <= at - interval '1 hour'
  UNION ALL
  SELECT DISTINCT s.id, 'read-collections' FROM installed s JOIN collection c ON c.shop_id = s.id
  WHERE c.read_at < s.night_at
  UNION ALL
  SELECT DISTINCT s.id, 'import-points' FROM installed s JOIN points_import p ON p.shop_id = s.id
  WHERE p.state IN ('applying', 'reversing')
  UNION ALL
  SELECT DISTINCT s.id, 'simulate-rule' FROM installed s JOIN simulation p ON p.shop_id = s.id
  WHERE p.state = 'running'
  UNION ALL
  SELECT DISTINCT s.id, 'award-birthdays'
  FROM installed s
  JOIN earning_way w ON w.shop_id = s.id AND w.kind = 'birthday' AND w.active
  LEFT JOIN loyalty_program p ON p.shop_id = s.id
  WHERE COALESCE(p.active, true)
    AND EXISTS (SELECT FROM unpaid_birthdays(s.id, w.id, w.settings, s.birthdays))
$$;
GRANT CREATE ON SCHEMA public TO encore_sweeper;
ALTER FUNCTION due_shop_work(timestamptz, text[], jsonb) OWNER TO encore_sweeper;
REVOKE CREATE ON SCHEMA public FROM encore_sweeper;
REVOKE ALL ON FUNCTION due_shop_work(timestamptz, text[], jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION due_shop_work(timestamptz, text[], jsonb) TO encore_app;

-- The same for what is due by a date of its own, found from the date. Only lots are asked for shop by shop, by the indexes
-- that they have: they are written too often for two more. What nothing can be done about while an account is frozen is
-- not due until it moves again.
CREATE INDEX redemption_lapsing ON redemption (expires_at) WHERE state = 'issued';
CREATE INDEX referral_pending ON referral (due_at) WHERE state = 'pending';
CREATE INDEX tier_term_ending ON tier_membership (term_ends_at) WHERE grace_ends_at IS NULL;
CREATE INDEX tier_grace_ending ON tier_membership (grace_ends_at) WHERE grace_ends_at IS NOT NULL;
CREATE INDEX webhook_send_pending ON webhook_send (due_at) WHERE state = 'pending';
-- Without knowing the moment the planner takes a third of all rows to be due, and would read whole tables.
CREATE OR REPLACE FUNCTION due_loyalty_work(at timestamptz) RETURNS TABLE (shop_id uuid, job text)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp SET enable_seqscan = off SET plan_cache_mode = force_custom_plan AS $$
  SELECT due.shop_id, due.job
  FROM (
    SELECT s.id AS shop_id, 'release-points' AS job FROM shop s CROSS JOIN LATERAL (
      SELECT FROM lot l WHERE l.shop_id = s.id AND l.pending AND l.remaining > 0 AND l.release_at <= at
        AND NOT EXISTS (SELECT 1 FROM ledger_account a
          WHERE a.shop_id = l.shop_id AND a.customer_id = l.customer_id AND a.frozen_at IS NOT NULL)
      LIMIT 1) AS one
    UNION ALL
    SELECT s.id, 'expire-points' FROM shop s CROSS JOIN LATERAL (
      SELECT FROM lot l WHERE l.shop_id = s.id AND NOT l.pending AND l.remaining > 0 AND l.expires_at <= at
        AND NOT EXISTS (SELECT 1 FROM ledger_account a
          WHERE a.shop_id = l.shop_id AND a.customer_id = l.customer_id AND a.frozen_at IS NOT NULL)
      LIMIT 1) AS one
    UNION ALL
    SELECT p.shop_id, 'date-lots' FROM loyalty_program p WHERE p.expiry_since IS DISTINCT FROM p.lots_dated_for
    UNION
    -- Points go back only once Shopify has been heard; only points that are lost are taken right away.
    SELECT r.shop_id, 'lapse-rewards' FROM redemption r
    WHERE r.state = 'issued' AND r.expires_at <= at
      AND NOT (r.points > 0 AND r.reward_snapshot->>'onLapse' = 'forfeit'
        AND EXISTS (SELECT 1 FROM ledger_account a
          WHERE a.shop_id = r.shop_id AND a.customer_id = r.customer_id AND a.frozen_at IS NOT NULL))
    UNION
    SELECT r.shop_id, 'settle-referrals' FROM referral r
    WHERE r.state = 'pending' AND r.due_at <= at
      AND NOT EXISTS (SELECT 1 FROM ledger_account a
        WHERE a.shop_id = r.shop_id AND a.customer_id IN (r.advocate_id, r.friend_id) AND a.frozen_at IS NOT NULL)
    UNION
    SELECT t.shop_id, 'review-tiers' FROM tier_membership t
    WHERE (t.grace_ends_at IS NULL AND t.term_ends_at <= at OR t.grace_ends_at <= at)
      AND NOT EXISTS (SELECT 1 FROM ledger_account a
        WHERE a.shop_id = t.shop_id AND a.customer_id = t.customer_id AND a.frozen_at IS NOT NULL)
    UNION
    SELECT p.shop_id, 'review-tiers' FROM tier_program p WHERE p.rated_version < p.version
    UNION
    SELECT w.shop_id, 'send-webhooks' FROM webhook_send w WHERE w.state = 'pending' AND w.due_at <= at
  ) due
  JOIN shop s ON s.id = due.shop_id
  WHERE s.uninstalled_at IS NULL
$$;
