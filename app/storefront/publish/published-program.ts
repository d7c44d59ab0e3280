import { exponentOf } from "#app/ground/money.ts";

/** Text in some languages, by locale. */
type Named = Record<string, { one: string; other: string }>;

/** What a reward for bringing friends is: points, or one of the rewards by its name. */
type Gift = { points: number } | { reward: string };

/** The program as its tables have it. */
export type ProgramFacts = {
  currency: string;
  active: boolean;
  pointName: unknown;
  guestPoints: string;
  leaderboard: boolean;
  rewards: readonly {
    id: string;
    name: string;
    kind: string;
    cost: bigint;
    minimumMinor: bigint | null;
    tierIds: readonly string[];
  }[];
  tiers: readonly { id: string; name: string; conditions: unknown; perks: unknown }[];
  ways: readonly {
    id: string;
    kind: string;
    name: string;
    points: bigint;
    settings: unknown;
  }[];
  achievements: readonly {
    id: string;
    name: string;
    badge: string;
    kind: string;
    threshold: bigint;
    points: bigint;
  }[];
  challenges: readonly {
    id: string;
    name: string;
    goal: unknown;
    points: bigint;
    startsAt: Date;
    endsAt: Date;
  }[];
  referrals: {
    advocateReward: unknown;
    friendReward: unknown;
    minimumMinor: bigint | null;
    words: unknown;
  } | null;
};

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

type Conditions = { basis: string; atLeast: string | number }[];
type Perks = {
  kind: string;
  multiplierBps?: number;
  percentBps?: number;
  text?: string;
  hours?: number;
  productIds?: string[];
  collectionIds?: string[];
}[];
type WaySettings = { photoPoints?: number | string; url?: string; network?: string };

/** The program as the storefront shows it: what is switched on, in the merchant's order, and nothing that shoppers need not know. */
export function publishedProgram(facts: ProgramFacts): PublishedProgram {
  const price = (minor: bigint | number | string) =>
    (Number(minor) * 100) / 10 ** exponentOf(facts.currency);
  const names = new Map(facts.rewards.map(({ id, name }) => [id, name]));
  return {
    active: facts.active,
    currency: facts.currency,
    pointName: facts.pointName as Named,
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
      needs: (conditions as Conditions).map(({ basis, atLeast }) => ({
        basis,
        atLeast: basis === "spend" ? price(atLeast) : Number(atLeast),
      })),
      perks: (perks as Perks).map(publishedPerk),
    })),
    ways: facts.ways.map(publishedWay),
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
      target: Number((goal as { target: number | string }).target),
      from: Math.ceil(startsAt.getTime() / 1000),
      until: Math.ceil(endsAt.getTime() / 1000),
    })),
    referral: facts.referrals && {
      advocate: giftOf(facts.referrals.advocateReward, names),
      friend: giftOf(facts.referrals.friendReward, names),
      minimum: facts.referrals.minimumMinor === null ? null : price(facts.referrals.minimumMinor),
      words: facts.referrals.words as Record<string, { mail?: string; whatsapp?: string }>,
    },
  };
}

function publishedPerk(perk: Perks[number]): PublishedPerk {
  const { hours, productIds, collectionIds } = perk;
  return {
    kind: perk.kind,
    bps: perk.multiplierBps ?? perk.percentBps ?? null,
    text: perk.text ?? null,
    ...(hours !== undefined && { hours }),
    ...(productIds && { products: productIds }),
    ...(collectionIds && { collections: collectionIds }),
  };
}

function publishedWay({ id, kind, name, points, settings }: ProgramFacts["ways"][number]) {
  const { photoPoints, url, network } = settings as WaySettings;
  return {
    id,
    kind,
    name,
    points: Number(points),
    photoPoints: photoPoints === undefined ? null : Number(photoPoints),
    url: url ?? null,
    network: network ?? null,
  };
}

function giftOf(gift: unknown, names: ReadonlyMap<string, string>): Gift | null {
  const { points, rewardId } = gift as { points?: number | string; rewardId?: string };
  if (points !== undefined) return { points: Number(points) };
  const reward = names.get(rewardId ?? "");
  return reward === undefined ? null : { reward };
}
