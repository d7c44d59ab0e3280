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
import { COUNTED_DAYS, countOrders } from "#app/shopify/documents/count-orders.ts";
import { updatedOrders } from "#app/shopify/documents/orders.ts";

const ORDERS_AT_ONCE = 50;

/** From a moment to just before another. */
type Day = { from: Date; until: Date };

/**
 * Compares, day by day, how many orders Shopify has with how many are known, and where the numbers differ, which they are: one that
 * vanished there is marked as deleted, one that was never heard of is fetched. Updates are healed by `reconcileOrders`; this finds what
 * no update tells of. One call of Shopify a night where nothing is amiss.
 */
export async function compareDays(shopId: string, at: Date): Promise<void> {
  const { domain } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const days = daysBefore(at);
  const theirs = await countAtShopify(domain, days);
  const ours = await inShop(shopId, (tx) => countKnown(tx, days));
  const differing = days.filter(
    (_, index) => theirs[index] !== null && theirs[index] !== ours[index],
  );
  for (const day of differing) await compareDay({ shopId, domain }, day);
}

/** Whole days that are over, the earliest first; by which clock does not matter. */
function daysBefore(at: Date): Day[] {
  const first = (Math.floor(at.getTime() / DAY_MS) - COUNTED_DAYS) * DAY_MS;
  return Array.from({ length: COUNTED_DAYS }, (_, index) => ({
    from: new Date(first + index * DAY_MS),
    until: new Date(first + (index + 1) * DAY_MS),
  }));
}

/** Null where Shopify does not say: of that day nothing is concluded. */
async function countAtShopify(domain: string, days: readonly Day[]): Promise<(number | null)[]> {
  const queries = days.map((day, index) => [`day${index}`, searchFor(day)] as const);
  const reply = await adminGraphql<Record<string, { count: number } | null>>(
    domain,
    countOrders,
    Object.fromEntries(queries),
  );
  return queries.map(([name]) => reply[name]?.count ?? null);
}

function searchFor({ from, until }: Day): string {
  return `processed_at:>='${from.toISOString()}' AND processed_at:<'${until.toISOString()}'`;
}

async function countKnown(tx: ShopTx, days: readonly Day[]): Promise<number[]> {
  const [first, last] = [days[0], days.at(-1)] as [Day, Day];
  const rows = await tx.$queryRaw<{ day: number; orders: number }[]>`
    SELECT floor(extract(epoch FROM processed_at - ${first.from}::timestamptz) / 86400)::int AS day, count(*)::int AS orders
    FROM "order"
    WHERE shop_id = ${tx.shopId}::uuid AND processed_at >= ${first.from} AND processed_at < ${last.until} AND deleted_at IS NULL
    GROUP BY 1`;
  const counted = new Map(rows.map(({ day, orders }) => [day, orders]));
  return days.map((_, index) => counted.get(index) ?? 0);
}

async function compareDay(shop: { shopId: string; domain: string }, day: Day): Promise<void> {
  const theirs = await listAtShopify(shop.domain, day);
  const ours = await inShop(shop.shopId, (tx) =>
    tx.order.findMany({
      where: {
        shopId: shop.shopId,
        processedAt: { gte: day.from, lt: day.until },
        deletedAt: null,
      },
      select: { id: true },
    }),
  );
  const known = new Set(ours.map(({ id }) => id));
  const missing = [...known].filter((id) => !theirs.has(id));
  const unheard = [...theirs].filter((id) => !known.has(id));
  const suspects = [...missing, ...unheard];
  for (let start = 0; start < suspects.length; start += ORDERS_AT_ONCE)
    await heal(shop, suspects.slice(start, start + ORDERS_AT_ONCE));
}

async function listAtShopify(domain: string, day: Day): Promise<Set<bigint>> {
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
async function heal(
  { shopId, domain }: { shopId: string; domain: string },
  ids: readonly bigint[],
): Promise<void> {
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
