import { inShop } from "#app/ground/db.server.ts";

/** Longer than a friend's first order can come after the visit: 365 days at most, and a while for what is heard late. */
const VISITS_KEPT_MS = 400 * 24 * 3_600_000;

/** Drops visits by friends' links that no order can come from any more, with the hashes of where they came from. */
export async function dropOldVisits(shopId: string, at: Date): Promise<void> {
  const before = new Date(at.getTime() - VISITS_KEPT_MS);
  await inShop(shopId, (tx) =>
    tx.referralVisit.deleteMany({ where: { shopId, at: { lt: before } } }),
  );
}
