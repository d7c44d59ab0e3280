-- Which version of the shop this is, by Shopify's clock: an older one that comes later changes nothing.
ALTER TABLE "shop" ADD COLUMN "source_updated_at" TIMESTAMPTZ(3);
-- The currency that Shopify says the shop has now, where it is not the one that its amounts are in.
ALTER TABLE "shop" ADD COLUMN "refused_currency" TEXT;
-- A product that is no more keeps its title, for what was bought.
ALTER TABLE "product" ADD COLUMN "deleted_at" TIMESTAMPTZ(3);
