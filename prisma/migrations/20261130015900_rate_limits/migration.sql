-- What rate-limiter-flexible counts in (lib/RateLimiterPostgres.js). Unlogged: a crash may forget who asked how often, and nothing
-- waits for the disk. A count changes in place, in the room that is left on its page.
CREATE UNLOGGED TABLE "rate_limit" (
  "key" VARCHAR(255) NOT NULL,
  "points" INTEGER NOT NULL DEFAULT 0,
  "expire" BIGINT,
  CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
) WITH (fillfactor = 70);

GRANT SELECT, INSERT, UPDATE, DELETE ON "rate_limit" TO encore_app;
