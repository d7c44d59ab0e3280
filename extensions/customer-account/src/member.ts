import { useCallback, useEffect, useState } from "preact/hooks";

import type { NextTier, PublishedMember } from "#app/loyalty/view/member.ts";
import type { PublishedProgram } from "#app/storefront/publish/published-program.ts";

import { failed } from "../../shared/ask.ts";
import { ask } from "./account.ts";

export type Need = NextTier["needs"][number];
export type Code = PublishedMember["codes"][number];
export type Line = PublishedMember["history"][number];
export type Program = PublishedProgram;

export type Reward = {
  id: string;
  name: string;
  kind: string;
  cost: number;
  affordable: boolean;
  missing: number;
  reason: { code: string } | null;
};

/** What Encore answers about a member. Who has done nothing yet has no more than the balance, the rewards and the program. */
export type Member = Partial<PublishedMember> & {
  balance: number;
  rewards: Reward[];
  program: Program | null;
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
