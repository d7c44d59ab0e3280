import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import type { Prisma } from "#prisma/generated/client/client.ts";

import { announceChange, lockProgram } from "../program/program.server.ts";
import type { Saver } from "../program/program.ts";
import {
  type ReferralSettings,
  type RewardJson,
  rewardFromJson,
  rewardToJson,
  startingReferrals,
  type Strictness,
} from "./referral-program.ts";

/** How friends bring friends in this shop; a shop that has not decided has it switched off. */
export function loadReferralSettings(shopId: string): Promise<ReferralSettings> {
  return inShop(shopId, (tx) => readReferralSettings(tx));
}

/** The same inside a transaction. */
export async function readReferralSettings(tx: ShopTx): Promise<ReferralSettings> {
  const row = await tx.referralProgram.findUnique({
    where: { shopId: tx.shopId },
    omit: { shopId: true, version: true, updatedAt: true },
  });
  if (!row) return startingReferrals;
  const bonuses = row.bonuses as { referrals: number; points: string }[];
  return {
    ...row,
    advocateReward: rewardFromJson(row.advocateReward as RewardJson),
    friendReward: rewardFromJson(row.friendReward as RewardJson),
    strictness: row.strictness as Strictness,
    bonuses: bonuses.map(({ referrals, points }) => ({ referrals, points: BigInt(points) })),
    words: row.words as ReferralSettings["words"],
  };
}

/**
 * Changes how friends bring friends. Friends who have bought before are judged by what held then.
 * Returns the settings, or null when they are no longer as they were `seen`.
 */
export async function saveReferralSettings(
  shopId: string,
  settings: ReferralSettings,
  at: Date,
  { actor = "encore", seen = () => true }: Saver<ReferralSettings> = {},
): Promise<ReferralSettings | null> {
  return inShop(shopId, async (tx) => {
    await lockProgram(tx, at); // A shop that has not decided yet has no row of its own to lock.
    const before = await readReferralSettings(tx);
    if (!seen(before)) return null;

    const data = { ...columnsOf(settings), updatedAt: at };
    await tx.referralProgram.upsert({
      where: { shopId },
      create: { shopId, ...data },
      update: { ...data, version: { increment: 1 } },
    });
    const saved = { action: "referrals.saved", subject: "referrals" } as const;
    await announceChange(tx, { actor, ...saved, before, after: settings }, at);
    return settings;
  });
}

function columnsOf(settings: ReferralSettings) {
  return {
    ...settings,
    advocateReward: rewardToJson(settings.advocateReward),
    friendReward: rewardToJson(settings.friendReward),
    bonuses: settings.bonuses.map(({ referrals, points }) => ({
      referrals,
      points: String(points),
    })),
    words: settings.words as Prisma.InputJsonObject,
  };
}

/** The rewards that may be given: any to who brings friends; to friends those that are a code for an order of anybody's. */
export function referralChoices(shopId: string): Promise<{
  advocateRewards: { id: string; name: string }[];
  friendRewards: { id: string; name: string }[];
}> {
  return inShop(shopId, async (tx) => {
    const rewards = await tx.reward.findMany({
      where: { shopId, active: true },
      orderBy: [{ position: "asc" }, { id: "asc" }],
      select: { id: true, name: true, kind: true },
    });
    const named = ({ id, name }: { id: string; name: string }) => ({ id, name });
    const codes = rewards.filter(({ kind }) => KINDS_OF_CODES.includes(kind));
    return { advocateRewards: rewards.map(named), friendRewards: codes.map(named) };
  });
}

/** What is a code that needs no customer. */
const KINDS_OF_CODES = ["amount", "percentage", "free_shipping"];
