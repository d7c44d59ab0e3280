import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { db, inShop, type ShopTx } from "#app/ground/db.server.ts";
import { pagesById } from "#app/ground/keyset-pages.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { eventSubjects } from "#app/events/event-subjects.ts";
import { log } from "#app/ground/log.server.ts";
import { membersAfter, readTierNames, readTiers } from "#app/loyalty/view.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { addTags, deleteMetafields, removeTags } from "#app/shopify/documents/tags.ts";

import { repeatedMutation, repeatedVariables } from "#app/shopify/repeated-mutation.ts";

import { setMetafields } from "./set-metafields.server.ts";
import { tagOf } from "../discounts/tier-offer.ts";

/** Each costs Shopify ten points, and a call may cost a thousand. */
const TAGS_AT_ONCE = 50;
const METAFIELDS_AT_ONCE = 25;
const CUSTOMERS_AT_ONCE = 100;

type Row = {
  customerId: string;
  gid: string;
  tier: string | null;
  /** What Shopify was told last, and what it was told of records that have been merged into this one. */
  tag: string | null;
  mistags: string[];
  wanted: string | null;
};
type Reply = Record<string, { userErrors: { message: string }[] }>;

/**
 * Tells Shopify which tier the events' customers are in: a tag, by which segments and flows know them, and the tier's name as the
 * metafield `$app.tier`. Only for those whose tier is not what Shopify was told last.
 */
export async function publishTier(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const ids = [...new Set(events.flatMap(eventSubjects))];
  const merged = events.flatMap((event) =>
    event.type === "customer.merged" ? [event.properties.mergedId] : [],
  );
  if (ids.length === 0) return;
  const rows = await inShop(shopId, async (tx) => {
    const survivors = await findSurvivors(tx, [...ids, ...merged]);
    return loadRows(
      tx,
      [...new Set(survivors.values())],
      await loadMistagged(tx, merged, survivors),
    );
  });
  await write(shopId, rows);
  if (merged.length === 0) return;
  await inShop(shopId, (tx) =>
    tx.tierTag.deleteMany({ where: { shopId, customerId: { in: merged } } }),
  );
}

/** `publishTier` for everybody: after tiers were renamed, or switched off or on. */
export async function publishAllTiers(shopId: string): Promise<void> {
  const untold = pagesById((after) => inShop(shopId, (tx) => nextUntold(tx, shopId, after)));
  for await (const customers of untold) {
    const ids = customers.map(({ id }) => id);
    await write(shopId, await inShop(shopId, (tx) => loadRows(tx, ids)));
  }
}

async function write(shopId: string, rows: readonly Row[]): Promise<void> {
  const moved = rows.filter(({ wanted, tag, mistags }) => wanted !== tag || mistags.length > 0);
  if (moved.length === 0) return;
  const { domain } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const field = (row: Row) => ({ ownerId: row.gid, namespace: "$app", key: "tier" });
  await setMetafields(
    domain,
    moved.flatMap((row) =>
      row.tier === null ? [] : [{ ...field(row), type: "single_line_text_field", value: row.tier }],
    ),
  );
  const cleared = moved.filter(({ tier }) => tier === null).map(field);
  for (let start = 0; start < cleared.length; start += METAFIELDS_AT_ONCE)
    await adminGraphql(domain, deleteMetafields, {
      metafields: cleared.slice(start, start + METAFIELDS_AT_ONCE),
    });

  await change(domain, removeTags, moved, ({ wanted, tag, mistags }) =>
    [tag ?? [], ...mistags].flat().filter((one) => one !== wanted),
  );
  await change(domain, addTags, moved, ({ wanted }) => (wanted === null ? [] : [wanted]));
  await remember(shopId, moved);
}

/** A customer whom Shopify has deleted has no tags to change: the others are told all the same. */
async function change(
  domain: string,
  document: string,
  rows: readonly Row[],
  tagsOf: (row: Row) => string[],
): Promise<void> {
  const some = rows.map((row) => ({ id: row.gid, tags: tagsOf(row) }));
  const all = some.filter(({ tags }) => tags.length > 0);
  for (let start = 0; start < all.length; start += TAGS_AT_ONCE) {
    const asked = all.slice(start, start + TAGS_AT_ONCE);
    const reply = await adminGraphql<Reply>(
      domain,
      repeatedMutation(document, asked.length),
      repeatedVariables(asked),
    );
    for (const [index, { id }] of asked.entries())
      if (reply[`m${index}`]?.userErrors.length)
        log.warn({ shop: domain, customer: id }, "Shopify refused a customer's tier tag");
  }
}

async function remember(shopId: string, told: readonly Row[]): Promise<void> {
  const tagged = told.filter(({ wanted }) => wanted !== null);
  const bare = told.flatMap(({ customerId, wanted }) => (wanted === null ? customerId : []));
  await inShop(shopId, async (tx) => {
    if (bare.length > 0)
      await tx.tierTag.deleteMany({ where: { shopId, customerId: { in: bare } } });
    await tx.$executeRaw`
      INSERT INTO tier_tag (shop_id, customer_id, tag)
      SELECT ${shopId}::uuid, "customerId", wanted
      FROM jsonb_to_recordset(${JSON.stringify(tagged)}::jsonb) AS told("customerId" uuid, wanted text)
      ON CONFLICT (shop_id, customer_id) DO UPDATE SET tag = excluded.tag`;
  });
}

/** These customers, of those whom Shopify knows, with the tier that they are in and the tag that they have. */
async function loadRows(
  tx: ShopTx,
  ids: readonly string[],
  mistagged: ReadonlyMap<string, string[]> = new Map(),
): Promise<Row[]> {
  const { shopId } = tx;
  const rows = await tx.$queryRaw<Pick<Row, "customerId" | "gid" | "tag">[]>`
    SELECT c.id::text AS "customerId", 'gid://shopify/Customer/' || c.shopify_id AS gid, tag.tag
    FROM customer c
    LEFT JOIN tier_tag tag ON tag.shop_id = c.shop_id AND tag.customer_id = c.id
    WHERE c.shop_id = ${shopId}::uuid AND c.id = ANY(${ids}::uuid[])
      AND c.shopify_id IS NOT NULL AND c.redacted_at IS NULL
    ORDER BY c.id`;
  if (rows.length === 0) return [];
  const tiers = await readTiers(tx, shopId, ids);
  const names = await readTierNames(tx, shopId);
  return rows.map((row) => {
    const tier = names.get(tiers.get(row.customerId) ?? "") ?? null;
    const wanted = tier === null ? null : tagOf(tier);
    return { ...row, tier, wanted, mistags: mistagged.get(row.customerId) ?? [] };
  });
}

/** The tags of merged records, which Shopify has put on the customers that they became. */
async function loadMistagged(
  tx: ShopTx,
  merged: readonly string[],
  survivors: ReadonlyMap<string, string>,
): Promise<Map<string, string[]>> {
  if (merged.length === 0) return new Map();
  const tags = await tx.tierTag.findMany({
    where: { shopId: tx.shopId, customerId: { in: [...merged] } },
  });
  return new Map(
    [...Map.groupBy(tags, ({ customerId }) => survivors.get(customerId) ?? customerId)].map(
      ([id, own]) => [id, own.map(({ tag }) => tag)],
    ),
  );
}

/** Whose tag is not that of the tier that they are in. */
async function nextUntold(tx: ShopTx, shopId: string, after: string): Promise<{ id: string }[]> {
  const names = await readTierNames(tx, shopId);
  const tags = JSON.stringify([...names].map(([id, name]) => ({ id, tag: tagOf(name) })));
  return tx.$queryRaw`
    SELECT COALESCE(m.customer_id, told.customer_id)::text AS id
    FROM (${membersAfter(shopId, after)}) m
    FULL JOIN (SELECT * FROM tier_tag WHERE shop_id = ${shopId}::uuid AND customer_id > ${after}::uuid) told
      ON told.customer_id = m.customer_id
    LEFT JOIN jsonb_to_recordset(${tags}::jsonb) AS wanted(id uuid, tag text) ON wanted.id = m.tier_id
    WHERE wanted.tag IS DISTINCT FROM told.tag
    ORDER BY 1 LIMIT ${CUSTOMERS_AT_ONCE}`;
}
