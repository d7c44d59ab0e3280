import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { minorOfPrice } from "#app/ground/money.ts";
import { Retry } from "#app/ground/retry.ts";
import { saveProfile } from "#app/loyalty/earning/actions/save-profile.server.ts";
import { type ReferralOf, referralOf } from "#app/loyalty/referrals/referral-of.server.ts";
import { ClientKeyReused, redeem } from "#app/loyalty/rewards/redemption/redeem.server.ts";
import { findRedemption } from "#app/loyalty/rewards/redemption/redemptions.server.ts";
import {
  type NoReturn,
  returnReward,
} from "#app/loyalty/rewards/redemption/return-reward.server.ts";
import { rewardsFor } from "#app/loyalty/rewards/rewards-for.server.ts";
import { loadAvailable, loadMember, loadProgramFacts } from "#app/loyalty/view.server.ts";
import { publishedProgram } from "#app/storefront/publish/program-metafield.ts";
import type { PublishedProgram } from "#app/storefront/publish/published-program.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

import type { ProfileAsk, RedemptionAsk } from "./asks.schema.ts";
import { type SignedInShopper, shopperAnswer } from "./current-shopper.server.ts";

// What members are answered, whether they ask on the storefront or in their account.

type Member = Pick<SignedInShopper, "shop" | "customerId">;

/** All that a member is shown, as it is at this moment. */
export async function memberFacts({ shop, customerId }: Member): Promise<object> {
  const member = await loadMember(shop.id, customerId);
  const rewards = await offers(shop, customerId);
  return { signedIn: true, balance: member?.available ?? 0, ...member?.loyalty, rewards };
}

/** What guests could have. */
export async function guestFacts(shop: Shop): Promise<object> {
  return { signedIn: false, rewards: await offers(shop, null) };
}

/** Sets points aside for a reward and has it made. The same key is the same redemption. */
export async function answerRedeem(
  { shop, customerId }: Member,
  { rewardId, clientKey, cart }: z.infer<typeof RedemptionAsk>,
): Promise<Response> {
  const cartMinor = cart ? minorOfPrice(cart.total, shop.currency) : null;
  try {
    const asked = { customerId, rewardId, clientKey, cartMinor, at: now() };
    const result = await redeem(shop.id, asked);
    const balance = await loadAvailable(shop.id, customerId);
    if (result.outcome === "refused") {
      const { code, ...details } = result.reason;
      return shopperAnswer({ error: code, ...details, balance }, 422);
    }
    const { id, state, kind, code, failure } = result.redemption;
    return shopperAnswer({ id, state, kind, code, error: failure, balance });
  } catch (error) {
    if (error instanceof ClientKeyReused) return shopperAnswer({ error: "key_reused" }, 409);
    if (error instanceof Retry) return shopperAnswer({ error: "too_many" }, 503);
    throw error;
  }
}

/** How far a redemption is; null when this member has none of that id. */
export async function redemptionFacts(
  { shop, customerId }: Member,
  id: string,
): Promise<object | null> {
  const found = await findRedemption(shop.id, customerId, id);
  if (!found) return null;
  const { state, kind, code, failure } = found;
  const balance = await loadAvailable(shop.id, customerId);
  return { id: found.id, state, kind, code, error: failure, balance };
}

const refusals: Record<NoReturn, number> = {
  not_found: 404,
  not_ready: 409,
  used: 409,
  over: 409,
  given: 422,
};

/** Gives an unused reward back: its points follow as soon as Shopify honours its code no longer. Asking twice is the same as once. */
export async function answerReturn(member: Member, id: string | undefined): Promise<Response> {
  const redemptionId = z.uuid().safeParse(id);
  if (!redemptionId.success) return shopperAnswer({ error: "not_found" }, 404);
  const intent = { customerId: member.customerId, redemptionId: redemptionId.data, at: now() };
  const returned = await returnReward(member.shop.id, intent);
  const facts = await redemptionFacts(member, redemptionId.data);
  if (returned.outcome === "returning") return shopperAnswer({ ...facts });
  const { reason } = returned;
  return shopperAnswer({ ...facts, error: reason }, refusals[reason]);
}

/** Keeps what a member tells about themselves. What is missing stays as it was. */
export async function answerProfile(
  { shop, customerId }: Member,
  { birthday, leaderboard }: z.infer<typeof ProfileAsk>,
): Promise<Response> {
  const changes = {
    ...(birthday && { birthday }),
    ...(leaderboard !== undefined && { leaderboard }),
  };
  const result = await saveProfile(shop.id, customerId, changes, now());
  return result.outcome === "saved"
    ? shopperAnswer({ points: result.points })
    : shopperAnswer({ error: "invalid", reason: result.reason }, 422);
}

const LOCALE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/;

/** A member's code and link for friends, words to share it with in the language that is asked for, and how their friends get on. */
export function referralFacts(
  { shop, customerId }: Member,
  query: URLSearchParams,
): Promise<ReferralOf> {
  const asked = query.get("locale") ?? "";
  return referralOf(shop.id, customerId, LOCALE.test(asked) ? asked : "en");
}

/** The program as everybody may see it; null before there is one. */
export async function programFacts(shopId: string): Promise<PublishedProgram | null> {
  const facts = await inShop(shopId, (tx) => loadProgramFacts(tx, shopId, now()));
  return facts && publishedProgram(facts);
}

async function offers(shop: Shop, customerId: string | null) {
  const offered = await rewardsFor(shop.id, customerId, now());
  return offered.map(({ reward, affordable, missing, reason }) => ({
    id: reward.id,
    name: reward.name,
    kind: reward.kind,
    cost: reward.cost,
    affordable,
    missing,
    reason,
  }));
}
