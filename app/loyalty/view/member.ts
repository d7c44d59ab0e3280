/** What has been happening with somebody's points, in words that the theme translates. */
export type HistoryWord =
  "order" | "earned" | "taken_back" | "redeemed" | "came_back" | "expired" | "adjusted" | "moved";

/** How far it is to a tier: any one of the needs is enough. Spend is minor units of the shop's currency. */
export type NextTier = {
  id: string;
  needs: { basis: "orders" | "spend" | "points"; have: number; atLeast: number }[];
};

/** Something that somebody has had as often as they may; `again` is the second since 1970 from which they may once more. */
export type Limit = { id: string; again: number | null };

/** What the theme's blocks read as `customer.metafields['$app'].loyalty`, JSON. Times are ISO 8601, points whole numbers. */
export type PublishedMember = {
  /** Earned, but not to be spent yet. */
  pending: number;
  /** Taken back after they were spent: what is earned next repays them. */
  debt: number;
  tier: { id: string; since: string | null; until: string | null } | null;
  next: NextTier | null;
  /** Of unused rewards that are withdrawn: not to be spent before Shopify honours their codes no longer. */
  returning: number;
  /** What goes first, if nothing is spent. */
  expiring: { points: number; at: string } | null;
  /** Rewards that can be used, the newest first. */
  codes: {
    id: string;
    reward: string;
    kind: string;
    code: string;
    until: string | null;
    /** What comes back when it is given back; 0 for one that was given. */
    points: number;
  }[];
  /** The newest first. */
  history: {
    what: HistoryWord;
    points: number;
    at: string;
    order: string | null;
    note: string | null;
  }[];
  badges: string[];
  /** How far it is to the badges that are not reached yet. Spend is minor units of the shop's currency. */
  progress: { id: string; have: number; of: number }[];
  /** Earning actions that pay no more for now. */
  done: Limit[];
  /** Rewards that can be had no more for now. */
  limited: Limit[];
  challenges: { id: string; progress: number; done: boolean }[];
  /** Months in a row with an order. */
  streak: number;
  referral: { code: string; made: number; waiting: number } | null;
  /** Whether a birthday is known; never which. */
  birthday: boolean;
  leaderboard: boolean;
};

/** What those blocks read there of a customer who is excluded from the program: all of them show nothing then. */
export type ExcludedMember = { excluded: true };

/** A ledger entry as far as its owner sees it. */
export type SeenEntry = {
  kind: string;
  /** What it did to what the customer has or owes. */
  points: number;
  reason: { code?: string; name?: string };
  at: Date;
  orderName: string | null;
  reward: string | null;
  note: string | null;
};

const WORDS: Record<string, HistoryWord> = {
  earn: "earned",
  reverse: "taken_back",
  hold: "redeemed",
  void: "came_back",
  return: "came_back",
  expire: "expired",
  adjust: "adjusted",
  move_in: "moved",
  move_out: "moved",
};

/** One line of the history. What a merchant noted for the customer says more than the name of a way to earn or of a reward. */
export function historyLine(entry: SeenEntry): PublishedMember["history"][number] {
  const bought = entry.kind === "earn" && entry.orderName !== null;
  return {
    what: bought ? "order" : (WORDS[entry.kind] ?? "adjusted"),
    points: entry.points,
    at: entry.at.toISOString(),
    order: entry.orderName,
    note: entry.note ?? entry.reward ?? entry.reason.name ?? null,
  };
}
