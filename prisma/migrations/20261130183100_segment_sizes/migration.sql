-- How many customers were in each segment after a nightly run.
ALTER TABLE "segment_run" ADD COLUMN "sizes" JSONB;
