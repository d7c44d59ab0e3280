-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "customer" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "shopify_id" BIGINT,
    "email" TEXT,
    "phone" TEXT,
    "first_name" TEXT,
    "last_name" TEXT,
    "locale" TEXT,
    "country" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "source_updated_at" TIMESTAMPTZ(3),
    "merged_into_id" UUID,
    "redacted_at" TIMESTAMPTZ(3),
    "orders_count" INTEGER NOT NULL DEFAULT 0,
    "spent_minor" BIGINT NOT NULL DEFAULT 0,
    "first_order_at" TIMESTAMPTZ(3),
    "last_order_at" TIMESTAMPTZ(3),
    "recency_score" SMALLINT,
    "frequency_score" SMALLINT,
    "monetary_score" SMALLINT,
    "segment" TEXT,
    "stage" TEXT,
    "stage_since" TIMESTAMPTZ(3),

    CONSTRAINT "customer_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "identifier" (
    "shop_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "value_hash" BYTEA NOT NULL,
    "customer_id" UUID NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "claimed_by" BIGINT,
    "blocked" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "identifier_pkey" PRIMARY KEY ("shop_id","kind","value_hash")
);

-- CreateTable
CREATE TABLE "identity_edge" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kept_id" UUID NOT NULL,
    "merged_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "confidence" SMALLINT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "identity_edge_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "consent" (
    "shop_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "address_hash" BYTEA NOT NULL,
    "customer_id" UUID,
    "state" TEXT NOT NULL,
    "opt_in_level" TEXT,
    "source" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("shop_id","channel","address_hash")
);

-- CreateTable
CREATE TABLE "privacy_request" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "shopify_customer_id" BIGINT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "answer" JSONB,

    CONSTRAINT "privacy_request_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "event" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "customer_id" UUID,
    "order_id" BIGINT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "properties" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "event_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "reaction" (
    "shop_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "reaction_pkey" PRIMARY KEY ("shop_id","event_id","name")
);

-- CreateTable
CREATE TABLE "order" (
    "shop_id" UUID NOT NULL,
    "id" BIGINT NOT NULL,
    "customer_id" UUID,
    "shopify_customer_id" BIGINT,
    "guest_email_hash" BYTEA,
    "name" TEXT NOT NULL,
    "source_updated_at" TIMESTAMPTZ(3) NOT NULL,
    "source_rank" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),
    "test" BOOLEAN NOT NULL DEFAULT false,
    "financial_state" TEXT NOT NULL,
    "fulfillment_state" TEXT,
    "source_name" TEXT,
    "currency" TEXT NOT NULL,
    "presentment_currency" TEXT NOT NULL,
    "taxes_included" BOOLEAN NOT NULL DEFAULT false,
    "total_minor" BIGINT NOT NULL,
    "subtotal_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "shipping_minor" BIGINT NOT NULL,
    "discount_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "gap_days" INTEGER,

    CONSTRAINT "order_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "order_line" (
    "shop_id" UUID NOT NULL,
    "id" BIGINT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "product_id" BIGINT,
    "variant_id" BIGINT,
    "sku" TEXT,
    "title" TEXT NOT NULL,
    "product_type" TEXT,
    "quantity" INTEGER NOT NULL,
    "current_quantity" INTEGER NOT NULL,
    "price_minor" BIGINT NOT NULL,
    "discount_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "taxable" BOOLEAN NOT NULL DEFAULT true,
    "gift_card" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "order_line_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "refund" (
    "shop_id" UUID NOT NULL,
    "id" BIGINT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "shipping_minor" BIGINT NOT NULL DEFAULT 0,
    "adjustment_minor" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "refund_line" (
    "shop_id" UUID NOT NULL,
    "id" BIGINT NOT NULL,
    "refund_id" BIGINT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "line_id" BIGINT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "subtotal_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,

    CONSTRAINT "refund_line_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "fulfillment" (
    "shop_id" UUID NOT NULL,
    "id" BIGINT NOT NULL,
    "order_id" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "shipment_status" TEXT,
    "tracking_company" TEXT,
    "tracking_number" TEXT,
    "tracking_url" TEXT,
    "shipped_at" TIMESTAMPTZ(3) NOT NULL,
    "promised_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "source_updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fulfillment_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "product" (
    "shop_id" UUID NOT NULL,
    "id" BIGINT NOT NULL,
    "title" TEXT NOT NULL,
    "handle" TEXT,
    "type" TEXT,
    "status" TEXT,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "source_updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "product_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "backfill" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "bulk_operation_id" TEXT,
    "url" TEXT,
    "lines_done" BIGINT NOT NULL DEFAULT 0,
    "orders_done" INTEGER NOT NULL DEFAULT 0,
    "orders_total" INTEGER,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "backfill_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "reconciliation" (
    "shop_id" UUID NOT NULL,
    "reconciled_until" TIMESTAMPTZ(3) NOT NULL,
    "orders_healed" INTEGER NOT NULL DEFAULT 0,
    "ran_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reconciliation_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "loyalty_program" (
    "shop_id" UUID NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "points_per_unit" INTEGER NOT NULL DEFAULT 1,
    "unit_minor" BIGINT NOT NULL,
    "rounding" TEXT NOT NULL DEFAULT 'down',
    "include_tax" BOOLEAN NOT NULL DEFAULT true,
    "include_discounted" BOOLEAN NOT NULL DEFAULT true,
    "excluded_product_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
    "custom_refunds" TEXT NOT NULL DEFAULT 'prorate',
    "shortfall" TEXT NOT NULL DEFAULT 'debt',
    "debt_limit" BIGINT,
    "earns_from" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "loyalty_program_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "ledger_account" (
    "shop_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "available" BIGINT NOT NULL DEFAULT 0,
    "pending" BIGINT NOT NULL DEFAULT 0,
    "held" BIGINT NOT NULL DEFAULT 0,
    "debt" BIGINT NOT NULL DEFAULT 0,
    "qualifying" BIGINT NOT NULL DEFAULT 0,
    "seq" BIGINT NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_account_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "available_delta" BIGINT NOT NULL DEFAULT 0,
    "pending_delta" BIGINT NOT NULL DEFAULT 0,
    "held_delta" BIGINT NOT NULL DEFAULT 0,
    "debt_delta" BIGINT NOT NULL DEFAULT 0,
    "qualifying_delta" BIGINT NOT NULL DEFAULT 0,
    "outside" TEXT NOT NULL,
    "outside_delta" BIGINT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "rule_snapshot" JSONB,
    "order_id" BIGINT,
    "actor" TEXT NOT NULL,
    "reason" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "lot" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "order_id" BIGINT,
    "original" BIGINT NOT NULL,
    "remaining" BIGINT NOT NULL,
    "earned_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "lot_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "lot_use" (
    "shop_id" UUID NOT NULL,
    "lot_id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "points" BIGINT NOT NULL,

    CONSTRAINT "lot_use_pkey" PRIMARY KEY ("shop_id","lot_id","entry_id")
);

-- CreateTable
CREATE TABLE "order_award" (
    "shop_id" UUID NOT NULL,
    "order_id" BIGINT NOT NULL,
    "customer_id" UUID NOT NULL,
    "rule_snapshot" JSONB NOT NULL,
    "posted" BIGINT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "order_award_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateTable
CREATE TABLE "segment_run" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "thresholds" JSONB NOT NULL,
    "customers" INTEGER NOT NULL,
    "changed" INTEGER NOT NULL,
    "intervals" JSONB,

    CONSTRAINT "segment_run_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "segment_membership" (
    "shop_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "segment" TEXT NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "segment_membership_pkey" PRIMARY KEY ("shop_id","customer_id","segment","entered_at")
);

-- CreateTable
CREATE TABLE "shop" (
    "id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "shopify_id" BIGINT,
    "name" TEXT,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "timezone" TEXT NOT NULL DEFAULT 'UTC',
    "installed_at" TIMESTAMPTZ(3) NOT NULL,
    "uninstalled_at" TIMESTAMPTZ(3),
    "setup_dismissed_at" TIMESTAMPTZ(3),
    "rule_reviewed_at" TIMESTAMPTZ(3),

    CONSTRAINT "shop_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "scope" TEXT,
    "expires" TIMESTAMPTZ(3),
    "access_token" TEXT,
    "refresh_token" TEXT,
    "refresh_token_expires" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "shop_domain" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "event_id" TEXT,
    "triggered_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "body" BYTEA,
    "sha256" BYTEA NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'received',
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "customer_by_last_order" ON "customer"("shop_id", "last_order_at", "id");

-- CreateIndex
CREATE INDEX "customer_by_spent" ON "customer"("shop_id", "spent_minor", "id");

-- CreateIndex
CREATE INDEX "customer_by_orders" ON "customer"("shop_id", "orders_count", "id");

-- CreateIndex
CREATE INDEX "customer_by_created" ON "customer"("shop_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "customer_by_segment" ON "customer"("shop_id", "segment", "last_order_at", "id", "spent_minor", "orders_count", "created_at", "merged_into_id", "redacted_at");

-- CreateIndex
CREATE INDEX "customer_by_stage" ON "customer"("shop_id", "stage", "last_order_at", "id", "spent_minor", "orders_count", "created_at", "merged_into_id", "redacted_at");

-- CreateIndex
CREATE UNIQUE INDEX "customer_shopify" ON "customer"("shop_id", "shopify_id");

-- CreateIndex
CREATE INDEX "identifier_shop_id_customer_id_idx" ON "identifier"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "identity_edge_shop_id_kept_id_idx" ON "identity_edge"("shop_id", "kept_id");

-- CreateIndex
CREATE INDEX "consent_shop_id_customer_id_idx" ON "consent"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "privacy_request_shop_id_requested_at_idx" ON "privacy_request"("shop_id", "requested_at");

-- CreateIndex
CREATE UNIQUE INDEX "privacy_request_once" ON "privacy_request"("shop_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "event_shop_id_customer_id_occurred_at_idx" ON "event"("shop_id", "customer_id", "occurred_at");

-- CreateIndex
CREATE INDEX "event_shop_id_occurred_at_idx" ON "event"("shop_id", "occurred_at");

-- CreateIndex
CREATE INDEX "event_shop_id_order_id_idx" ON "event"("shop_id", "order_id");

-- CreateIndex
CREATE UNIQUE INDEX "event_once" ON "event"("shop_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "order_shop_id_customer_id_processed_at_idx" ON "order"("shop_id", "customer_id", "processed_at");

-- CreateIndex
CREATE INDEX "order_shop_id_processed_at_idx" ON "order"("shop_id", "processed_at");

-- CreateIndex
CREATE INDEX "order_line_shop_id_order_id_idx" ON "order_line"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "order_line_shop_id_product_id_idx" ON "order_line"("shop_id", "product_id");

-- CreateIndex
CREATE INDEX "refund_shop_id_order_id_idx" ON "refund"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "refund_line_shop_id_order_id_idx" ON "refund_line"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "refund_line_shop_id_refund_id_idx" ON "refund_line"("shop_id", "refund_id");

-- CreateIndex
CREATE INDEX "fulfillment_shop_id_order_id_idx" ON "fulfillment"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "backfill_shop_id_requested_at_idx" ON "backfill"("shop_id", "requested_at");

-- CreateIndex
CREATE INDEX "ledger_account_by_available" ON "ledger_account"("shop_id", "available", "customer_id");

-- CreateIndex
CREATE INDEX "ledger_entry_shop_id_order_id_idx" ON "ledger_entry"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "ledger_entry_shop_id_recorded_at_idx" ON "ledger_entry"("shop_id", "recorded_at");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entry_once" ON "ledger_entry"("shop_id", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entry_seq" ON "ledger_entry"("shop_id", "customer_id", "seq");

-- CreateIndex
CREATE INDEX "lot_shop_id_customer_id_expires_at_idx" ON "lot"("shop_id", "customer_id", "expires_at");

-- CreateIndex
CREATE INDEX "lot_shop_id_order_id_idx" ON "lot"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "lot_use_shop_id_entry_id_idx" ON "lot_use"("shop_id", "entry_id");

-- CreateIndex
CREATE INDEX "order_award_shop_id_customer_id_idx" ON "order_award"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "segment_run_shop_id_at_idx" ON "segment_run"("shop_id", "at");

-- CreateIndex
CREATE INDEX "segment_membership_shop_id_segment_left_at_idx" ON "segment_membership"("shop_id", "segment", "left_at");

-- CreateIndex
CREATE UNIQUE INDEX "shop_domain_key" ON "shop"("domain");

-- CreateIndex
CREATE INDEX "session_shop_idx" ON "session"("shop");

-- CreateIndex
CREATE INDEX "delivery_recent" ON "delivery"("shop_domain", "received_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_once" ON "delivery"("shop_domain", "webhook_id");

