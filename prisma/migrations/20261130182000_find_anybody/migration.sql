-- A phone number as people of the shop's country write it is read by that country.
ALTER TABLE "shop" ADD COLUMN     "country" TEXT;

-- Somebody is found by their phone, and by the number of one of their orders.
CREATE INDEX "customer_by_phone" ON "customer"("shop_id", "phone");
CREATE INDEX "order_by_name" ON "order"("shop_id", "name");
