-- A program is a draft until it is launched, and may be paused: one state instead of a switch beside it.
ALTER TABLE "loyalty_program" ADD COLUMN     "launched_at" TIMESTAMPTZ(3),
ADD COLUMN     "state" TEXT NOT NULL DEFAULT 'draft';

-- Orders made before this lift nobody into a tier; null is the whole history.
ALTER TABLE "tier_program" ADD COLUMN     "counts_from" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "program_pause" (
    "shop_id" UUID NOT NULL,
    "paused_at" TIMESTAMPTZ(3) NOT NULL,
    "resumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "program_pause_pkey" PRIMARY KEY ("shop_id","paused_at")
);

-- CreateTable
CREATE TABLE "program_run" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "past" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "program_version" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "after" UUID,
    "customers" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL,
    "result" JSONB NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "program_run_pkey" PRIMARY KEY ("shop_id","id")
);

-- What is installed already stays as it is: live, or switched off since it was last saved. The owner of the tables is bound by
-- row-level security too: it would move nothing.
ALTER TABLE loyalty_program NO FORCE ROW LEVEL SECURITY;
UPDATE loyalty_program p SET state = CASE WHEN p.active THEN 'live' ELSE 'paused' END, launched_at = s.installed_at
FROM shop s WHERE s.id = p.shop_id;
INSERT INTO program_pause (shop_id, paused_at) SELECT shop_id, updated_at FROM loyalty_program WHERE NOT active;
-- A rule that was changed was looked at; from now on that is written down when it is saved.
UPDATE shop s SET rule_reviewed_at = p.updated_at
FROM loyalty_program p WHERE p.shop_id = s.id AND p.version > 1 AND s.rule_reviewed_at IS NULL;
ALTER TABLE loyalty_program FORCE ROW LEVEL SECURITY;

-- AlterTable
ALTER TABLE "loyalty_program" DROP COLUMN "active";

ALTER TABLE loyalty_program ADD CONSTRAINT program_state CHECK (state IN ('draft', 'live', 'paused'));
-- A pause ends before the next begins; one run works on a program at a time.
CREATE UNIQUE INDEX program_pause_open ON program_pause (shop_id) WHERE resumed_at IS NULL;
CREATE UNIQUE INDEX program_run_running ON program_run (shop_id) WHERE state = 'running';

-- One shop never sees another's rows.
DO $$
DECLARE kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['program_pause', 'program_run'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', kept);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', kept);
    EXECUTE format('CREATE POLICY one_shop ON %I TO encore_app
      USING (shop_id = NULLIF(current_setting(''app.shop_id'', true), '''')::uuid)
      WITH CHECK (shop_id = NULLIF(current_setting(''app.shop_id'', true), '''')::uuid)', kept);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO encore_app', kept);
  END LOOP;
END $$;
CREATE POLICY sweep ON program_run FOR SELECT TO encore_sweeper USING (true);
GRANT SELECT (shop_id, state) ON program_run TO encore_sweeper;
GRANT SELECT (shop_id, state) ON loyalty_program TO encore_sweeper;

-- Which shops have other work due, as the name of the job that does it. `nightly` names the jobs that each night calls
-- for; `zones` are the time zones of all shops: [{ timezone, nightAt, birthdays: days as unpaid_birthdays has them }].
-- No night falls on a shop whose past is imported and worked on. Five minutes later what was entered in the ledger counts as
-- settled for the liability; a day after an import's end it comes in any case, should that never be over.
CREATE OR REPLACE FUNCTION due_shop_work(at timestamptz, nightly text[], zones jsonb) RETURNS TABLE (shop_id uuid, job text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH installed AS MATERIALIZED (
    SELECT s.id, z."nightAt" AS night_at, z.birthdays
    FROM shop s
    LEFT JOIN jsonb_to_recordset(zones) AS z(timezone text, "nightAt" timestamptz, birthdays jsonb) ON z.timezone = s.timezone
    WHERE s.uninstalled_at IS NULL
  ), importing AS MATERIALIZED (
    SELECT DISTINCT b.shop_id FROM backfill b WHERE b.state IN ('queued', 'exporting', 'importing')
  ), in_past AS MATERIALIZED (
    SELECT i.shop_id FROM importing i
    UNION
    SELECT b.shop_id FROM backfill b
    WHERE COALESCE(b.processed_at + interval '5 minutes', b.finished_at + interval '1 day') > at
  )
  SELECT s.id, 'import-history' FROM installed s JOIN importing i ON i.shop_id = s.id
  UNION ALL
  SELECT s.id, n.job
  FROM installed s
  CROSS JOIN unnest(nightly) AS n(job)
  LEFT JOIN nightly_run r ON r.shop_id = s.id AND r.job = n.job
  LEFT JOIN in_past p ON p.shop_id = s.id
  WHERE COALESCE(r.ran_at, '-infinity') < s.night_at AND p.shop_id IS NULL
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
  SELECT DISTINCT s.id, 'run-program' FROM installed s JOIN program_run p ON p.shop_id = s.id
  WHERE p.state = 'running'
  UNION ALL
  SELECT DISTINCT s.id, 'award-birthdays'
  FROM installed s
  JOIN earning_action w ON w.shop_id = s.id AND w.kind = 'birthday' AND w.active
  JOIN loyalty_program p ON p.shop_id = s.id AND p.state = 'live'
  WHERE EXISTS (SELECT FROM unpaid_birthdays(s.id, w.id, w.settings, s.birthdays))
$$;

-- The same for what is due by a date of its own. Nothing expires, and nobody is rewarded or rated, but in a program that is live.
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
  LEFT JOIN loyalty_program program ON program.shop_id = due.shop_id
  WHERE s.uninstalled_at IS NULL
    AND (program.state = 'live' OR due.job NOT IN ('expire-points', 'lapse-rewards', 'settle-referrals', 'review-tiers'))
$$;
