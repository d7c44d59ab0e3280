import { now } from "#app/ground/clock.server.ts";
import { db } from "#app/ground/db.server.ts";

/** The merchant has decided how orders earn: by saving the rule, or by keeping the one that was suggested. */
export async function noteRuleReviewed(shopId: string): Promise<void> {
  await db.shop.update({ where: { id: shopId }, data: { ruleReviewedAt: now() } });
}
