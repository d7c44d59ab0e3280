import type { StoredEvent } from "#app/events/event.ts";
import { SomeLater } from "#app/try-later.ts";

import { awardPoints } from "./award-points.server.ts";
import { claimHeard } from "./claim-points.server.ts";
import { awardMilestones } from "./ways/award-milestones.server.ts";

/** Gives what orders earn: points for themselves, and for the milestones that they lead to. What has to wait holds up nothing else. */
export async function awardForOrders(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const later: SomeLater[] = [];
  for (const award of [awardPoints, claimHeard, awardMilestones]) {
    try {
      await award(shopId, events);
    } catch (error) {
      if (!(error instanceof SomeLater)) throw error;
      later.push(error);
    }
  }
  if (later.length === 0) return;
  const ids = later.flatMap(({ eventIds }) => [...eventIds]);
  throw new SomeLater(ids, later.map(({ message }) => message).join("; "));
}
