-- A file of points either adds to balances or sets them, and is known again by what it says. A row that failed keeps what it
-- said, sealed, so that it can be mended; one that was applied keeps what it changed, so that exactly that is taken back.
ALTER TABLE "points_import"
  ADD COLUMN "mode" TEXT NOT NULL DEFAULT 'add',
  ADD COLUMN "content_hash" BYTEA,
  ADD COLUMN "heading" TEXT[] DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "points_import_row"
  ADD COLUMN "posted" BIGINT,
  ADD COLUMN "birth_month" SMALLINT,
  ADD COLUMN "birth_day" SMALLINT,
  ADD COLUMN "birthday_set_at" TIMESTAMPTZ(3),
  ADD COLUMN "cells" BYTEA;
