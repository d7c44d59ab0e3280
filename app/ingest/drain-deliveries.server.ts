import { now } from "#app/ground/clock.server.ts";
import { workInLanes } from "#app/ground/lanes.server.ts";
import { log } from "#app/ground/log.server.ts";

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
/** One suspect at a time in all of this process: should it die, that one is to blame. */
const SUSPECTS = "suspects";

/** Deliveries of these shops that are claimed together. */
type Batch = { shopDomains: string[]; isSuspect: boolean };

/**
 * Processes deliveries until none is due, in batches, a shop's one after the other. A shop with a million of them, or with many that
 * cannot be processed, does not make the others wait. `afterBatch` hears when there may be reactions to run.
 */
export async function drainDeliveries(
  afterBatch: () => void,
  stopping: AbortSignal,
): Promise<void> {
  await workInLanes<Batch>(
    {
      due: async () => {
        await releaseExpiredClaims(now());
        return batchesOf(await shopsWithDueDeliveries(now(), FEW));
      },
      lanesOf: ({ shopDomains, isSuspect }) =>
        isSuspect ? [...shopDomains, SUSPECTS] : shopDomains,
      ownerOf: ({ shopDomains }) => shopDomains.join(),
      run: async ({ shopDomains }) => {
        const count = await processDeliveries(...shopDomains).catch((error: unknown) => {
          // Its claim stays until the lease is over.
          log.error({ err: error, shopDomains }, "A batch of deliveries could not be processed");
          return 0;
        });
        if (count > 0) afterBatch();
        return count;
      },
      atOnce: BATCHES_AT_ONCE,
    },
    stopping,
  );
}

/** A shop with many deliveries, or with a suspect, has a batch to itself; the others share some, of which none is left idle meanwhile. */
function batchesOf(shops: readonly DueShop[]): Batch[] {
  const [own, others] = [
    shops.filter(({ isBusy, isSuspect }) => isBusy || isSuspect),
    shops.filter(({ isBusy, isSuspect }) => !isBusy && !isSuspect),
  ];
  const size = Math.min(SHOPS_A_BATCH, Math.ceil(others.length / BATCHES_AT_ONCE));
  const shared = Array.from({ length: size && Math.ceil(others.length / size) }, (_, index) => ({
    shopDomains: others.slice(index * size, (index + 1) * size).map(({ domain }) => domain),
    isSuspect: false,
  }));
  return [...shared, ...own.map(({ domain, isSuspect }) => ({ shopDomains: [domain], isSuspect }))];
}
