-- CreateTable
CREATE TABLE "manual_tier" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "tier_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "import_id" UUID,

    CONSTRAINT "manual_tier_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateIndex
CREATE INDEX "manual_tier_shop_id_customer_id_idx" ON "manual_tier"("shop_id", "customer_id");

-- A row of a points import may give a tier.
ALTER TABLE "points_import_row" ADD COLUMN "tier_id" UUID,
ADD COLUMN "tier_until" TIMESTAMPTZ(3);

-- One shop never sees another's rows.
ALTER TABLE manual_tier ENABLE ROW LEVEL SECURITY;
ALTER TABLE manual_tier FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON manual_tier TO encore_app
  USING (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid)
  WITH CHECK (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON manual_tier TO encore_app;
