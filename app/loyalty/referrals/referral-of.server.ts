import { now } from "#app/ground/clock.server.ts";
import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { inShop } from "#app/ground/db.server.ts";

import { excludedAmong } from "../program/exclusions.server.ts";
import { shopOf } from "../program/shop-of.server.ts";
import { nextBonus } from "./bonuses.ts";
import { ensureReferralCode } from "./referral-code.server.ts";
import { readReferralSettings } from "./referral-settings.server.ts";
import { wordsToShare } from "./share-copy.ts";
import { type GiftInWords, giftInWords } from "./visits/visits.server.ts";

const MOST_FRIENDS = 20;

type Gift = { points: string } | { reward: string };

/** What somebody who brings friends sees. Friends have no names: what they do is their own affair. Money is minor units. */
export type ReferralOf =
  | { active: false }
  | {
      active: true;
      code: string;
      url: string;
      share: ReturnType<typeof wordsToShare>;
      links: { mail: string; whatsapp: string };
      advocateReward: Gift;
      friendReward: Gift;
      minimumMinor: string | null;
      currency: string;
      nextBonus: { referrals: number; done: number; points: string } | null;
      friends: {
        state: "pending" | "rewarded" | "cancelled";
        since: string;
        dueAt: string | null;
      }[];
    };

/** What a friend's state is called to the advocate: that somebody looks at it, or why it was refused, stays with the shop. */
const shown = {
  pending: "pending",
  review: "pending",
  rewarded: "rewarded",
  cancelled: "cancelled",
  blocked: "cancelled",
} as const;

/** Somebody's code and link, words to share it with, and how their friends are getting on. The code is made when there is none. */
export function referralOf(shopId: string, customerId: string, locale = "en"): Promise<ReferralOf> {
  return inShop(shopId, async (tx): Promise<ReferralOf> => {
    const settings = await readReferralSettings(tx);
    const advocateId = (await findSurvivors(tx, [customerId])).get(customerId);
    if (!settings.active || !advocateId) return { active: false };
    if ((await excludedAmong(tx, [advocateId])).size > 0) return { active: false };

    const shop = await shopOf(tx);
    const code = await ensureReferralCode(tx, advocateId, now());
    const url = `https://${shop.domain}/apps/encore/r/${code}`;
    const share = wordsToShare(settings.words, locale, url);
    const where = { shopId, advocateId };
    const rewarded = await tx.referral.count({ where: { ...where, state: "rewarded" } });
    const friends = await tx.referral.findMany({
      where,
      orderBy: [{ placedAt: "desc" }, { id: "desc" }],
      take: MOST_FRIENDS,
      select: { state: true, placedAt: true, dueAt: true },
    });
    const bonus = nextBonus(rewarded, settings.bonuses);
    return {
      active: true,
      code,
      url,
      share,
      links: linksOf(share),
      advocateReward: asText(await giftInWords(tx, settings.advocateReward)),
      friendReward: asText(await giftInWords(tx, settings.friendReward)),
      minimumMinor: settings.minimumMinor === null ? null : String(settings.minimumMinor),
      currency: shop.currency,
      nextBonus: bonus && { ...bonus, points: String(bonus.points) },
      friends: friends.map(({ state, placedAt, dueAt }) => ({
        state: shown[state as keyof typeof shown],
        since: placedAt.toISOString(),
        dueAt: state === "pending" ? dueAt.toISOString() : null,
      })),
    };
  });
}

function linksOf({ mail, whatsapp }: ReturnType<typeof wordsToShare>) {
  const text = encodeURIComponent;
  return {
    mail: `mailto:?subject=${text(mail.subject)}&body=${text(mail.body)}`,
    whatsapp: `https://wa.me/?text=${text(whatsapp)}`,
  };
}

function asText(gift: GiftInWords): Gift {
  return "points" in gift ? { points: String(gift.points) } : gift;
}
