import type { Fault } from "./fault.ts";
import { interrupted } from "./interrupted.ts";

/** Workers are killed in the midst of a shop's deliveries, and others take over. */
export const fault: Fault = {
  short: 1,
  isAlone: true,
  prepare: (machine) =>
    interrupted(machine, async (worker, start) => {
      process.kill(worker.pid, "SIGKILL");
      await worker.ended;
      return start();
    }),
};
