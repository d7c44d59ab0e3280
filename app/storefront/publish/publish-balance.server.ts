import { now } from "#app/ground/clock.server.ts";
import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { eventSubjects } from "#app/events/event-subjects.ts";
import { loadMembers, type Member } from "#app/loyalty/view.server.ts";

import { type Metafield, setMetafields } from "./set-metafields.server.ts";

/** Twice is enough unless balances move all the time; the events of those moves then bring the rest. */
const ROUNDS = 3;

/**
 * Shows the events' customers what they have to spend now, and all else that the theme's blocks tell them: writes it to
 * the metafields that those blocks read. What somebody else wrote meanwhile is not overwritten for long: a member of
 * whom something moved is written again.
 */
export async function publishBalance(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const customerIds = [...new Set(events.flatMap(eventSubjects))];
  if (customerIds.length === 0) return;
  const { domain } = await db.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { domain: true },
  });

  let shown = new Map<string, string>();
  for (let round = 0; round < ROUNDS; round++) {
    const members = await loadPresent(shopId, customerIds);
    const moved = members.filter((member) => shown.get(member.customerId) !== textOf(member));
    if (moved.length === 0) return;
    await setMetafields(domain, moved.flatMap(metafieldsOf));
    shown = new Map(members.map((member) => [member.customerId, textOf(member)]));
  }
}

/** The customers as they are now, after merges. */
function loadPresent(shopId: string, customerIds: readonly string[]): Promise<Member[]> {
  return inShop(shopId, async (tx) => {
    const survivors = await findSurvivors(tx, shopId, customerIds);
    return loadMembers(tx, shopId, [...new Set(survivors.values())], now());
  });
}

function textOf({ available, loyalty }: Member): string {
  return JSON.stringify([available, loyalty]);
}

/** The definitions stand in shopify.app.toml under `customer.metafields.app`, which is `$app` here and in Liquid. */
function metafieldsOf(member: Member): Metafield[] {
  const owner = { ownerId: `gid://shopify/Customer/${member.shopifyId}`, namespace: "$app" };
  return [
    { ...owner, key: "points_balance", type: "number_integer", value: String(member.available) },
    { ...owner, key: "loyalty", type: "json", value: JSON.stringify(member.loyalty) },
  ];
}
