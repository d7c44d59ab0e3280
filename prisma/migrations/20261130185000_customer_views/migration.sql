-- Ways to look at the customers list, for all of the shop's people.
-- CreateTable
CREATE TABLE "customer_view" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "query" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_view_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "customer_view_name" ON "customer_view"("shop_id", "name");

-- One shop never sees another's rows.
ALTER TABLE customer_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE customer_view FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON customer_view TO encore_app
  USING (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid)
  WITH CHECK (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_view TO encore_app;
