import type { StoredEvent } from "#app/events/event.ts";
import { runAll } from "#app/ground/run-all.server.ts";

import { awardMilestones } from "../actions/award-milestones.server.ts";
import { awardPoints } from "./award-points.server.ts";
import { claimForEvents } from "./claim-points.server.ts";

/** Gives what orders earn: points for themselves, and for the milestones that they lead to. */
export async function awardForOrders(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  await runAll([
    () => awardPoints(shopId, events),
    () => claimForEvents(shopId, events),
    () => awardMilestones(shopId, events),
  ]);
}
