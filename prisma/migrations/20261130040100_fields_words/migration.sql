-- Tables are called by the field's words.
ALTER TABLE earning_way RENAME TO earning_action;
ALTER TABLE earning_action RENAME CONSTRAINT earning_way_pkey TO earning_action_pkey;
ALTER INDEX earning_way_birthday RENAME TO earning_action_birthday;

ALTER TABLE way_award RENAME TO action_award;
ALTER TABLE action_award RENAME COLUMN way_id TO action_id;
ALTER TABLE action_award RENAME CONSTRAINT way_award_pkey TO action_award_pkey;
ALTER INDEX way_award_once RENAME TO action_award_once;
ALTER INDEX way_award_shop_id_customer_id_way_id_at_idx RENAME TO action_award_shop_id_customer_id_action_id_at_idx;

ALTER TABLE ledger_check RENAME TO ledger_audit;
ALTER TABLE ledger_audit RENAME CONSTRAINT ledger_check_pkey TO ledger_audit_pkey;

-- Functions keep their text: these two name the tables.
-- Whose birthday is to be paid by a shop's earning action: it is or was on one of these days
-- ([{ month, dayOfMonth, startsAt }]), was told early enough, and nothing was paid within the year: nobody has two
-- birthdays within 330 days, whatever they say of themselves. Sees what its caller may see.
CREATE OR REPLACE FUNCTION unpaid_birthdays(shop uuid, action uuid, settings jsonb, days jsonb)
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
      SELECT FROM action_award a
      WHERE a.shop_id = p.shop_id AND a.action_id = action AND a.customer_id = p.customer_id
        AND a.at > day."startsAt" - interval '330 days')
  GROUP BY p.customer_id
$$;

-- Which shops have other work due, as the name of the job that does it. `nightly` names the jobs that each night calls
-- for; `zones` are the time zones of all shops: [{ timezone, nightAt, birthdays: days as above }].
CREATE OR REPLACE FUNCTION due_shop_work(at timestamptz, nightly text[], zones jsonb) RETURNS TABLE (shop_id uuid, job text)
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
  JOIN earning_action w ON w.shop_id = s.id AND w.kind = 'birthday' AND w.active
  LEFT JOIN loyalty_program p ON p.shop_id = s.id
  WHERE COALESCE(p.active, true)
    AND EXISTS (SELECT FROM unpaid_birthdays(s.id, w.id, w.settings, s.birthdays))
$$;
