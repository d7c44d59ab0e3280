import { useCallback, useEffect, useState } from "preact/hooks";

import { failed } from "../../shared/ask.ts";
import type { PointName } from "../../shared/words.ts";
import { ask } from "./account.ts";

export type Need = { basis: "orders" | "spend" | "points"; have: number; atLeast: number };

export type Reward = {
  id: string;
  name: string;
  kind: string;
  cost: number;
  affordable: boolean;
  missing: number;
  reason: { code: string } | null;
};

export type Code = {
  id: string;
  reward: string;
  kind: string;
  code: string;
  until: string | null;
  /** What comes back when it is given back; 0 for one that was given. */
  points: number;
};

export type Line = {
  what: string;
  points: number;
  at: string;
  order: string | null;
  note: string | null;
};

export type Program = {
  active: boolean;
  currency: string;
  pointName: PointName;
  leaderboard: boolean;
  /** `minimum` is hundredths of the currency. */
  rewards: { id: string; minimum: number | null }[];
  tiers: { id: string; name: string }[];
  referral: object | null;
};

/** What Encore answers about a member. All but these four are missing for who has done nothing yet. */
export type Member = {
  balance: number;
  rewards: Reward[];
  program: Program | null;
  pending?: number;
  debt?: number;
  /** Of codes that were given back, until they work no longer. */
  returning?: number;
  tier?: { id: string } | null;
  next?: { id: string; needs: Need[] } | null;
  expiring?: { points: number; at: string } | null;
  codes?: Code[];
  history?: Line[];
  birthday?: boolean;
  leaderboard?: boolean;
};

export type Seen =
  | { state: "loading" }
  | { state: "failed"; error: string }
  | { state: "ready"; member: Member; program: Program };

/** The member who is signed in, and a function that looks again. The shop has no program: nothing is ready. */
export function useMember(): [Seen, () => Promise<void>] {
  const [seen, setSeen] = useState<Seen>({ state: "loading" });
  const look = useCallback(async () => {
    const answer = await ask<Member>("member");
    if (failed(answer)) {
      const { error } = answer;
      // What was shown before is better than nothing.
      return setSeen((before) => (before.state === "ready" ? before : { state: "failed", error }));
    }
    const { program } = answer;
    setSeen(
      program?.active
        ? { state: "ready", member: answer, program }
        : { state: "failed", error: "closed" },
    );
  }, []);
  useEffect(() => void look(), [look]);
  return [seen, look];
}
