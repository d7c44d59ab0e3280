-- AlterTable
ALTER TABLE "event" ADD COLUMN "origin_id" UUID;

-- AlterTable
ALTER TABLE "way_award" ADD COLUMN "origin_id" UUID;

-- AlterTable
ALTER TABLE "loyalty_profile" ADD COLUMN "birthday_from" UUID,
ADD COLUMN "leaderboard_from" UUID,
ADD COLUMN "verified_from" UUID;

-- AlterTable
ALTER TABLE "referral" ADD COLUMN "origin_id" UUID;

-- AlterTable
ALTER TABLE "redemption" ADD COLUMN "origin_id" UUID;

-- AlterTable
ALTER TABLE "reward_issue" ADD COLUMN "asked_for" BIGINT[] DEFAULT ARRAY[]::BIGINT[];

-- AlterTable
ALTER TABLE "tier_change" ADD COLUMN "origin_id" UUID;

-- AlterTable
ALTER TABLE "achievement_unlock" ADD COLUMN "origin_id" UUID;

-- AlterTable
ALTER TABLE "challenge_progress" ADD COLUMN "origin_id" UUID;

-- CreateIndex
CREATE INDEX "identity_edge_shop_id_merged_id_idx" ON "identity_edge"("shop_id", "merged_id");

-- Those that are never changed otherwise: a merge points them to the record that stays, and they remember whose they were.
GRANT UPDATE (origin_id) ON event, way_award, tier_change TO encore_app;
