import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { log } from "#app/ground/log.server.ts";
import { wake } from "#app/ground/queues.server.ts";
import type { Page } from "#app/orders/from-graphql/graphql-order.ts";
import { idOf } from "#app/orders/from-graphql/graphql-values.ts";
import { refreshOrders } from "#app/orders/refresh-orders.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { updatedOrders } from "#app/shopify/documents/orders.ts";
import { ShopUninstalled } from "#app/shopify/shopify-errors.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

/** Looked at twice, for clocks that differ and updates that Shopify's search finds late. */
const OVERLAP_MS = 10 * 60_000;
const BATCH = 50;

type Listed = { id: string; updatedAt: string };

/**
 * Compares the orders that Shopify updated since the last time with what is known, and fetches those that are behind:
 * deliveries may be lost in an outage longer than Shopify's retries. Returns how many orders were healed.
 */
export async function reconcileOrders(shopId: string): Promise<number> {
  const shop = await db.shop.findUnique({ where: { id: shopId } });
  if (!shop || shop.uninstalledAt) return 0;

  const ranAt = now();
  const since = new Date((await knownUntil(shop)).getTime() - OVERLAP_MS);
  try {
    let healed = 0;
    let after: string | null = null;
    do {
      const page: Page<Listed> = await listUpdated(shop.domain, since, after);
      const healedHere = await heal(shopId, page.nodes);
      healed += healedHere;
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
      // An order that was updated after this page is in a later one: what came before is settled.
      const until = after ? new Date(page.nodes.at(-1)?.updatedAt ?? since) : ranAt;
      await remember(shopId, { until, ranAt, healed: healedHere });
    } while (after);
    return healed;
  } catch (error) {
    if (!(error instanceof ShopUninstalled)) throw error;
    // Until the merchant opens the app again there is no asking; the time that passes is compared then.
    const until = new Date(since.getTime() + OVERLAP_MS);
    await remember(shopId, { until, ranAt, healed: 0 });
    return 0;
  }
}

/** Until when orders are known for sure. Before the first comparison that is when the import was asked for. */
async function knownUntil({ id: shopId, installedAt }: Shop): Promise<Date> {
  return inShop(shopId, async (tx) => {
    const last = await tx.reconciliation.findUnique({ where: { shopId } });
    if (last) return last.reconciledUntil;
    const imported = await tx.backfill.findFirst({
      where: { shopId, state: "done" },
      orderBy: { requestedAt: "desc" },
    });
    return imported?.requestedAt ?? installedAt;
  });
}

async function listUpdated(
  shopDomain: string,
  since: Date,
  after: string | null,
): Promise<Page<Listed>> {
  const query = `updated_at:>='${since.toISOString()}'`;
  const { orders } = await adminGraphql<{ orders: Page<Listed> }>(shopDomain, updatedOrders, {
    query,
    after,
  });
  return orders;
}

/** Fetches the listed orders of which a later version exists than the one that is known. */
async function heal(shopId: string, listed: Listed[]): Promise<number> {
  if (listed.length === 0) return 0;
  const known = await inShop(shopId, (tx) =>
    tx.order.findMany({
      where: { shopId, id: { in: listed.map(({ id }) => idOf(id)) } },
      select: { id: true, sourceUpdatedAt: true },
    }),
  );
  const knownAt = new Map(known.map(({ id, sourceUpdatedAt }) => [id, sourceUpdatedAt.getTime()]));
  const behind = listed.filter(
    ({ id, updatedAt }) => (knownAt.get(idOf(id)) ?? -1) < Date.parse(updatedAt),
  );

  let healed = 0;
  for (let start = 0; start < behind.length; start += BATCH) {
    const ids = behind.slice(start, start + BATCH).map(({ id }) => id);
    healed += await refreshOrders(shopId, ids, "reconciliation");
  }
  if (healed > 0) {
    log.warn({ shop: shopId, healed }, "Orders were behind and were fetched");
    await wake("drain-reactions", {});
  }
  return healed;
}

async function remember(
  shopId: string,
  { until: reconciledUntil, ranAt, healed }: { until: Date; ranAt: Date; healed: number },
): Promise<void> {
  const known = { reconciledUntil, ranAt };
  await inShop(shopId, (tx) =>
    tx.reconciliation.upsert({
      where: { shopId },
      create: { shopId, ...known, ordersHealed: healed },
      update: { ...known, ordersHealed: { increment: healed } },
    }),
  );
}
