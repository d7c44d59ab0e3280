import { findSurvivors } from "#app/customers/find-survivors.server.ts";
import { db, inShop } from "#app/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";

import { type Metafield, setMetafields } from "./set-metafields.server.ts";

/** Twice is enough unless balances move all the time; the events of those moves then bring the rest. */
const ROUNDS = 3;

type Balance = { customerGid: string; available: string };

/**
 * Shows the events' customers what they have to spend now: writes it to the metafield that the theme's balance block
 * reads. What somebody else wrote meanwhile is not overwritten for long: a balance that moved is written again.
 */
export async function publishBalance(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const customerIds = [...new Set(events.flatMap(({ customerId }) => customerId ?? []))];
  if (customerIds.length === 0) return;
  const { domain } = await db.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { domain: true },
  });

  let shown = new Map<string, string>();
  for (let round = 0; round < ROUNDS; round++) {
    const balances = await loadBalances(shopId, customerIds);
    const moved = balances.filter(
      ({ customerGid, available }) => shown.get(customerGid) !== available,
    );
    if (moved.length === 0) return;
    await setMetafields(domain, moved.map(metafieldOf));
    shown = new Map(balances.map(({ customerGid, available }) => [customerGid, available]));
  }
}

/** What these people have to spend, of those whom Shopify knows and who have an account. */
function loadBalances(shopId: string, customerIds: readonly string[]): Promise<Balance[]> {
  return inShop(shopId, async (tx) => {
    const survivors = await findSurvivors(tx, shopId, customerIds);
    const ids = [...new Set(survivors.values())];
    return tx.$queryRaw<Balance[]>`
      SELECT 'gid://shopify/Customer/' || c.shopify_id AS "customerGid", a.available::text AS available
      FROM customer c
      JOIN ledger_account a ON a.shop_id = c.shop_id AND a.customer_id = c.id
      WHERE c.shop_id = ${shopId}::uuid AND c.id = ANY(${ids}::uuid[])
        AND c.shopify_id IS NOT NULL AND c.redacted_at IS NULL
      ORDER BY c.id`;
  });
}

/** The definition stands in shopify.app.toml under `customer.metafields.app`, which is `$app` here and in Liquid. */
function metafieldOf({ customerGid, available }: Balance): Metafield {
  return {
    ownerId: customerGid,
    namespace: "$app",
    key: "points_balance",
    type: "number_integer",
    value: available,
  };
}
