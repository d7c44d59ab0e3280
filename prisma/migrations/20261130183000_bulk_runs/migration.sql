-- What is done about many customers at once: some at a time, so that it can go on where it was, and be stopped.
-- CreateTable
CREATE TABLE "bulk_run" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "work" JSONB NOT NULL,
    "people" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "failure" TEXT,
    "actor" TEXT NOT NULL,
    "customers" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL,
    "problems" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_run_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "bulk_target" (
    "shop_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "problem" TEXT,

    CONSTRAINT "bulk_target_pkey" PRIMARY KEY ("shop_id","run_id","customer_id")
);

-- CreateIndex
CREATE INDEX "bulk_run_shop_id_started_at_idx" ON "bulk_run"("shop_id", "started_at");

ALTER TABLE bulk_run ADD CONSTRAINT bulk_run_state CHECK (state IN ('gathering', 'running', 'done', 'stopped', 'failed'));
-- Who is still to be done.
CREATE INDEX bulk_target_left ON bulk_target (shop_id, run_id, customer_id) WHERE problem IS NULL;

-- One shop never sees another's rows.
DO $$
DECLARE kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['bulk_run', 'bulk_target'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', kept);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', kept);
    EXECUTE format('CREATE POLICY one_shop ON %I TO encore_app
      USING (shop_id = NULLIF(current_setting(''app.shop_id'', true), '''')::uuid)
      WITH CHECK (shop_id = NULLIF(current_setting(''app.shop_id'', true), '''')::uuid)', kept);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO encore_app', kept);
  END LOOP;
END $$;

-- The shops in which a run is under way, for the sweeper: it sees nothing else of them.
CREATE POLICY sweep ON bulk_run FOR SELECT TO encore_sweeper USING (true);
GRANT SELECT (shop_id, state) ON bulk_run TO encore_sweeper;
CREATE FUNCTION due_bulk_runs() RETURNS TABLE (shop_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT r.shop_id FROM bulk_run r WHERE r.state IN ('gathering', 'running')
$$;
CREATE INDEX bulk_run_open ON bulk_run (shop_id) WHERE state IN ('gathering', 'running');
GRANT CREATE ON SCHEMA public TO encore_sweeper;
ALTER FUNCTION due_bulk_runs() OWNER TO encore_sweeper;
REVOKE CREATE ON SCHEMA public FROM encore_sweeper;
REVOKE ALL ON FUNCTION due_bulk_runs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION due_bulk_runs() TO encore_app;
