-- When everything that an import had brought had been worked on.
ALTER TABLE "backfill" ADD COLUMN     "processed_at" TIMESTAMPTZ(3);

-- Of those that ended before this was written down, nothing is waited for.
ALTER TABLE backfill NO FORCE ROW LEVEL SECURITY;
UPDATE backfill SET processed_at = finished_at;
ALTER TABLE backfill FORCE ROW LEVEL SECURITY;

GRANT SELECT (finished_at, processed_at) ON backfill TO encore_sweeper;

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
  SELECT DISTINCT s.id, 'award-birthdays'
  FROM installed s
  JOIN earning_action w ON w.shop_id = s.id AND w.kind = 'birthday' AND w.active
  LEFT JOIN loyalty_program p ON p.shop_id = s.id
  WHERE COALESCE(p.active, true)
    AND EXISTS (SELECT FROM unpaid_birthdays(s.id, w.id, w.settings, s.birthdays))
$$;
