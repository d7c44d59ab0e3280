import { audit } from "#app/audit/audit.server.ts";
import {
  type Unmerged,
  unmergeCustomers,
} from "#app/customers/identity/unmerge-customers.server.ts";
import { inShop } from "#app/ground/db.server.ts";

import { addPendingUnmerge } from "./pending-unmerges.server.ts";

/** Somebody of the shop says that a record which an email had joined is a person of its own: so it is, and it is written down who said so. */
export function unmergeRecords(
  shopId: string,
  mergedId: string,
  actor: string,
  at: Date,
): Promise<Unmerged> {
  return inShop(shopId, async (tx) => {
    const done = await unmergeCustomers(tx, mergedId, at);
    if (done.outcome === "refused") return done;
    await addPendingUnmerge(tx, { eventId: done.eventId, separatedId: mergedId });
    const subject = `customer.${done.keptId}`;
    const after = { separatedId: mergedId };
    await audit(tx, { actor, action: "customers.unmerged", subject, before: null, after }, at);
    return done;
  });
}
