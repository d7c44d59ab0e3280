import { now } from "#app/ground/clock.server.ts";
import { wake } from "#app/ground/queues.server.ts";

import { dueWork } from "./due-work.ts";
import {
  DROP_OLD_BODIES_EVERY_MS,
  MOST_JOBS_A_SWEEP,
  SWEEP_EVERY_MS,
  SWEEP_LEASE_MS,
} from "./schedule.ts";
import { endTurn, takeTurn } from "./take-turn.ts";

/** A worker asks every 15 s, give or take some milliseconds: it must not come a moment before its own next turn. */
const EARLY_MS = 1_000;

/**
 * Asks for the work that shops are due for, when it is time and no other worker does. Asking again for what waits or
 * runs already adds nothing.
 */
export async function sweep(ask: typeof wake = wake): Promise<void> {
  if (!(await takeTurn("sweep", SWEEP_LEASE_MS))) return;
  try {
    for (const { shopId, job } of await dueWork(now(), MOST_JOBS_A_SWEEP))
      await ask(job, { shopId });
    if (await takeTurn("drop-old-bodies", DROP_OLD_BODIES_EVERY_MS))
      await ask("drop-old-bodies", {});
  } finally {
    await endTurn("sweep", SWEEP_EVERY_MS - EARLY_MS);
  }
}
