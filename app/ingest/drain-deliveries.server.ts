import pMap from "p-map";

import { now } from "#app/ground/clock.server.ts";

import { shopsWithDueDeliveries } from "./claim-deliveries.server.ts";
import { processDeliveries } from "./process-deliveries.server.ts";

const SHOPS_AT_ONCE = 4;

/**
 * Processes deliveries until none is due. Each round gives every shop one batch, so that a shop with a million of
 * them does not make the others wait. `afterBatch` hears when there may be reactions to run.
 */
export async function drainDeliveries(
  afterBatch: () => void,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    const shops = await shopsWithDueDeliveries(now());
    const counts = await pMap(
      shops,
      async (shopDomain) => {
        if (stopping.aborted) return 0;
        const count = await processDeliveries(shopDomain);
        if (count > 0) afterBatch();
        return count;
      },
      { concurrency: SHOPS_AT_ONCE },
    );
    if (counts.every((count) => count === 0)) return;
  }
}
