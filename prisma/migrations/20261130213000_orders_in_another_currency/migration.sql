-- Whether an order's amounts are in the currency that the shop's are in. Those that are not no longer count: the sums of the shops that
-- have some are counted again, and whose points would be others by it is listed.
ALTER TABLE "order" ADD COLUMN "in_shop_currency" BOOLEAN NOT NULL DEFAULT true;

UPDATE "order" o SET in_shop_currency = false FROM "shop" s WHERE s.id = o.shop_id AND s.currency <> o.currency;
UPDATE "shop" s SET count_orders_from = 0
WHERE EXISTS (SELECT FROM "order" o WHERE o.shop_id = s.id AND NOT o.in_shop_currency);
