-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "tier_id" UUID;

-- AlterTable
ALTER TABLE "ledger_account" ADD COLUMN     "active_at" TIMESTAMPTZ(3),
ADD COLUMN     "frozen_at" TIMESTAMPTZ(3),
ADD COLUMN     "frozen_for" JSONB;

-- AlterTable
ALTER TABLE "ledger_entry" ADD COLUMN     "import_id" UUID,
ADD COLUMN     "redemption_id" UUID;

-- AlterTable
ALTER TABLE "lot" ADD COLUMN     "extended_at" TIMESTAMPTZ(3),
ADD COLUMN     "origin_lot_id" UUID,
ADD COLUMN     "pending" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "release_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "loyalty_program" ADD COLUMN     "combination" TEXT NOT NULL DEFAULT 'added',
ADD COLUMN     "excluded_collection_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
ADD COLUMN     "expiry" JSONB NOT NULL DEFAULT '{"kind":"never"}',
ADD COLUMN     "expiry_since" TIMESTAMPTZ(3),
ADD COLUMN     "lots_dated_for" TIMESTAMPTZ(3),
ADD COLUMN     "guest_points" TEXT NOT NULL DEFAULT 'claim',
ADD COLUMN     "multipliers" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "near_reward" JSONB,
ADD COLUMN     "pending_days" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "point_name" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "redemption_rate_bps" INTEGER,
ADD COLUMN     "spent_return" TEXT NOT NULL DEFAULT 'allocated',
ADD COLUMN     "value_minor" BIGINT,
ADD COLUMN     "value_points" INTEGER NOT NULL DEFAULT 100;

-- AlterTable
ALTER TABLE "order" ADD COLUMN     "address_hash" BYTEA,
ADD COLUMN     "attributes" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "credits_paid" JSONB,
ADD COLUMN     "ip_hash" BYTEA,
ADD COLUMN     "paid_with_credit" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "order_award" ADD COLUMN     "line_rates" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "earning_way" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "points" BIGINT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "limit_count" INTEGER,
    "limit_period" TEXT NOT NULL DEFAULT 'ever',
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "earning_way_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "way_award" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "way_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "source_key" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "way_award_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "campaign" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "multiplier_bps" INTEGER NOT NULL,
    "product_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
    "collection_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
    "tier_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "loyalty_profile" (
    "shop_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "birth_month" SMALLINT,
    "birth_day" SMALLINT,
    "birthday_set_at" TIMESTAMPTZ(3),
    "leaderboard" BOOLEAN NOT NULL DEFAULT false,
    "verified_at" TIMESTAMPTZ(3),

    CONSTRAINT "loyalty_profile_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateTable
CREATE TABLE "order_discount" (
    "shop_id" UUID NOT NULL,
    "order_id" BIGINT NOT NULL,
    "position" SMALLINT NOT NULL,
    "kind" TEXT NOT NULL,
    "code" TEXT,
    "title" TEXT,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "order_discount_pkey" PRIMARY KEY ("shop_id","order_id","position")
);

-- CreateTable
CREATE TABLE "order_line_discount" (
    "shop_id" UUID NOT NULL,
    "order_id" BIGINT NOT NULL,
    "line_id" BIGINT NOT NULL,
    "position" SMALLINT NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "order_line_discount_pkey" PRIMARY KEY ("shop_id","order_id","line_id","position")
);

-- CreateTable
CREATE TABLE "collection" (
    "shop_id" UUID NOT NULL,
    "id" BIGINT NOT NULL,
    "title" TEXT NOT NULL,
    "handle" TEXT,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "collection_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "product_collection" (
    "shop_id" UUID NOT NULL,
    "collection_id" BIGINT NOT NULL,
    "product_id" BIGINT NOT NULL,

    CONSTRAINT "product_collection_pkey" PRIMARY KEY ("shop_id","collection_id","product_id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "key_hash" BYTEA NOT NULL,
    "hint" TEXT NOT NULL,
    "access" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "api_call" (
    "shop_id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "status" SMALLINT NOT NULL,
    "answer" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_call_pkey" PRIMARY KEY ("shop_id","idempotency_key")
);

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "topics" TEXT[],
    "secret" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_for" TEXT,
    "failing_since" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "webhook_send" (
    "shop_id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "last_status" SMALLINT,
    "last_error" TEXT,

    CONSTRAINT "webhook_send_pkey" PRIMARY KEY ("shop_id","endpoint_id","event_id")
);

-- CreateTable
CREATE TABLE "ledger_check" (
    "shop_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "accounts" INTEGER NOT NULL,
    "wrong" INTEGER NOT NULL,

    CONSTRAINT "ledger_check_pkey" PRIMARY KEY ("shop_id","at")
);

-- CreateTable
CREATE TABLE "points_import" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "problems" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "lines_done" INTEGER NOT NULL DEFAULT 0,
    "actor" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_at" TIMESTAMPTZ(3),
    "reversed_at" TIMESTAMPTZ(3),

    CONSTRAINT "points_import_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "points_import_row" (
    "shop_id" UUID NOT NULL,
    "import_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "customer_id" UUID,
    "points" BIGINT,
    "note" TEXT,
    "problem" TEXT,

    CONSTRAINT "points_import_row_pkey" PRIMARY KEY ("shop_id","import_id","line")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "simulation" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "settings" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "orders" INTEGER NOT NULL DEFAULT 0,
    "result" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "simulation_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "referral_program" (
    "shop_id" UUID NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT false,
    "advocate_reward" JSONB NOT NULL,
    "friend_reward" JSONB NOT NULL,
    "minimum_minor" BIGINT,
    "attribution_days" INTEGER NOT NULL DEFAULT 30,
    "return_window_days" INTEGER NOT NULL DEFAULT 14,
    "strictness" TEXT NOT NULL DEFAULT 'standard',
    "bonuses" JSONB NOT NULL DEFAULT '[]',
    "words" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "referral_program_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "referral_code" (
    "shop_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "referral_code_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateTable
CREATE TABLE "referral_visit" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "advocate_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ip_hash" BYTEA,
    "friend_code" TEXT,
    "email_hash" BYTEA,

    CONSTRAINT "referral_visit_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "referral" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "advocate_id" UUID NOT NULL,
    "friend_id" UUID NOT NULL,
    "order_id" BIGINT NOT NULL,
    "via" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "findings" JSONB NOT NULL DEFAULT '[]',
    "snapshot" JSONB NOT NULL,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "decision" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "given" JSONB NOT NULL DEFAULT '{}',
    "revision" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "referral_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "reward" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "position" INTEGER NOT NULL DEFAULT 0,
    "cost" BIGINT NOT NULL,
    "amount_minor" BIGINT,
    "percent_bps" INTEGER,
    "product_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
    "collection_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
    "minimum_minor" BIGINT,
    "combines_with" JSONB NOT NULL DEFAULT '{}',
    "valid_days" INTEGER,
    "codes" TEXT NOT NULL DEFAULT 'personal',
    "on_lapse" TEXT NOT NULL DEFAULT 'return',
    "limit_count" INTEGER,
    "limit_period" TEXT NOT NULL DEFAULT 'ever',
    "tier_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reward_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "redemption" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "reward_id" UUID NOT NULL,
    "client_key" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "points" BIGINT NOT NULL,
    "returned" BIGINT NOT NULL DEFAULT 0,
    "reward_snapshot" JSONB NOT NULL,
    "code" TEXT,
    "order_id" BIGINT,
    "held_at" TIMESTAMPTZ(3) NOT NULL,
    "issued_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "failure" TEXT,

    CONSTRAINT "redemption_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "reward_issue" (
    "shop_id" UUID NOT NULL,
    "redemption_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "shopify_gid" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "asked_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "reward_issue_pkey" PRIMARY KEY ("shop_id","redemption_id")
);

-- CreateTable
CREATE TABLE "reward_discount" (
    "shop_id" UUID NOT NULL,
    "reward_id" UUID NOT NULL,
    "reward_version" INTEGER NOT NULL,
    "shopify_gid" TEXT NOT NULL,

    CONSTRAINT "reward_discount_pkey" PRIMARY KEY ("shop_id","reward_id","reward_version")
);

-- CreateTable
CREATE TABLE "tier_program" (
    "shop_id" UUID NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "window" JSONB NOT NULL,
    "grace_days" INTEGER NOT NULL DEFAULT 30,
    "on_refund" TEXT NOT NULL DEFAULT 'drop',
    "version" INTEGER NOT NULL DEFAULT 1,
    "rated_version" INTEGER NOT NULL DEFAULT 0,
    "rated_to" UUID,
    "rated" INTEGER NOT NULL DEFAULT 0,
    "to_rate" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tier_program_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "tier" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "conditions" JSONB NOT NULL,
    "perks" JSONB NOT NULL DEFAULT '[]',
    "entry_reward" JSONB,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tier_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "tier_membership" (
    "shop_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "tier_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "term_ends_at" TIMESTAMPTZ(3),
    "grace_ends_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tier_membership_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateTable
CREATE TABLE "tier_entry" (
    "shop_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "tier_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "entry_key" TEXT,
    "redemption_id" UUID,

    CONSTRAINT "tier_entry_pkey" PRIMARY KEY ("shop_id","customer_id","tier_id","number")
);

-- CreateTable
CREATE TABLE "tier_offer" (
    "shop_id" UUID NOT NULL,
    "tier_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "shopify_gid" TEXT NOT NULL,
    "content" TEXT NOT NULL,

    CONSTRAINT "tier_offer_pkey" PRIMARY KEY ("shop_id","tier_id","kind")
);

-- CreateTable
CREATE TABLE "tier_tag" (
    "shop_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "tag" TEXT NOT NULL,

    CONSTRAINT "tier_tag_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateTable
CREATE TABLE "tier_change" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "from_tier_id" UUID,
    "to_tier_id" UUID,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tier_change_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "achievement" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "threshold" BIGINT NOT NULL,
    "badge" TEXT NOT NULL,
    "points" BIGINT NOT NULL DEFAULT 0,
    "points_from" TIMESTAMPTZ(3),
    "active" BOOLEAN NOT NULL DEFAULT true,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "achievement_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "achievement_unlock" (
    "shop_id" UUID NOT NULL,
    "achievement_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "achievement_unlock_pkey" PRIMARY KEY ("shop_id","achievement_id","customer_id")
);

-- CreateTable
CREATE TABLE "challenge" (
    "shop_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "goal" JSONB NOT NULL,
    "points" BIGINT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "challenge_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "challenge_progress" (
    "shop_id" UUID NOT NULL,
    "challenge_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "progress" BIGINT NOT NULL,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "challenge_progress_pkey" PRIMARY KEY ("shop_id","challenge_id","customer_id")
);

-- CreateTable
CREATE TABLE "month_points" (
    "shop_id" UUID NOT NULL,
    "month" TEXT NOT NULL,
    "customer_id" UUID NOT NULL,
    "points" BIGINT NOT NULL,

    CONSTRAINT "month_points_pkey" PRIMARY KEY ("shop_id","month","customer_id")
);

-- CreateTable
CREATE TABLE "streak" (
    "shop_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "current" INTEGER NOT NULL,
    "best" INTEGER NOT NULL,
    "last_month" TEXT NOT NULL,

    CONSTRAINT "streak_pkey" PRIMARY KEY ("shop_id","customer_id")
);

-- CreateIndex
CREATE INDEX "way_award_shop_id_customer_id_way_id_at_idx" ON "way_award"("shop_id", "customer_id", "way_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "way_award_once" ON "way_award"("shop_id", "way_id", "source_key");

-- CreateIndex
CREATE INDEX "campaign_shop_id_ends_at_idx" ON "campaign"("shop_id", "ends_at");

-- CreateIndex
CREATE INDEX "loyalty_profile_shop_id_birth_month_birth_day_idx" ON "loyalty_profile"("shop_id", "birth_month", "birth_day");

-- CreateIndex
CREATE INDEX "order_discount_shop_id_code_idx" ON "order_discount"("shop_id", "code");

-- CreateIndex
CREATE INDEX "product_collection_shop_id_product_id_idx" ON "product_collection"("shop_id", "product_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash" ON "api_key"("shop_id", "key_hash");

-- CreateIndex
CREATE INDEX "api_call_shop_id_at_idx" ON "api_call"("shop_id", "at");

-- CreateIndex
CREATE INDEX "points_import_shop_id_created_at_idx" ON "points_import"("shop_id", "created_at");

-- CreateIndex
CREATE INDEX "points_import_row_shop_id_customer_id_idx" ON "points_import_row"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "audit_entry_shop_id_at_idx" ON "audit_entry"("shop_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "referral_code_once" ON "referral_code"("shop_id", "code");

-- CreateIndex
CREATE INDEX "referral_visit_shop_id_advocate_id_at_idx" ON "referral_visit"("shop_id", "advocate_id", "at");

-- CreateIndex
CREATE INDEX "referral_visit_shop_id_email_hash_idx" ON "referral_visit"("shop_id", "email_hash");

-- CreateIndex
CREATE UNIQUE INDEX "referral_visit_code" ON "referral_visit"("shop_id", "friend_code");

-- CreateIndex
CREATE INDEX "referral_shop_id_advocate_id_placed_at_idx" ON "referral"("shop_id", "advocate_id", "placed_at");

-- CreateIndex
CREATE UNIQUE INDEX "referral_order" ON "referral"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "referral_shop_id_friend_id_idx" ON "referral"("shop_id", "friend_id");

-- CreateIndex
CREATE INDEX "referral_shop_id_state_placed_at_idx" ON "referral"("shop_id", "state", "placed_at");

-- CreateIndex
CREATE INDEX "redemption_shop_id_customer_id_held_at_idx" ON "redemption"("shop_id", "customer_id", "held_at");

-- CreateIndex
CREATE INDEX "redemption_shop_id_reward_id_held_at_idx" ON "redemption"("shop_id", "reward_id", "held_at");

-- CreateIndex
CREATE INDEX "redemption_shop_id_order_id_idx" ON "redemption"("shop_id", "order_id");

-- CreateIndex
CREATE UNIQUE INDEX "redemption_once" ON "redemption"("shop_id", "customer_id", "client_key");

-- CreateIndex
CREATE UNIQUE INDEX "redemption_code" ON "redemption"("shop_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "tier_order" ON "tier"("shop_id", "position");

-- CreateIndex
CREATE INDEX "tier_membership_shop_id_tier_id_idx" ON "tier_membership"("shop_id", "tier_id");

-- CreateIndex
CREATE INDEX "month_points_most" ON "month_points"("shop_id", "month", "points" DESC);

-- CreateIndex
CREATE INDEX "tier_change_shop_id_customer_id_at_idx" ON "tier_change"("shop_id", "customer_id", "at");

-- CreateIndex
CREATE INDEX "achievement_unlock_shop_id_customer_id_idx" ON "achievement_unlock"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "challenge_progress_shop_id_customer_id_idx" ON "challenge_progress"("shop_id", "customer_id");

-- CreateIndex
CREATE INDEX "ledger_entry_shop_id_redemption_id_idx" ON "ledger_entry"("shop_id", "redemption_id");

