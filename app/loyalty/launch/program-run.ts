import type { Past } from "./past.ts";
import type { Tally } from "./tally.ts";

/** Work on all customers: what a launch would come to, the launch itself, the end of a pause, and the way back to a draft. */
export type RunKind = "preview" | "launch" | "relaunch" | "reset";

export type ProgramRun = {
  id: string;
  kind: RunKind;
  past: Past;
  state: "running" | "done" | "failed";
  /** The version of the program that it was asked for. */
  programVersion: number;
  actor: string;
  /** How many customers are done, of how many. */
  customers: number;
  total: number;
  /** What those who are done have, or would have. */
  result: Tally;
  startedAt: Date;
  endedAt: Date | null;
};
