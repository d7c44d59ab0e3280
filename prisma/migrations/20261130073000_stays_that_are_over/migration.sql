-- The stay that goes on is told by the score alone: entering a segment writes no row, and leaving it adds one instead of finding
-- and rewriting the one of the day it began.
ALTER TABLE "customer_score" ADD COLUMN "segment_since" TIMESTAMPTZ(3);

-- The owner of the tables is bound by row-level security too: it would move nothing.
ALTER TABLE customer_score NO FORCE ROW LEVEL SECURITY;
ALTER TABLE segment_membership NO FORCE ROW LEVEL SECURITY;
UPDATE customer_score s SET segment_since = coalesce(m.entered_at, s.stage_since)
FROM customer_score o
LEFT JOIN segment_membership m
  ON m.shop_id = o.shop_id AND m.customer_id = o.customer_id AND m.segment = o.segment AND m.left_at IS NULL
WHERE s.shop_id = o.shop_id AND s.customer_id = o.customer_id;
DELETE FROM segment_membership WHERE left_at IS NULL;
ALTER TABLE segment_membership FORCE ROW LEVEL SECURITY;
ALTER TABLE customer_score FORCE ROW LEVEL SECURITY;

-- AlterTable
ALTER TABLE "customer_score" ALTER COLUMN "segment_since" SET NOT NULL;
ALTER TABLE "segment_membership" ALTER COLUMN "left_at" SET NOT NULL;
