-- What became of a lot's points otherwise than by spending, and whether an account's points were ever spent: as its entries say.
ALTER TABLE "lot" ADD COLUMN "gone" BIGINT NOT NULL DEFAULT 0, ADD COLUMN "expired" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "ledger_account" ADD COLUMN "spent" BOOLEAN NOT NULL DEFAULT false;

-- Their owner has no policy of its own.
ALTER TABLE "lot" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "lot_use" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "ledger_entry" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "ledger_account" NO FORCE ROW LEVEL SECURITY;
UPDATE "lot" l SET "gone" = u."gone", "expired" = u."expired"
FROM (
  SELECT u."shop_id", u."lot_id",
    COALESCE(sum(u."points") FILTER (WHERE e."kind" IN ('reverse', 'move_out')), 0) AS "gone",
    COALESCE(sum(u."points") FILTER (WHERE e."kind" = 'expire'), 0) AS "expired"
  FROM "lot_use" u
  JOIN "ledger_entry" e ON e."shop_id" = u."shop_id" AND e."id" = u."entry_id"
  JOIN "lot" own ON own."shop_id" = u."shop_id" AND own."id" = u."lot_id"
  WHERE e."kind" IN ('expire', 'move_out') OR (e."kind" = 'reverse' AND e."order_id" IS NOT DISTINCT FROM own."order_id")
  GROUP BY u."shop_id", u."lot_id"
) u
WHERE l."shop_id" = u."shop_id" AND l."id" = u."lot_id";
UPDATE "ledger_account" a SET "spent" = true
WHERE EXISTS (
  SELECT FROM "ledger_entry" e
  WHERE e."shop_id" = a."shop_id" AND e."customer_id" = a."customer_id"
    AND (e."kind" IN ('hold', 'move_in') OR e."debt_delta" > 0 OR e."forgiven" > 0
      OR (e."kind" = 'adjust' AND e."available_delta" < 0)));
ALTER TABLE "lot" FORCE ROW LEVEL SECURITY;
ALTER TABLE "lot_use" FORCE ROW LEVEL SECURITY;
ALTER TABLE "ledger_entry" FORCE ROW LEVEL SECURITY;
ALTER TABLE "ledger_account" FORCE ROW LEVEL SECURITY;
