import { now } from "#app/ground/clock.server.ts";
import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { eventSubjects } from "#app/events/event-subjects.ts";
import { excludedAmong, isUnseen, loadMembers, type Member } from "#app/loyalty/view.server.ts";

import type { ExcludedMember, PublishedMember } from "#app/loyalty/view/member.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { deleteMetafields } from "#app/shopify/documents/tags.ts";

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
  const { members, excluded } = await loadPresent(shopId, customerIds);
  if (members.length + excluded.length === 0) return;
  const { domain } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  await setMetafields(domain, [
    ...members.flatMap(metafieldsOf),
    ...excluded.map((shopifyId) => loyaltyOf(shopifyId, { excluded: true })),
  ]);
  const gone = excluded.map((shopifyId) => ({ ...ownerOf(shopifyId), key: "points_balance" }));
  for (let start = 0; start < gone.length; start += METAFIELDS_AT_ONCE)
    await adminGraphql(domain, deleteMetafields, {
      metafields: gone.slice(start, start + METAFIELDS_AT_ONCE),
    });
}

const METAFIELDS_AT_ONCE = 25;

/**
 * The customers as they are now, after merges, and Shopify's ids of those who are excluded from the program; none of one that was
 * never launched.
 */
function loadPresent(
  shopId: string,
  customerIds: readonly string[],
): Promise<{ members: Member[]; excluded: string[] }> {
  return inShop(shopId, async (tx) => {
    if (await isUnseen(tx)) return { members: [], excluded: [] };
    const survivors = await findSurvivors(tx, customerIds);
    const ids = [...new Set(survivors.values())];
    const excluded = await tx.customer.findMany({
      where: {
        shopId,
        id: { in: [...(await excludedAmong(tx, ids))] },
        shopifyId: { not: null },
        redactedAt: null,
      },
      select: { shopifyId: true },
    });
    return {
      members: await loadMembers(tx, ids, now()),
      excluded: excluded.map(({ shopifyId }) => String(shopifyId)),
    };
  });
}

/** The definitions stand in shopify.app.toml under `customer.metafields.app`, which is `$app` here and in Liquid. */
function metafieldsOf(member: Member): Metafield[] {
  const owner = ownerOf(member.shopifyId);
  return [
    { ...owner, key: "points_balance", type: "number_integer", value: String(member.available) },
    loyaltyOf(member.shopifyId, member.loyalty),
  ];
}

function loyaltyOf(shopifyId: string, loyalty: PublishedMember | ExcludedMember): Metafield {
  return {
    ...ownerOf(shopifyId),
    ...{ key: "loyalty", type: "json", value: JSON.stringify(loyalty) },
  };
}

function ownerOf(shopifyId: string) {
  return { ownerId: `gid://shopify/Customer/${shopifyId}`, namespace: "$app" };
}
