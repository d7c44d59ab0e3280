-- Who changed something is told by name.
-- CreateTable
CREATE TABLE "staff_member" (
    "shop_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "staff_member_pkey" PRIMARY KEY ("shop_id","user_id")
);

-- One shop never sees another's rows.
ALTER TABLE staff_member ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff_member FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON staff_member TO encore_app
  USING (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid)
  WITH CHECK (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON staff_member TO encore_app;
