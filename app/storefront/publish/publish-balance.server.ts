import { now } from "#app/ground/clock.server.ts";
import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { db, inShop, type ShopTx } from "#app/ground/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { eventSubjects } from "#app/events/event-subjects.ts";
import {
  type ExcludedMember,
  excludedAmong,
  isUnseen,
  loadMembers,
  type Member,
  type PublishedMember,
} from "#app/loyalty/view.server.ts";

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
    const known = await knownToShopify(tx, [...new Set(survivors.values())]);
    // Guests are shown nothing: of a batch of them nothing more is asked.
    if (known.size === 0) return { members: [], excluded: [] };
    const ids = [...known.keys()];
    const excluded = await excludedAmong(tx, ids);
    return {
      members: await loadMembers(tx, ids, now()),
      excluded: [...excluded].flatMap((id) => known.get(id) ?? []),
    };
  });
}

/** Shopify's ids of these customers, by ours, as far as Shopify has them and they did not ask to be forgotten. */
async function knownToShopify(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; shopifyId: string }[]>`
    SELECT id, shopify_id::text AS "shopifyId" FROM customer
    WHERE shop_id = ${tx.shopId}::uuid AND id = ANY(${customerIds}::uuid[]) AND shopify_id IS NOT NULL AND redacted_at IS NULL`;
  return new Map(rows.map(({ id, shopifyId }) => [id, shopifyId]));
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
