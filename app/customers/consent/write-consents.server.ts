import type { ShopTx } from "#app/ground/db.server.ts";
import type { EventDraft, EventSource } from "#app/events/event.ts";

import type { ConsentFacts } from "../identity/claims.ts";
import { identifierHash } from "../identity/identifier-hash.server.ts";

/**
 * Keeps the latest word about each address and channel. Returns the events to append. An address that Shopify keeps
 * from us has no row: nothing could be sent to it either.
 */
export async function writeConsents(
  tx: ShopTx,
  consents: readonly ConsentFacts[],
  ownerOf: (shopifyId: bigint) => string | null,
  source: EventSource,
): Promise<EventDraft[]> {
  const rows = consents.flatMap(({ address, shopifyId, ...consent }) => {
    if (address === null) return [];
    const kind = consent.channel === "email" ? "email" : "phone";
    const hash = identifierHash(tx.shopId, kind, address);
    return { ...consent, hash, customerId: ownerOf(shopifyId) };
  });
  const latest = [
    ...new Map(rows.toSorted(byTime).map((row) => [row.channel + row.hash, row])).values(),
  ];
  if (latest.length > 0) {
    await tx.$executeRaw`
      INSERT INTO consent AS known (shop_id, channel, address_hash, customer_id, state, opt_in_level, source, at)
      SELECT ${tx.shopId}::uuid, r.channel, decode(r.hash, 'hex'), r."customerId", r.state, r."optInLevel", 'shopify', r.at
      FROM jsonb_to_recordset(${JSON.stringify(latest)}::jsonb) AS r(
        channel text, hash text, "customerId" uuid, state text, "optInLevel" text, at timestamptz)
      LEFT JOIN customer c ON c.shop_id = ${tx.shopId}::uuid AND c.id = r."customerId"
      -- Who asked to be forgotten stays so, whatever arrives late.
      WHERE c.redacted_at IS NULL
      ON CONFLICT (shop_id, channel, address_hash) DO UPDATE SET
        customer_id = EXCLUDED.customer_id, state = EXCLUDED.state, opt_in_level = EXCLUDED.opt_in_level,
        source = EXCLUDED.source, at = EXCLUDED.at
      WHERE (EXCLUDED.at, EXCLUDED.state COLLATE "C") > (known.at, known.state COLLATE "C")`;
  }
  return consents.map((consent) => consentChanged(consent, ownerOf(consent.shopifyId), source));
}

function byTime(one: { at: Date; state: string }, other: { at: Date; state: string }): number {
  return one.at.getTime() - other.at.getTime() || (one.state < other.state ? -1 : 1);
}

function consentChanged(
  consent: ConsentFacts,
  customerId: string | null,
  source: EventSource,
): EventDraft {
  const { channel, state, at, shopifyId } = consent;
  return {
    type: "consent.changed",
    customerId,
    orderId: null,
    occurredAt: at,
    source,
    dedupeKey: `consent.changed.${channel}.${shopifyId}.${at.getTime()}.${state}`,
    properties: { channel, state },
  };
}
