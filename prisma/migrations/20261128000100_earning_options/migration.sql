-- Shipping earns, if the shop wants, at what was paid for it.
ALTER TABLE "order"
ADD COLUMN     "shipping_discount_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "shipping_tax_minor" BIGINT NOT NULL DEFAULT 0;

ALTER TABLE "loyalty_program"
ADD COLUMN     "include_shipping" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "gift_cards" TEXT NOT NULL DEFAULT 'when_spent',
ADD COLUMN     "order_cap" JSONB;
