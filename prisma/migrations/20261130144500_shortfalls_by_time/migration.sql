-- What an account was forgiven, so that most accounts show at a glance that there is nothing to be made up for.
ALTER TABLE "ledger_account" ADD COLUMN "forgiven" BIGINT NOT NULL DEFAULT 0;
-- Their owner has no policy of its own.
ALTER TABLE "ledger_account" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "ledger_entry" NO FORCE ROW LEVEL SECURITY;
UPDATE "ledger_account" a SET "forgiven" = e."forgiven"
FROM (
  SELECT "shop_id", "customer_id", sum("forgiven") AS "forgiven" FROM "ledger_entry" WHERE "forgiven" <> 0 GROUP BY 1, 2
) e
WHERE a."shop_id" = e."shop_id" AND a."customer_id" = e."customer_id";
ALTER TABLE "ledger_account" FORCE ROW LEVEL SECURITY;
ALTER TABLE "ledger_entry" FORCE ROW LEVEL SECURITY;

-- By which limit points were taken back. What was forgiven before it was kept stays so.
ALTER TABLE "ledger_entry" ADD COLUMN "debt_limit" BIGINT;

-- When an order gave and lost its points, as its facts say.
ALTER TABLE "order_award" ADD COLUMN "course" JSONB;
