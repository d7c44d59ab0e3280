import { comparableEmail, spellingsOf } from "#app/customers/identity/email.ts";
import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { identifierHash } from "#app/customers/identity/identifier-hash.server.ts";
import { findByEmail } from "#app/customers/identity/known-emails.server.ts";
import { mailboxHash } from "#app/customers/identity/mailbox-hash.server.ts";
import { DAY_MS } from "#app/ground/calendar.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { lock } from "#app/ground/locks.server.ts";
import { grantReward } from "#app/loyalty/rewards/redemption/grant-reward.server.ts";
import { personsOf } from "#app/customers/identity/persons-of.server.ts";

import { findAdvocate } from "../referral-code.server.ts";
import { readCode } from "../referral-code.ts";
import type { ReferralReward, ReferralSettings } from "../referral-program.ts";
import { readReferralSettings } from "../referral-settings.server.ts";

/** What a landing page shows. */
export type Landing = {
  visitId: string;
  active: boolean;
  friendReward: GiftInWords;
  minimumMinor: bigint | null;
};
/** A reward by its name, or points. */
export type GiftInWords = { points: bigint } | { reward: string };

/** What is offered to friends, without noting that anybody came. */
export function lookAtInvitation(shopId: string): Promise<Landing> {
  return inShop(shopId, async (tx) => landingOf(tx, await readReferralSettings(tx)));
}

/**
 * Notes that somebody came by a friend's link. `known` is false for a code that nobody has, which leaves no trace: somebody
 * mistyped it. Whose a code is stays unsaid.
 */
export function recordVisit(
  shopId: string,
  { code, ip }: { code: string; ip: string | null },
  at: Date,
): Promise<Landing & { known: boolean }> {
  return inShop(shopId, async (tx) => {
    const settings = await readReferralSettings(tx);
    const landing = await landingOf(tx, settings);
    // Asked for also where it cannot be a code, so that answers take alike.
    const advocateId = await findAdvocate(tx, readCode(code) ?? "");
    if (settings.active && advocateId) {
      const ipHash = hashOf(shopId, ip);
      const visit = { shopId, id: landing.visitId, advocateId, at, ipHash };
      await tx.referralVisit.create({ data: visit });
    }
    return { ...landing, known: advocateId !== null };
  });
}

async function landingOf(
  tx: ShopTx,
  { active, friendReward, minimumMinor }: ReferralSettings,
): Promise<Landing> {
  const gift = await giftInWords(tx, friendReward);
  return { visitId: newId(), active, friendReward: gift, minimumMinor };
}

function hashOf(shopId: string, ip: string | null): Uint8Array<ArrayBuffer> | null {
  return ip === null ? null : Buffer.from(identifierHash(shopId, "ip", ip), "hex");
}

/** Of one person's links. Far more than friends come by one in a day; what somebody makes up mailboxes for ends here. */
const MOST_CODES_A_DAY = 1_000;

/**
 * What came of asking for a welcome code. `mistyped`: nobody has this link's code. `unknown`: it gives no code, or none any
 * more.
 */
export type Welcome =
  { outcome: "code"; code: string; visitId: string } | { outcome: "mistyped" | "unknown" };

/**
 * Gives a friend their welcome code: one for each mailbox, by whomever they were invited first.
 * Whether the mailbox is theirs cannot be known before they buy: so at the checkout nobody can use
 * two, and who brings somebody who has bought before gets nothing.
 *
 * Anybody may ask with anybody's email. So that the answer does not tell who has bought here, it is the same for all, and takes
 * as long; but the code of somebody who has, or of whose link it is, is never made at Shopify.
 */
export function claimWelcome(
  shopId: string,
  { code, email, ip }: { code: string; email: string; ip: string | null },
  at: Date,
): Promise<Welcome> {
  return inShop(shopId, async (tx): Promise<Welcome> => {
    const { active, friendReward } = await readReferralSettings(tx);
    const advocateId = await findAdvocate(tx, readCode(code) ?? "");
    const hash = mailboxHash(shopId, email);
    if (!active || hash === null || !("rewardId" in friendReward)) return { outcome: "unknown" };
    if (!advocateId) return { outcome: "mistyped" };
    const records = await recordsOf(tx, advocateId);
    const [isTheirs, isKnown] = [await isMailboxOf(tx, records, email), await hasBought(tx, email)];

    // Two requests with one email are one after the other.
    await lock.welcome(tx, shopId, hash);
    const emailHash = Buffer.from(hash, "hex");
    const known = await tx.referralVisit.findFirst({
      where: { shopId, emailHash, friendCode: { not: null } },
      orderBy: { at: "desc" },
    });
    if (known?.friendCode) return { outcome: "code", code: known.friendCode, visitId: known.id };

    if (await isUsedUp(tx, records, at)) return { outcome: "unknown" };
    const visitId = newId();
    const state = isTheirs || isKnown ? "released" : "held";
    const grant = { rewardId: friendReward.rewardId, state } as const;
    const friendCode = await grantWelcome(tx, visitId, grant, at);
    if (friendCode === null) return { outcome: "unknown" };
    const ipHash = hashOf(shopId, ip);
    const claim = { shopId, id: visitId, advocateId, at, ipHash, friendCode, emailHash };
    await tx.referralVisit.create({ data: claim });
    return { outcome: "code", code: friendCode, visitId };
  });
}

/**
 * The reward's code for somebody who is no customer yet: it stands under the visit's id, and
 * anybody may use it, once. It is told at once, while Shopify is still making it; one that is
 * `released` at once is not made.
 */
async function grantWelcome(
  tx: ShopTx,
  visitId: string,
  { rewardId, state }: { rewardId: string; state: "held" | "released" },
  at: Date,
): Promise<string | null> {
  const grant = { customerId: visitId, rewardId, key: "welcome", at, anyone: true };
  const redemption = await grantReward(tx, grant);
  if (!redemption) return null;
  const where = { shopId_id: { shopId: tx.shopId, id: redemption.id } };
  return (await tx.redemption.update({ where, data: { state }, select: { code: true } })).code;
}

/** All records of the person whose record this is or was. */
async function recordsOf(tx: ShopTx, customerId: string): Promise<string[]> {
  const survivors = await findSurvivors(tx, [customerId]);
  const rows = await tx.$queryRaw<{ id: string }[]>`
    ${personsOf(tx.shopId, [...survivors.values()])}
    SELECT id::text FROM person`;
  return rows.map(({ id }) => id);
}

async function isMailboxOf(tx: ShopTx, records: string[], email: string): Promise<boolean> {
  const where = { shopId: tx.shopId, id: { in: records } };
  const customers = await tx.customer.findMany({ where, select: { email: true } });
  const mailbox = comparableEmail(email);
  return mailbox !== null && customers.some((one) => comparableEmail(one.email) === mailbox);
}

async function hasBought(tx: ShopTx, email: string): Promise<boolean> {
  const known = await findByEmail(tx, spellingsOf(email));
  const ids = known.map(({ customerId }) => customerId);
  return (
    (await tx.customer.count({
      where: { shopId: tx.shopId, id: { in: ids }, ordersCount: { gt: 0 } },
    })) > 0
  );
}

async function isUsedUp(tx: ShopTx, records: string[], at: Date): Promise<boolean> {
  const since = new Date(at.getTime() - DAY_MS);
  const given = await tx.referralVisit.count({
    where: {
      shopId: tx.shopId,
      advocateId: { in: records },
      at: { gt: since },
      friendCode: { not: null },
    },
  });
  return given >= MOST_CODES_A_DAY;
}

/** A reward as it is told: points, or what the shop calls it. */
export async function giftInWords(tx: ShopTx, gift: ReferralReward): Promise<GiftInWords> {
  if ("points" in gift) return gift;
  const where = { shopId_id: { shopId: tx.shopId, id: gift.rewardId } };
  const reward = await tx.reward.findUnique({ where, select: { name: true } });
  return { reward: reward?.name ?? "" };
}
