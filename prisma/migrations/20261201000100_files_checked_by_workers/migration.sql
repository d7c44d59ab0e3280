-- A file of points is kept, sealed, in parts of text until a worker has read it: what a hundred thousand rows would do takes seconds.
ALTER TABLE points_import ADD COLUMN file_problem text;

CREATE TABLE points_import_part (
  shop_id uuid NOT NULL,
  import_id uuid NOT NULL,
  part int NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (shop_id, import_id, part)
);
-- Sealed text does not become smaller.
ALTER TABLE points_import_part ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE points_import_part ENABLE ROW LEVEL SECURITY;
ALTER TABLE points_import_part FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON points_import_part TO encore_app
  USING (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid)
  WITH CHECK (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON points_import_part TO encore_app;

DROP INDEX points_import_moving;
CREATE INDEX points_import_moving ON points_import (shop_id) WHERE state IN ('checking', 'applying', 'reversing');

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
  WHERE p.state IN ('checking', 'applying', 'reversing')
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
