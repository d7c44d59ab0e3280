import type { ShopTx } from "#app/db.server.ts";

import { mailboxHash } from "./mailbox-hash.server.ts";

/** An order's attribute may be anything that somebody wrote into a cart. */
const UUID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";

/** A person in the words of the loyalty tables: all their records, their orders, and every email of theirs. */
type Person = {
  customerIds: readonly string[];
  orderIds: readonly bigint[];
  emails: readonly string[];
};

/**
 * Takes out of the loyalty tables what names a person: what they told the program, their code for friends, what was written
 * about them, and where they or their friends came from. Before the orders themselves forget which visit they came by.
 */
export async function forgetLoyalty(
  tx: ShopTx,
  shopId: string,
  { customerIds, orderIds, emails }: Person,
): Promise<void> {
  const theirs = { shopId, customerId: { in: [...customerIds] } };
  await tx.loyaltyProfile.deleteMany({ where: theirs });
  await tx.referralCode.deleteMany({ where: theirs });
  await tx.entryNote.deleteMany({ where: theirs });
  await tx.pointsImportRow.updateMany({ where: theirs, data: { note: null } });
  const hashes = emails.flatMap((email) => mailboxHash(shopId, email) ?? []);
  // Each way in has an index of its own; asked for all at once, every visit there ever was would be read.
  await tx.$executeRaw`
    UPDATE referral_visit SET ip_hash = NULL, email_hash = NULL
    WHERE shop_id = ${shopId}::uuid AND id IN (
      SELECT id FROM referral_visit WHERE shop_id = ${shopId}::uuid AND advocate_id = ANY(${[...customerIds]}::uuid[])
      UNION
      SELECT v.id FROM unnest(${hashes}::text[]) AS mailbox(hash)
      JOIN referral_visit v ON v.shop_id = ${shopId}::uuid AND v.email_hash = decode(mailbox.hash, 'hex')
      UNION
      SELECT CASE WHEN ref ~* ${UUID} THEN ref::uuid END
      FROM (
        SELECT attributes->>'_encore_ref' AS ref FROM "order"
        WHERE shop_id = ${shopId}::uuid AND id = ANY(${orderIds.map(String)}::bigint[])) visited)`;
}

/** What the loyalty tables hold about a person, for an answer to a data request. Hashes say nothing to anybody, and stay out. */
export async function collectLoyalty(
  tx: ShopTx,
  shopId: string,
  customerIds: readonly string[],
): Promise<Record<string, unknown>> {
  const id = { in: [...customerIds] };
  const theirs = { where: { shopId, customerId: id } };
  return {
    program: await tx.loyaltyProfile.findMany(theirs),
    redemptions: await tx.redemption.findMany(theirs),
    notes: await tx.entryNote.findMany(theirs),
    importedPoints: await tx.pointsImportRow.findMany(theirs),
    earnedOtherwise: await tx.wayAward.findMany(theirs),
    tiers: await tx.tierMembership.findMany(theirs),
    tierChanges: await tx.tierChange.findMany(theirs),
    tierEntries: await tx.tierEntry.findMany(theirs),
    achievements: await tx.achievementUnlock.findMany(theirs),
    challenges: await tx.challengeProgress.findMany(theirs),
    streaks: await tx.streak.findMany(theirs),
    monthlyPoints: await tx.monthPoints.findMany(theirs),
    referralCodes: await tx.referralCode.findMany(theirs),
    referralVisits: await tx.referralVisit.findMany({
      where: { shopId, advocateId: id },
      // Who came is somebody else: only that somebody did is told.
      select: { id: true, at: true },
    }),
    friendsBrought: await tx.referral.findMany({
      where: { shopId, advocateId: id },
      select: { id: true, via: true, state: true, placedAt: true, decidedAt: true },
    }),
    broughtByFriend: await tx.referral.findMany({
      where: { shopId, friendId: id },
      select: { id: true, orderId: true, via: true, state: true, placedAt: true, decidedAt: true },
    }),
  };
}
