-- AlterTable
ALTER TABLE "achievement" ADD COLUMN     "to_review" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "challenge" ADD COLUMN     "to_review" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "loyalty_program" ADD COLUMN     "leaderboard" BOOLEAN NOT NULL DEFAULT true;

-- CreateIndex
CREATE INDEX "streak_shop_id_current_last_month_idx" ON "streak"("shop_id", "current", "last_month");
