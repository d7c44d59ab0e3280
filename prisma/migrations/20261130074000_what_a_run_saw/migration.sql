-- AlterTable
ALTER TABLE "segment_run" ADD COLUMN "timezone" TEXT,
ADD COLUMN "snapshot" BIGINT,
ADD COLUMN "written" BIGINT[];
