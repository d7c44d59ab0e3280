import { drainReactions } from "#app/events/drain-reactions.server.ts";
import { drainDeliveries } from "#app/ingest/drain-deliveries.server.ts";
import { handlers } from "#app/reactions.server.ts";

/** Until nothing is on its way: deliveries become facts, and everything that follows from them is done. */
export async function settle(): Promise<void> {
  const { signal } = new AbortController();
  await drainDeliveries(() => undefined, signal);
  await drainReactions(handlers, signal);
}
