-- What Shopify last said of a customer's account, and when.
ALTER TABLE "customer" ADD COLUMN "account_state" TEXT, ADD COLUMN "account_state_at" TIMESTAMPTZ(3);
-- Whose a consent was before a merge moved it: with the record that is deleted it goes, whichever came first.
ALTER TABLE "consent" ADD COLUMN "origin_id" UUID;
