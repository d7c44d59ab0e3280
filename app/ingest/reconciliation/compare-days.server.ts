import { DAY_MS } from "#app/ground/calendar.ts";
import { now } from "#app/ground/clock.server.ts";
import { db, inShop, type ShopTx } from "#app/ground/db.server.ts";
import { log } from "#app/ground/log.server.ts";
import { allFacts, facts } from "#app/orders/facts.ts";
import { fetchOrders } from "#app/orders/from-graphql/fetch-orders.server.ts";
import type { Page } from "#app/orders/from-graphql/graphql-order.ts";
import { idOf } from "#app/orders/from-graphql/graphql-values.ts";
import { writeFacts } from "#app/orders/writing/write-facts.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { countOrders, updatedOrders } from "#app/shopify/documents/orders.ts";

const ORDERS_AT_ONCE = 50;

/** Without `read_all_orders` Shopify shows an app orders of 60 days. */
const WEEKS = 8;
const WEEK_MS = 7 * DAY_MS;

type Shop = { shopId: string; domain: string };
/** From a moment to just before another: whole days, by which clock does not matter. */
type Window = { from: Date; until: Date };

/**
 * Compares how many orders Shopify has with how many are known, week by week and, where that differs, of each half down to a day, whose
 * orders are then compared one by one: one that vanished there is marked as deleted, one that was never heard of is fetched. Updates
 * are healed by `reconcileOrders`; this finds what no update tells of. Eight calls of Shopify a night where nothing is amiss, and about
 * six for a day on which something is. One of each kind in one week hide each other until the weeks, which end today, come between them.
 */
export async function compareDays(shopId: string, at: Date): Promise<void> {
  const { domain } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const today = Math.floor(at.getTime() / DAY_MS) * DAY_MS;
  for (let week = 1; week <= WEEKS; week++) {
    const from = today - week * WEEK_MS;
    await compareWindow(
      { shopId, domain },
      { from: new Date(from), until: new Date(from + WEEK_MS) },
    );
  }
}

async function compareWindow(shop: Shop, window: Window): Promise<void> {
  const theirs = await countAtShopify(shop.domain, window);
  // Where Shopify does not say, nothing is concluded.
  if (theirs === null || theirs === (await countKnown(shop.shopId, window))) return;

  const [from, until] = [window.from.getTime(), window.until.getTime()];
  const days = Math.round((until - from) / DAY_MS);
  if (days === 1) return compareDay(shop, window);
  const middle = new Date(from + Math.floor(days / 2) * DAY_MS);
  await compareWindow(shop, { ...window, until: middle });
  await compareWindow(shop, { ...window, from: middle });
}

async function countAtShopify(domain: string, window: Window): Promise<number | null> {
  type Reply = { ordersCount: { count: number } | null };
  const query = searchFor(window);
  const { ordersCount } = await adminGraphql<Reply>(domain, countOrders, { query });
  return ordersCount?.count ?? null;
}

function searchFor({ from, until }: Window): string {
  return `processed_at:>='${from.toISOString()}' AND processed_at:<'${until.toISOString()}'`;
}

function countKnown(shopId: string, window: Window): Promise<number> {
  return inShop(shopId, (tx) => tx.order.count({ where: knownIn(tx, window) }));
}

function knownIn({ shopId }: ShopTx, { from, until }: Window) {
  return { shopId, processedAt: { gte: from, lt: until }, deletedAt: null };
}

async function compareDay(shop: Shop, day: Window): Promise<void> {
  const theirs = await listAtShopify(shop.domain, day);
  const ours = await inShop(shop.shopId, (tx) =>
    tx.order.findMany({ where: knownIn(tx, day), select: { id: true } }),
  );
  const known = new Set(ours.map(({ id }) => id));
  const missing = [...known].filter((id) => !theirs.has(id));
  const unheard = [...theirs].filter((id) => !known.has(id));
  const suspects = [...missing, ...unheard];
  for (let start = 0; start < suspects.length; start += ORDERS_AT_ONCE)
    await heal(shop, suspects.slice(start, start + ORDERS_AT_ONCE));
}

async function listAtShopify(domain: string, day: Window): Promise<Set<bigint>> {
  const ids = new Set<bigint>();
  let after: string | null = null;
  do {
    const { orders }: { orders: Page<{ id: string }> } = await adminGraphql(domain, updatedOrders, {
      query: searchFor(day),
      after,
    });
    for (const { id } of orders.nodes) ids.add(idOf(id));
    after = orders.pageInfo.hasNextPage ? orders.pageInfo.endCursor : null;
  } while (after);
  return ids;
}

/** Asks for each of them by itself: an order that only moved to another day is not gone. */
async function heal({ shopId, domain }: Shop, ids: readonly bigint[]): Promise<void> {
  const found = await fetchOrders(
    domain,
    ids.map((id) => `gid://shopify/Order/${id}`),
  );
  const there = new Set(found.flatMap(({ orders }) => orders.map(({ id }) => id)));
  const at = now();
  const gone = ids.filter((id) => !there.has(id)).map((id) => ({ id, at }));
  const all = allFacts([...found, facts({ orderDeletions: gone })]);
  await inShop(shopId, (tx) => writeFacts(tx, shopId, all, "reconciliation", at));
  log.warn(
    { shop: shopId, gone: gone.length, found: there.size },
    "Orders differed and were healed",
  );
}
