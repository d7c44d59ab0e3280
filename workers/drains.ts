import { drainReactions } from "#app/events/drain-reactions.server.ts";
import type { ReactionHandler } from "#app/events/reaction-table.ts";
import { drainDeliveries } from "#app/ingest/drain-deliveries.server.ts";
import { keepPlans } from "#app/ground/kept-plans.server.ts";
import { log } from "#app/ground/log.server.ts";
import { handlers } from "#app/reactions.server.ts";

import { coalesce, type Coalesced } from "./coalesce.ts";
import { giveWay } from "./give-way.ts";

/**
 * The two loops of this process that empty PostgreSQL of what is due. Deliveries wake the reactions to them, and come first:
 * a delivery to each of 500 shops leads to 3,000 reactions, in the midst of which the last delivery would wait twice as long.
 */
export function startDrains(stopping: AbortSignal): {
  deliveries: Coalesced;
  reactions: Coalesced;
} {
  const complain = (what: string) => (error: unknown) =>
    log.error({ err: error }, `${what} could not be drained`);
  const afterDeliveries = giveWay(() => delivering.isRunning());
  const polite = Object.fromEntries(
    Object.entries<ReactionHandler>(handlers).map(([name, run]): [string, ReactionHandler] => [
      name,
      (shopId, events) => afterDeliveries(() => run(shopId, events)),
    ]),
  );
  const reacting = coalesce(
    () => keepPlans(() => drainReactions(polite, stopping)),
    complain("Reactions"),
  );
  const wakeReactions = () => void reacting.wake();
  const delivering = coalesce(
    () => keepPlans(() => drainDeliveries(wakeReactions, stopping)),
    complain("Deliveries"),
  );
  return { deliveries: delivering, reactions: reacting };
}
