/** Text in some languages, by locale. */
type Named = Record<string, { one: string; other: string }>;

/** What a reward for bringing friends is: points, or one of the rewards by its name. */
export type Gift = { points: number } | { reward: string };

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
  earningActions: {
    id: string;
    kind: string;
    name: string;
    points: number;
    photoPoints: number | null;
    /** What is opened to share something, and where. */
    url: string | null;
    network: string | null;
  }[];
  achievements: {
    id: string;
    name: string;
    badge: string;
    points: number;
    kind: string;
    /** A Liquid price where it is spend. */
    goal: number;
  }[];
  /** Times are seconds since 1970: the page compares. */
  challenges: {
    id: string;
    name: string;
    points: number;
    target: number;
    kind: string;
    /** The target as it is told: a Liquid price where it is spend. */
    goal: number;
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

export type PublishedPerk = {
  kind: string;
  bps: number | null;
  text: string | null;
  /** How much earlier than everybody else. */
  hours?: number;
  /** What is for members only; text, as ids do not fit into JSON's numbers. */
  products?: readonly string[];
  collections?: readonly string[];
};
