import type { ShopTx } from "#app/ground/db.server.ts";
import { log } from "#app/ground/log.server.ts";

/** A handler that takes longer hangs: its lane is given to somebody else. */
export const LONGEST_BATCH_MS = 600_000;
/** Well before PostgreSQL ends a transaction of ours in which nothing is asked (`IDLE_AT_MOST`). */
const LOOK_MS = 15_000;

/**
 * Keeps a transaction, and what it has locked, while the work that it guards is done elsewhere: Shopify may be slow, and a batch
 * many calls. Returns what ends it. A worker that dies keeps nothing: PostgreSQL sees at once that its connection is gone, and
 * within the minute where the whole machine is.
 */
export function keepOpen(tx: ShopTx, everyMs = LOOK_MS): () => void {
  const timer = setInterval(() => {
    tx.$queryRaw`SELECT 1`.catch((error: unknown) => {
      clearInterval(timer);
      log.warn({ err: error, shopId: tx.shopId }, "A transaction was not kept open");
    });
  }, everyMs);
  return () => clearInterval(timer);
}
