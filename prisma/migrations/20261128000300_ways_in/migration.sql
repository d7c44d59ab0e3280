-- CreateTable
CREATE TABLE "flow_start" (
    "shop_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "handle" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'asked',
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "last_error" TEXT,

    CONSTRAINT "flow_start_pkey" PRIMARY KEY ("shop_id","event_id")
);

-- CreateIndex
CREATE INDEX "flow_start_shop_id_asked_at_idx" ON "flow_start"("shop_id", "asked_at");

-- One shop never sees another's rows.
ALTER TABLE flow_start ENABLE ROW LEVEL SECURITY;
ALTER TABLE flow_start FORCE ROW LEVEL SECURITY;
CREATE POLICY one_shop ON flow_start TO encore_app
  USING (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid)
  WITH CHECK (shop_id = NULLIF(current_setting('app.shop_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON flow_start TO encore_app;

-- Few starts are ones of which nobody knows whether they happened.
CREATE INDEX flow_start_unsure ON flow_start (shop_id, asked_at) WHERE state = 'unknown';
