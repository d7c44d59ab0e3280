-- Customers of a shop in which few have ordered have a stage, and are compared with nobody. The next night takes what was written of them
-- back.
ALTER TABLE "customer_score" ALTER COLUMN "recency" DROP NOT NULL,
ALTER COLUMN "frequency" DROP NOT NULL,
ALTER COLUMN "monetary" DROP NOT NULL,
ALTER COLUMN "segment" DROP NOT NULL,
ALTER COLUMN "segment_since" DROP NOT NULL;
ALTER TABLE customer_score ADD CONSTRAINT customer_score_since CHECK ((segment IS NULL) = (segment_since IS NULL));
