import { drainReactions } from "#app/events/drain-reactions.server.ts";
import { drainDeliveries } from "#app/ingest/drain-deliveries.server.ts";
import { log } from "#app/ground/log.server.ts";
import { handlers } from "#app/reactions.server.ts";

import { coalesce, type Coalesced } from "./coalesce.ts";

/** The two loops of this process that empty PostgreSQL of what is due. Deliveries wake the reactions to them. */
export function startDrains(stopping: AbortSignal): {
  deliveries: Coalesced;
  reactions: Coalesced;
} {
  const complain = (what: string) => (error: unknown) =>
    log.error({ err: error }, `${what} could not be drained`);
  const reacting = coalesce(() => drainReactions(handlers, stopping), complain("Reactions"));
  const wakeReactions = () => void reacting.wake();
  const delivering = coalesce(
    () => drainDeliveries(wakeReactions, stopping),
    complain("Deliveries"),
  );
  return { deliveries: delivering, reactions: reacting };
}
