import pMap from "p-map";

import { now } from "#app/ground/clock.server.ts";

import {
  type DueShop,
  releaseExpiredClaims,
  shopsWithDueDeliveries,
} from "./claim-deliveries.server.ts";
import { processDeliveries } from "./process-deliveries.server.ts";

const BATCHES_AT_ONCE = 4;
/** So many shops at most are claimed from at once, and none that has more deliveries due than their share of a batch. */
const SHOPS_A_BATCH = 20;
const FEW = 10;

/**
 * Processes deliveries until none is due. Each round gives every shop one batch or its part of one, so that a shop with a
 * million of them does not make the others wait. `afterBatch` hears when there may be reactions to run.
 */
export async function drainDeliveries(
  afterBatch: () => void,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    await releaseExpiredClaims(now());
    const counts = await pMap(
      batchesOf(await shopsWithDueDeliveries(now(), FEW)),
      async (shopDomains) => {
        if (stopping.aborted) return 0;
        const count = await processDeliveries(...shopDomains);
        if (count > 0) afterBatch();
        return count;
      },
      { concurrency: BATCHES_AT_ONCE },
    );
    if (counts.every((count) => count === 0)) return;
  }
}

/** A shop with many deliveries has a batch to itself; the others share some, of which none is left idle meanwhile. */
function batchesOf(shops: readonly DueShop[]): string[][] {
  const domains = (some: readonly DueShop[]) => some.map(({ domain }) => domain);
  const [busy, others] = [
    shops.filter(({ isBusy }) => isBusy),
    shops.filter(({ isBusy }) => !isBusy),
  ];
  const size = Math.min(SHOPS_A_BATCH, Math.ceil(others.length / BATCHES_AT_ONCE));
  const shared = Array.from({ length: size && Math.ceil(others.length / size) }, (_, index) =>
    domains(others.slice(index * size, (index + 1) * size)),
  );
  return [...shared, ...domains(busy).map((domain) => [domain])];
}
