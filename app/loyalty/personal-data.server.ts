import type { ShopTx } from "#app/ground/db.server.ts";
import type { PersonalData, Person } from "#app/ground/personal-data.ts";
import { emailHashesOf } from "#app/customers/identity/known-emails.server.ts";
import { mailboxHash } from "#app/customers/identity/mailbox-hash.server.ts";

import { refuseFile } from "./imports/check-files.server.ts";
import { visitOf } from "./referrals/visits/load-touches.server.ts";

/** How loyalty's tables forget a person, and what a merge does with their rows (accounts-merge/ does it). */
export const personalData: PersonalData = {
  tables: {
    ledger_account: { forget: "names-nobody", merge: "posted" },
    ledger_entry: { forget: "names-nobody", merge: "posted" },
    lot: { forget: "names-nobody", merge: "posted" },
    lot_use: { forget: "names-nobody", merge: "ownerless" },
    order_award: { forget: "names-nobody", merge: "moves" },
    pending_unmerge: { forget: "names-nobody", merge: "ownerless" },
    entry_note: { forget: "erased", merge: "stays" },
    loyalty_program: { forget: "names-nobody", merge: "ownerless" },
    program_pause: { forget: "names-nobody", merge: "ownerless" },
    balance_change: { forget: "names-nobody", merge: "stays" },
    program_exclusion: { forget: "names-nobody", merge: "moves" },
    program_run: { forget: "names-nobody", merge: "ownerless" },
    ledger_audit: { forget: "names-nobody", merge: "ownerless" },
    ledger_month: { forget: "names-nobody", merge: "ownerless" },
    liability_snapshot: { forget: "names-nobody", merge: "ownerless" },
    points_import: { forget: "names-nobody", merge: "ownerless" },
    points_import_part: { forget: "anonymised", merge: "ownerless" },
    points_import_row: { forget: "anonymised", merge: "stays" },
    simulation: { forget: "names-nobody", merge: "ownerless" },
    earning_action: { forget: "names-nobody", merge: "ownerless" },
    action_award: { forget: "names-nobody", merge: "moves" },
    campaign: { forget: "names-nobody", merge: "ownerless" },
    loyalty_profile: { forget: "erased", merge: "joins" },
    tier_program: { forget: "names-nobody", merge: "ownerless" },
    tier: { forget: "names-nobody", merge: "ownerless" },
    tier_membership: { forget: "names-nobody", merge: "recomputed" },
    manual_tier: { forget: "names-nobody", merge: "stays" },
    tier_change: { forget: "names-nobody", merge: "moves" },
    tier_entry: { forget: "names-nobody", merge: "stays" },
    achievement: { forget: "names-nobody", merge: "ownerless" },
    achievement_unlock: { forget: "names-nobody", merge: "joins" },
    challenge: { forget: "names-nobody", merge: "ownerless" },
    challenge_progress: { forget: "names-nobody", merge: "joins" },
    month_points: { forget: "names-nobody", merge: "recomputed" },
    streak: { forget: "names-nobody", merge: "recomputed" },
    reward: { forget: "names-nobody", merge: "ownerless" },
    redemption: { forget: "names-nobody", merge: "moves" },
    referral_program: { forget: "names-nobody", merge: "ownerless" },
    referral_code: { forget: "erased", merge: "stays" },
    referral_visit: { forget: "anonymised", merge: "stays" },
    referral: { forget: "names-nobody", merge: "moves" },
  },
  forget,
  collect,
};

/**
 * Takes out what names a person: what they told the program, their code for friends, what was
 * written about them, and where they or their friends came from. To be done before the orders
 * themselves forget which visit they came by, and the records by which emails they were known.
 */
async function forget(
  tx: ShopTx,
  shopId: string,
  { customerIds, orderIds, emails }: Person,
): Promise<void> {
  const theirs = { shopId, customerId: { in: [...customerIds] } };
  await tx.loyaltyProfile.deleteMany({ where: theirs });
  await tx.referralCode.deleteMany({ where: theirs });
  await tx.entryNote.deleteMany({ where: theirs });
  await tx.pointsImportRow.updateMany({
    where: theirs,
    data: { note: null, birthMonth: null, birthDay: null, cells: null },
  });
  // What rows said that are about nobody known is sealed, and may name anybody.
  await tx.pointsImportRow.updateMany({
    where: { shopId, customerId: null, cells: { not: null } },
    data: { cells: null },
  });
  // A file that is being checked may name anybody. Whoever uploaded it is told to do so again.
  const checking = { shopId, state: "checking" };
  const files = await tx.pointsImport.findMany({ where: checking, select: { id: true } });
  for (const { id } of files) await refuseFile(tx, id, "forgotten_meanwhile");
  // One way in after the other, each by its index: asked for all at once, every visit there ever
  // was would be read. A mailbox has the same hash, but where it was written with a tag or dots:
  // that cannot be told from that of a former email.
  const former = await emailHashesOf(tx, customerIds);
  const [hashes, visits] = [hashesOf(shopId, emails), await visitsOf(tx, orderIds)];
  const data = { ipHash: null, emailHash: null };
  for (const trace of [
    { advocateId: { in: [...customerIds] } },
    { emailHash: { in: [...hashes, ...former] } },
    { id: { in: visits } },
  ])
    await tx.referralVisit.updateMany({ where: { shopId, ...trace }, data });
}

function hashesOf(shopId: string, emails: readonly string[]): Uint8Array<ArrayBuffer>[] {
  return emails.flatMap((email) => {
    const hash = mailboxHash(shopId, email);
    return hash === null ? [] : new Uint8Array(Buffer.from(hash, "hex"));
  });
}

/** The visits that these orders came by. */
async function visitsOf(tx: ShopTx, orderIds: readonly bigint[]): Promise<string[]> {
  const orders = await tx.order.findMany({
    where: { shopId: tx.shopId, id: { in: [...orderIds] } },
    select: { attributes: true },
  });
  return orders.flatMap(({ attributes }) => visitOf(attributes) ?? []);
}

const ofReferral = { id: true, via: true, state: true, placedAt: true, decidedAt: true } as const;

/** Hashes say nothing to anybody, and stay out. */
async function collect(
  tx: ShopTx,
  shopId: string,
  { customerIds }: Person,
): Promise<Record<string, unknown>> {
  const id = { in: [...customerIds] };
  const theirs = { where: { shopId, customerId: id } };
  return {
    points: await tx.ledgerAccount.findMany(theirs),
    pointsEntries: await tx.ledgerEntry.findMany({ ...theirs, omit: { inputHash: true } }),
    lots: await tx.lot.findMany(theirs),
    orderAwards: await tx.orderAward.findMany(theirs),
    loyalty: {
      program: await tx.loyaltyProfile.findMany(theirs),
      excluded: await tx.programExclusion.findMany(theirs),
      redemptions: await tx.redemption.findMany(theirs),
      notes: await tx.entryNote.findMany(theirs),
      importedPoints: await tx.pointsImportRow.findMany({ ...theirs, omit: { cells: true } }),
      earnedOtherwise: await tx.actionAward.findMany(theirs),
      tiers: await tx.tierMembership.findMany(theirs),
      tiersGivenByHand: await tx.manualTier.findMany(theirs),
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
        select: ofReferral,
      }),
      broughtByFriend: await tx.referral.findMany({
        where: { shopId, friendId: id },
        select: { ...ofReferral, orderId: true },
      }),
    },
  };
}
