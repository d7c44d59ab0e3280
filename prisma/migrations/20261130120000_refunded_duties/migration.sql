-- Duties and fees that went back are neither goods nor a custom amount, and take no points.
ALTER TABLE "refund" ADD COLUMN "duties_minor" BIGINT NOT NULL DEFAULT 0;
