import { db } from "#app/ground/db.server.ts";

/** Closes the setup guide of a shop for good. */
export async function dismissSetupGuide(shopId: string, now: Date): Promise<void> {
  await db.shop.update({ where: { id: shopId }, data: { setupDismissedAt: now } });
}

/** The merchant has looked at the earning rule that Encore suggests, and keeps it. */
export async function keepSuggestedRule(shopId: string, now: Date): Promise<void> {
  await db.shop.update({ where: { id: shopId }, data: { ruleReviewedAt: now } });
}
