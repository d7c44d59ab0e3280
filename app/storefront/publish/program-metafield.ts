import { exponentOf } from "#app/ground/money.ts";
import type { ProgramFacts } from "#app/loyalty/view.server.ts";

import type { Gift, PublishedPerk, PublishedProgram } from "./published-program.ts";

/** The program as the storefront shows it: what is switched on, in the merchant's order, and nothing that shoppers need not know. */
export function publishedProgram(facts: ProgramFacts): PublishedProgram {
  const price = (minor: bigint | number | string) =>
    (Number(minor) * 100) / 10 ** exponentOf(facts.currency);
  const goalOf = (kind: string, target: bigint) =>
    kind === "spend" ? price(target) : Number(target);
  const names = new Map(facts.rewards.map(({ id, name }) => [id, name]));
  return {
    active: facts.active,
    currency: facts.currency,
    pointName: facts.pointName,
    guests: facts.guestPoints,
    leaderboard: facts.leaderboard,
    rewards: facts.rewards.map(({ id, name, kind, cost, minimumMinor, tierIds }) => ({
      id,
      name,
      kind,
      cost: Number(cost),
      minimum: minimumMinor === null ? null : price(minimumMinor),
      tiers: [...tierIds],
    })),
    tiers: facts.tiers.map(({ id, name, conditions, perks }) => ({
      id,
      name,
      needs: conditions.map(({ basis, atLeast }) => ({
        basis,
        atLeast: basis === "spend" ? price(atLeast) : Number(atLeast),
      })),
      perks: perks.map(publishedPerk),
    })),
    earningActions: facts.actions.map(publishedAction),
    achievements: facts.achievements.map(({ id, name, badge, points, kind, threshold }) => ({
      id,
      name,
      badge,
      points: Number(points),
      kind,
      goal: goalOf(kind, threshold),
    })),
    challenges: facts.challenges.map(({ id, name, goal, points, startsAt, endsAt }) => ({
      id,
      name,
      points: Number(points),
      target: Number(goal.target),
      kind: goal.kind,
      goal: goalOf(goal.kind, goal.target),
      from: Math.ceil(startsAt.getTime() / 1000),
      until: Math.ceil(endsAt.getTime() / 1000),
    })),
    referral: facts.referrals && {
      advocate: giftOf(facts.referrals.advocateReward, names),
      friend: giftOf(facts.referrals.friendReward, names),
      minimum: facts.referrals.minimumMinor === null ? null : price(facts.referrals.minimumMinor),
      words: facts.referrals.words,
    },
  };
}

function publishedPerk(perk: ProgramFacts["tiers"][number]["perks"][number]): PublishedPerk {
  return {
    kind: perk.kind,
    bps:
      perk.kind === "multiplier"
        ? perk.multiplierBps
        : perk.kind === "discount"
          ? perk.percentBps
          : null,
    text: perk.kind === "text" ? perk.text : null,
    ...(perk.kind === "early_access" && { hours: perk.hours }),
    ...(perk.kind === "exclusive_products" && {
      products: perk.productIds,
      collections: perk.collectionIds,
    }),
  };
}

function publishedAction({ id, kind, name, points, settings }: ProgramFacts["actions"][number]) {
  return {
    id,
    kind,
    name,
    points: Number(points),
    photoPoints: "photoPoints" in settings ? Number(settings.photoPoints) : null,
    url: "url" in settings ? settings.url : null,
    network: "network" in settings ? settings.network : null,
  };
}

function giftOf(
  gift: NonNullable<ProgramFacts["referrals"]>["friendReward"],
  names: ReadonlyMap<string, string>,
): Gift | null {
  if ("points" in gift) return { points: Number(gift.points) };
  const reward = names.get(gift.rewardId);
  return reward === undefined ? null : { reward };
}
