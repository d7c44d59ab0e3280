import { exponentOf } from "#app/ground/money.ts";
import type { ProgramFacts } from "#app/loyalty/view.server.ts";

/** Text in some languages, by locale. */
type Named = Record<string, { one: string; other: string }>;

/** What a reward for bringing friends is: points, or one of the rewards by its name. */
type Gift = { points: number } | { reward: string };

/** What the theme's blocks read as `app.metafields.encore.program`, JSON. Money is Liquid prices: hundredths of the currency. */
export type PublishedProgram = {
  active: boolean;
  currency: string;
  pointName: Named;
  guests: string;
  /** Whether members see a leaderboard, and may ask to be on it. */
  leaderboard: boolean;
  rewards: {
    id: string;
    name: string;
    kind: string;
    cost: number;
    minimum: number | null;
    /** Empty is everybody. */
    tiers: string[];
  }[];
  tiers: {
    id: string;
    name: string;
    needs: { basis: string; atLeast: number }[];
    perks: PublishedPerk[];
  }[];
  ways: {
    id: string;
    kind: string;
    name: string;
    points: number;
    photoPoints: number | null;
    /** What is opened to share something, and where. */
    url: string | null;
    network: string | null;
  }[];
  achievements: { id: string; name: string; badge: string; points: number }[];
  /** Times are seconds since 1970: the page compares. */
  challenges: {
    id: string;
    name: string;
    points: number;
    target: number;
    from: number;
    until: number;
  }[];
  referral: {
    advocate: Gift | null;
    friend: Gift | null;
    minimum: number | null;
    words: Record<string, { mail?: string; whatsapp?: string }>;
  } | null;
};

type PublishedPerk = {
  kind: string;
  bps: number | null;
  text: string | null;
  /** How much earlier than everybody else. */
  hours?: number;
  /** What is for members only; text, as ids do not fit into JSON's numbers. */
  products?: readonly string[];
  collections?: readonly string[];
};

/** The program as the storefront shows it: what is switched on, in the merchant's order, and nothing that shoppers need not know. */
export function publishedProgram(facts: ProgramFacts): PublishedProgram {
  const price = (minor: bigint | number | string) =>
    (Number(minor) * 100) / 10 ** exponentOf(facts.currency);
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
    ways: facts.actions.map(publishedWay),
    achievements: facts.achievements.map(({ id, name, badge, points }) => ({
      id,
      name,
      badge,
      points: Number(points),
    })),
    challenges: facts.challenges.map(({ id, name, goal, points, startsAt, endsAt }) => ({
      id,
      name,
      points: Number(points),
      target: Number(goal.target),
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

function publishedWay({ id, kind, name, points, settings }: ProgramFacts["actions"][number]) {
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
