-- What is null is still to be counted for orders that were known before: a job does that, some of them at a time, from the id that
-- its shop says.
ALTER TABLE "order"
  ADD COLUMN "paid_at" TIMESTAMPTZ(3),
  ADD COLUMN "paid_at_sure" BOOLEAN NOT NULL DEFAULT true,
  ADD COLUMN "current_total_minor" BIGINT,
  ADD COLUMN "tip_minor" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "spent_minor" BIGINT,
  ADD COLUMN "goods_remain" BOOLEAN NOT NULL DEFAULT true,
  ADD COLUMN "deleted_at" TIMESTAMPTZ(3);

ALTER TABLE "order_line" ADD COLUMN "tip" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "shop" ADD COLUMN "count_orders_from" BIGINT;
UPDATE "shop" SET "count_orders_from" = 0;

ALTER TABLE "loyalty_program"
  ADD COLUMN "include_tips" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "include_custom_items" BOOLEAN NOT NULL DEFAULT true;
