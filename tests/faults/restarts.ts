import { setTimeout as pause } from "node:timers/promises";

import type { Fault } from "./fault.ts";
import { interrupted } from "./interrupted.ts";

const AWAY_MS = 1_500;

/** The database goes away in the midst of a shop's deliveries, with all connections, and comes again: one worker lives through it. */
export const fault: Fault = {
  short: 1,
  isAlone: true,
  prepare: (machine) =>
    interrupted(machine, async (worker, _, gate) => {
      await gate.be("refusing");
      await pause(AWAY_MS);
      await gate.be("open");
      return worker;
    }),
};
