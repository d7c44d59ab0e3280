-- CreateTable
CREATE TABLE "entry_note" (
    "shop_id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "internal" TEXT,
    "public" TEXT,

    CONSTRAINT "entry_note_pkey" PRIMARY KEY ("shop_id","entry_id")
);

-- CreateTable
CREATE TABLE "ledger_month" (
    "shop_id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "outside" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "entries" BIGINT NOT NULL,

    CONSTRAINT "ledger_month_pkey" PRIMARY KEY ("shop_id","month","outside")
);

-- CreateTable
CREATE TABLE "liability_snapshot" (
    "shop_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "counted_to" UUID NOT NULL,
    "figures" JSONB NOT NULL,

    CONSTRAINT "liability_snapshot_pkey" PRIMARY KEY ("shop_id","day")
);

-- CreateIndex
CREATE INDEX "entry_note_shop_id_customer_id_idx" ON "entry_note"("shop_id", "customer_id");

-- One shop never sees another's rows.
DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['entry_note', 'ledger_month', 'liability_snapshot'] LOOP
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

-- Few are frozen, of however many there are.
CREATE INDEX ledger_account_frozen ON ledger_account (shop_id, frozen_at) WHERE frozen_at IS NOT NULL;
