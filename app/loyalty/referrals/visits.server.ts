import { identifierHash } from "#app/customers/identifier-hash.server.ts";
import { mailboxHash } from "#app/customers/mailbox-hash.server.ts";
import { normaliseEmail } from "#app/customers/email.ts";
import { inShop, type ShopTx } from "#app/db.server.ts";
import { newId } from "#app/id.server.ts";

import { grantReward } from "../rewards/grant-reward.server.ts";
import { findAdvocate } from "./referral-code.server.ts";
import { readCode } from "./referral-code.ts";
import type { ReferralReward, ReferralSettings } from "./referral-program.ts";
import { readReferralSettings } from "./referral-settings.server.ts";

/** What a landing page shows. The visit's id stands in every one: whether the code is somebody's cannot be seen. */
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
  return inShop(shopId, async (tx) =>
    landingOf(tx, shopId, await readReferralSettings(tx, shopId)),
  );
}

/** Notes that somebody came by a friend's link. A code that nobody has leaves no trace, and looks the same. */
export function recordVisit(
  shopId: string,
  { code, ip }: { code: string; ip: string | null },
  at: Date,
): Promise<Landing> {
  return inShop(shopId, async (tx) => {
    const settings = await readReferralSettings(tx, shopId);
    const landing = await landingOf(tx, shopId, settings);
    // Asked for also where it cannot be a code, so that answers take alike.
    const advocateId = await findAdvocate(tx, shopId, readCode(code) ?? "");
    if (settings.active && advocateId) {
      const ipHash = hashOf(shopId, ip);
      const visit = { shopId, id: landing.visitId, advocateId, at, ipHash };
      await tx.referralVisit.create({ data: visit });
    }
    return landing;
  });
}

async function landingOf(
  tx: ShopTx,
  shopId: string,
  { active, friendReward, minimumMinor }: ReferralSettings,
): Promise<Landing> {
  const gift = await giftInWords(tx, shopId, friendReward);
  return { visitId: newId(), active, friendReward: gift, minimumMinor };
}

function hashOf(shopId: string, ip: string | null): Uint8Array<ArrayBuffer> | null {
  return ip === null ? null : Buffer.from(identifierHash(shopId, "ip", ip), "hex");
}

/**
 * What came of asking for a welcome code. `customer`: they have bought here before. `unknown`: there is no such invitation, or
 * it gives no code.
 */
export type Welcome =
  { outcome: "code"; code: string; visitId: string } | { outcome: "customer" | "unknown" };

/** Gives a friend their welcome code: one for each mailbox, by whomever they were invited first. */
export function claimWelcome(
  shopId: string,
  { code, email, ip }: { code: string; email: string; ip: string | null },
  at: Date,
): Promise<Welcome> {
  return inShop(shopId, async (tx): Promise<Welcome> => {
    const { active, friendReward } = await readReferralSettings(tx, shopId);
    const advocateId = await findAdvocate(tx, shopId, readCode(code) ?? "");
    const hash = mailboxHash(shopId, email);
    if (!active || !advocateId || hash === null || !("rewardId" in friendReward))
      return { outcome: "unknown" };
    if (await hasBought(tx, shopId, email)) return { outcome: "customer" };

    // Two requests with one email are one after the other.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`welcome.${shopId}.${hash}`}, 0))`;
    const emailHash = Buffer.from(hash, "hex");
    const known = await tx.referralVisit.findFirst({
      where: { shopId, emailHash, friendCode: { not: null } },
      orderBy: { at: "desc" },
    });
    if (known?.friendCode) return { outcome: "code", code: known.friendCode, visitId: known.id };

    const visitId = newId();
    const friendCode = await grantWelcome(tx, shopId, visitId, friendReward.rewardId, at);
    if (friendCode === null) return { outcome: "unknown" };
    const ipHash = hashOf(shopId, ip);
    const claim = { shopId, id: visitId, advocateId, at, ipHash, friendCode, emailHash };
    await tx.referralVisit.create({ data: claim });
    return { outcome: "code", code: friendCode, visitId };
  });
}

/**
 * The reward's code for somebody who is no customer yet: it stands under the visit's id, and anybody may use it, once. It is
 * told at once, while Shopify is still making it.
 */
async function grantWelcome(
  tx: ShopTx,
  shopId: string,
  visitId: string,
  rewardId: string,
  at: Date,
): Promise<string | null> {
  const grant = { customerId: visitId, rewardId, key: "welcome", at, anyone: true };
  const redemption = await grantReward(tx, shopId, grant);
  if (!redemption) return null;
  const where = { shopId_id: { shopId, id: redemption.id } };
  return (await tx.redemption.findUnique({ where, select: { code: true } }))?.code ?? null;
}

async function hasBought(tx: ShopTx, shopId: string, email: string): Promise<boolean> {
  const hash = identifierHash(shopId, "email", normaliseEmail(email) ?? "");
  const [found] = await tx.$queryRaw<{ orders: number }[]>`
    SELECT c.orders_count AS orders
    FROM identifier i
    JOIN customer c ON c.shop_id = i.shop_id AND c.id = i.customer_id
    WHERE i.shop_id = ${shopId}::uuid AND i.kind = 'email' AND i.value_hash = decode(${hash}, 'hex')`;
  return (found?.orders ?? 0) > 0;
}

/** A reward as it is told: points, or what the shop calls it. */
export async function giftInWords(
  tx: ShopTx,
  shopId: string,
  gift: ReferralReward,
): Promise<GiftInWords> {
  if ("points" in gift) return gift;
  const where = { shopId_id: { shopId, id: gift.rewardId } };
  const reward = await tx.reward.findUnique({ where, select: { name: true } });
  return { reward: reward?.name ?? "" };
}
