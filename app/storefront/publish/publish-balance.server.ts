import { now } from "#app/ground/clock.server.ts";
import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { eventSubjects } from "#app/events/event-subjects.ts";
import { isUnseen, loadMembers, type Member } from "#app/loyalty/view.server.ts";

import { type Metafield, setMetafields } from "./set-metafields.server.ts";

/**
 * Shows the events' customers what they have to spend now, and all else that the theme's blocks tell them: writes it to
 * the metafields that those blocks read. Only these reactions write them, one batch of a shop at a time: what moves meanwhile has
 * an event of its own, whose turn comes after this one.
 */
export async function publishBalance(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const customerIds = [...new Set(events.flatMap(eventSubjects))];
  if (customerIds.length === 0) return;
  const members = await loadPresent(shopId, customerIds);
  if (members.length === 0) return;
  const { domain } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  await setMetafields(domain, members.flatMap(metafieldsOf));
}

/** The customers as they are now, after merges; none of a program that was never launched. */
function loadPresent(shopId: string, customerIds: readonly string[]): Promise<Member[]> {
  return inShop(shopId, async (tx) => {
    if (await isUnseen(tx)) return [];
    const survivors = await findSurvivors(tx, customerIds);
    return loadMembers(tx, [...new Set(survivors.values())], now());
  });
}

/** The definitions stand in shopify.app.toml under `customer.metafields.app`, which is `$app` here and in Liquid. */
function metafieldsOf(member: Member): Metafield[] {
  const owner = { ownerId: `gid://shopify/Customer/${member.shopifyId}`, namespace: "$app" };
  return [
    { ...owner, key: "points_balance", type: "number_integer", value: String(member.available) },
    { ...owner, key: "loyalty", type: "json", value: JSON.stringify(member.loyalty) },
  ];
}
