import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { log } from "#app/ground/log.server.ts";

/** A handler that takes longer than so many leases hangs: somebody else may try then. */
const MOST_LEASES = 10;
const LOOKS_PER_LEASE = 3;

type Kept = { shopId: string; name: string; eventIds: readonly string[]; leaseMs: number };

/**
 * Keeps reactions that are being worked on from being taken by another worker, for as long as that goes on: Shopify may be slow,
 * and a batch many calls. Returns what ends it. A worker that dies keeps nothing, and its reactions are due a lease later.
 */
export function renewLease({ shopId, name, eventIds, leaseMs }: Kept): () => void {
  let looks = 0;
  const timer = setInterval(() => {
    looks += 1;
    if (looks > MOST_LEASES * LOOKS_PER_LEASE) return clearInterval(timer);
    const leaseUntil = new Date(now().getTime() + leaseMs);
    // Those that are done, or put off, have no lease any more.
    inShop(shopId, (tx) =>
      tx.reaction.updateMany({
        where: {
          shopId,
          name,
          eventId: { in: [...eventIds] },
          state: "pending",
          leaseUntil: { not: null },
        },
        data: { leaseUntil, dueAt: leaseUntil },
      }),
    ).catch((error: unknown) => log.warn({ err: error, shopId, name }, "A lease was not kept"));
  }, leaseMs / LOOKS_PER_LEASE);
  return () => clearInterval(timer);
}
