import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft } from "#app/events/event.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { pagesById } from "#app/ground/keyset-pages.server.ts";
import { warnedFrom } from "#app/loyalty/program/expiry.ts";

import { notExcluded } from "../../program/exclusions.server.ts";
import { loyaltyEvent } from "../../program/loyalty-event.ts";
import { loadAllowed } from "../../program/program-state.server.ts";
import { loadTerms } from "../ledger-store.server.ts";

const CUSTOMERS_AT_ONCE = 1_000;

type Expiring = { id: string; points: bigint; expiresAt: Date };

/**
 * Says whose points expire soon: one `points.expiring` for each customer and date, however often
 * somebody looks.
 */
export async function warnOfExpiry(shopId: string, at: Date): Promise<void> {
  if (!(await inShop(shopId, loadAllowed)).expire) return;
  const terms = await inShop(shopId, (tx) => loadTerms(tx, at));
  const until = warnedFrom(terms, at);
  if (until === null) return;
  const expiring = pagesById((after) => inShop(shopId, (tx) => soon(tx, after, { at, until })));
  for await (const page of expiring)
    await inShop(shopId, (tx) => appendEvents(tx, shopId, page.map(told(at)), at));
}

/** All dates of some customers. */
function soon(
  tx: ShopTx,
  after: string,
  { at, until }: { at: Date; until: Date },
): Promise<Expiring[]> {
  return tx.$queryRaw<Expiring[]>`
    WITH page AS (
      SELECT DISTINCT customer_id FROM lot
      WHERE shop_id = ${tx.shopId}::uuid AND NOT pending AND remaining > 0 AND expires_at > ${at} AND expires_at <= ${until}
        AND customer_id > ${after}::uuid AND ${notExcluded(tx.shopId, "lot.customer_id")}
      ORDER BY customer_id LIMIT ${CUSTOMERS_AT_ONCE}::int
    )
    SELECT l.customer_id AS id, l.expires_at AS "expiresAt", sum(l.remaining)::bigint AS points
    FROM page JOIN lot l ON l.shop_id = ${tx.shopId}::uuid AND l.customer_id = page.customer_id
    WHERE NOT l.pending AND l.remaining > 0 AND l.expires_at > ${at} AND l.expires_at <= ${until}
    GROUP BY l.customer_id, l.expires_at
    ORDER BY l.customer_id, l.expires_at`;
}

function told(at: Date) {
  return ({ id: customerId, points, expiresAt }: Expiring): EventDraft =>
    loyaltyEvent("points.expiring", `${customerId}.on.${expiresAt.getTime()}`, {
      customerId,
      occurredAt: at,
      properties: { points: `${points}`, expiresAt: expiresAt.toISOString(), extendedTo: null },
    });
}
