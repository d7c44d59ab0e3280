/** What can be done about many customers at once. Points are decimal text, as JSON keeps them. */
export type BulkWork =
  | { kind: "points"; points: string; note: string }
  | { kind: "reward"; rewardId: string; reward: string }
  | { kind: "tags"; tags: string[] };

/**
 * `gathering`: it is written down who they are. `stopped`: by somebody; what was done stays. `failed`: Shopify or the program does not
 * let anybody's be done, and `failure` says why.
 */
export type BulkState = "gathering" | "running" | "done" | "stopped" | "failed";

/** Why it could not be done for somebody. */
export type BulkProblem = "frozen" | "excluded" | "not_in_shopify" | "refused_by_shopify";

/** Why it could not be done for anybody. */
export type BulkFailure = "missing_scope" | "no_reward";

export type BulkRun = {
  id: string;
  work: BulkWork;
  state: BulkState;
  failure: BulkFailure | null;
  actor: string;
  /** How many are done, of how many, and for how many of them it could not be done. */
  customers: number;
  total: number;
  problems: number;
  startedAt: string;
  endedAt: string | null;
};
