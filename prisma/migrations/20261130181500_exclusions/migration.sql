-- CreateTable
CREATE TABLE "program_exclusion" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "origin_id" UUID,

    CONSTRAINT "program_exclusion_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateIndex
CREATE INDEX "program_exclusion_shop_id_customer_id_idx" ON "program_exclusion"("shop_id", "customer_id");

-- One shop never sees another's rows.
ALTER TABLE program_exclusion ENABLE ROW LEVEL SECURITY;
ALTER TABLE program_exclusion FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON program_exclusion TO encore_app
  USING (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid)
  WITH CHECK (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON program_exclusion TO encore_app;
CREATE POLICY sweep ON program_exclusion FOR SELECT TO encore_sweeper USING (true);
GRANT SELECT (shop_id, customer_id, since, until) ON program_exclusion TO encore_sweeper;

-- Whose birthday is to be paid by a shop's earning action: it is or was on one of these days
-- ([{ month, dayOfMonth, startsAt }]), was told early enough, was not while they were excluded from the program, and nothing was
-- paid within the year: nobody has two birthdays within 330 days, whatever they say of themselves. Sees what its caller may see.
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
    AND NOT EXISTS (
      SELECT FROM program_exclusion x
      WHERE x.shop_id = p.shop_id AND x.customer_id = p.customer_id
        AND (x.until IS NULL OR (x.since < day."startsAt" + interval '1 day' AND x.until > day."startsAt")))
  GROUP BY p.customer_id
$$;
