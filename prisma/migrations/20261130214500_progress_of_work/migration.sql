-- How far work is that may take longer than ten seconds, for an estimate of the time that is left.
ALTER TABLE "simulation"
  DROP COLUMN "orders",
  ADD COLUMN "customers" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "total" INTEGER;

ALTER TABLE "shop"
  ADD COLUMN "count_orders_done" INTEGER,
  ADD COLUMN "count_orders_total" INTEGER,
  ADD COLUMN "count_orders_since" TIMESTAMPTZ(3);
