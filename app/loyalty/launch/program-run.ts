import type { Past } from "./past.ts";
import type { Tally } from "./tally.ts";

/** What a launch would come to, the launch itself, the end of a pause, and the way back to a draft. */
export const launchKinds = ["preview", "launch", "relaunch", "reset"] as const;
export type LaunchKind = (typeof launchKinds)[number];

/** Work on all customers. A comparison finds whose balance today's rules would change, and a recalculation changes those. */
export type RunKind = LaunchKind | "comparison" | "recalculation";

/** They say what would be, and change nothing. */
export const trials = ["preview", "comparison"] as const satisfies RunKind[];
export type Trial = (typeof trials)[number];

/** Whether it changes nothing. */
export function isTrial(kind: RunKind): kind is Trial {
  return (trials as readonly RunKind[]).includes(kind);
}

export type ProgramRun<Kind extends RunKind = LaunchKind, Result = Tally> = {
  id: string;
  kind: Kind;
  past: Past;
  state: "running" | "done" | "failed" | "dismissed";
  /** The version of the program that it was asked for. */
  programVersion: number;
  actor: string;
  /** How many customers are done, of how many. */
  customers: number;
  total: number;
  /** What those who are done have, or would have. */
  result: Result;
  startedAt: Date;
  endedAt: Date | null;
};
