import { now } from "#app/clock.server.ts";
import { findSurvivors } from "#app/customers/find-survivors.server.ts";
import { inShop } from "#app/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { SomeLater } from "#app/try-later.ts";

import { FROZEN } from "../book.ts";
import { awardWay } from "./award-way.server.ts";
import type { Way } from "./way.ts";
import { loadActiveWays } from "./ways.server.ts";

/**
 * Pays who has opened an account. That is known when Shopify says so, and, with accounts that have no password, when they sign
 * in for the first time; then only if Shopify has not known them since before the way was switched on.
 */
export async function awardSignups(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const frozen: string[] = [];
  for (const event of events) {
    if (event.customerId === null) continue;
    const { customerId: heardOf, occurredAt, source } = event;
    const outcomes = await inShop(shopId, async (tx) => {
      const ways = (await loadActiveWays(tx, shopId, ["signup"])) as Way<"signup">[];
      const owner = (await findSurvivors(tx, shopId, [heardOf])).get(heardOf);
      const customer =
        owner && (await tx.customer.findUnique({ where: { shopId_id: { shopId, id: owner } } }));
      if (!customer) return [];
      const openedAt = event.type === "customer.verified" ? customer.createdAt : occurredAt;
      const paying = ways.filter(({ settings: { since } }) => since && openedAt >= new Date(since));
      const paid: string[] = [];
      for (const way of paying) {
        const deed = {
          customerId: owner,
          sourceKey: `customer.${owner}`,
          points: way.points,
          at: occurredAt,
          source,
        };
        paid.push((await awardWay(tx, shopId, way, deed, now())).outcome);
      }
      return paid;
    });
    if (outcomes.includes("frozen")) frozen.push(event.id);
  }
  if (frozen.length > 0) throw new SomeLater(frozen, FROZEN);
}
