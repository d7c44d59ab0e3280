import type { ShopTx } from "#app/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

/** A person in the words of the loyalty tables: all their records, their orders, and the hash of their email in hex. */
type Person = {
  customerIds: readonly string[];
  orderIds: readonly bigint[];
  emailHash: string | null;
};

/**
 * Takes out of the loyalty tables what names a person: what they told the program, their code for friends, what was written
 * about them, for whom rewards were asked for, and where they or their friends came from. Before the orders themselves forget which visit they came by.
 */
export async function forgetLoyalty(
  tx: ShopTx,
  shopId: string,
  { customerIds, orderIds, emailHash }: Person,
): Promise<void> {
  const theirs = { shopId, customerId: { in: [...customerIds] } };
  await tx.loyaltyProfile.deleteMany({ where: theirs });
  await tx.referralCode.deleteMany({ where: theirs });
  await tx.entryNote.deleteMany({ where: theirs });
  await tx.pointsImportRow.updateMany({ where: theirs, data: { note: null } });
  await tx.$executeRaw`
    UPDATE reward_issue i SET asked_for = '{}'
    FROM redemption r
    WHERE r.shop_id = ${shopId}::uuid AND r.customer_id = ANY(${[...customerIds]}::uuid[])
      AND i.shop_id = r.shop_id AND i.redemption_id = r.id AND i.asked_for <> '{}'`;
  await tx.$executeRaw`
    UPDATE referral_visit v SET ip_hash = NULL, email_hash = NULL
    WHERE v.shop_id = ${shopId}::uuid AND (
      v.advocate_id = ANY(${[...customerIds]}::uuid[])
      OR ${emailHash === null ? Prisma.sql`false` : Prisma.sql`v.email_hash = decode(${emailHash}, 'hex')`}
      OR v.id::text IN (
        SELECT o.attributes->>'_encore_ref' FROM "order" o
        WHERE o.shop_id = ${shopId}::uuid AND o.id = ANY(${orderIds.map(String)}::bigint[])))`;
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
