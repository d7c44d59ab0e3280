-- Which balances would be others by what the program counts today, and what became of those that the merchant agreed to.
CREATE TABLE "balance_change" (
    "shop_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "points_before" BIGINT NOT NULL,
    "points_after" BIGINT NOT NULL,
    "tier_before" UUID,
    "tier_after" UUID,

    CONSTRAINT "balance_change_pkey" PRIMARY KEY ("shop_id","run_id","customer_id")
);

-- One shop never sees another's rows.
ALTER TABLE balance_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE balance_change FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON balance_change TO encore_app
  USING (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid)
  WITH CHECK (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON balance_change TO encore_app;
