import type { ShopTx } from "#app/ground/db.server.ts";
import { toJson } from "#app/ground/json.ts";

import type { FulfillmentFacts, TrackingFacts } from "../facts.ts";

/** Writes the latest version of each fulfillment, and what carriers said about them, which may come before it. */
export async function writeFulfillments(
  tx: ShopTx,
  fulfillments: readonly FulfillmentFacts[],
  trackings: readonly TrackingFacts[],
): Promise<void> {
  await upsertFulfillments(tx, fulfillments);
  await writeTracking(tx, [...trackings, ...fulfillments.flatMap(deliveryOf)]);
}

async function upsertFulfillments(
  tx: ShopTx,
  fulfillments: readonly FulfillmentFacts[],
): Promise<void> {
  const latest = [...fulfillments.reduce(later, new Map<bigint, FulfillmentFacts>()).values()];
  if (latest.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO fulfillment AS f (shop_id, id, order_id, status, shipment_status, tracking_company, tracking_number, tracking_url, shipped_at, source_updated_at)
    SELECT ${tx.shopId}::uuid, r.id, r."orderId", r.status, r."shipmentStatus",
      -- Who asked to be forgotten stays so, whatever arrives late.
      CASE WHEN c.redacted_at IS NULL THEN r."trackingCompany" END,
      CASE WHEN c.redacted_at IS NULL THEN r."trackingNumber" END,
      CASE WHEN c.redacted_at IS NULL THEN r."trackingUrl" END,
      r."shippedAt", r."updatedAt"
    FROM jsonb_to_recordset(${toJson(latest)}::jsonb) AS r(
      id bigint, "orderId" bigint, status text, "shipmentStatus" text, "trackingCompany" text, "trackingNumber" text,
      "trackingUrl" text, "shippedAt" timestamptz, "updatedAt" timestamptz)
    LEFT JOIN "order" o ON o.shop_id = ${tx.shopId}::uuid AND o.id = r."orderId"
    LEFT JOIN customer c ON c.shop_id = ${tx.shopId}::uuid AND c.id = o.customer_id
    ON CONFLICT (shop_id, id) DO UPDATE SET
      order_id = EXCLUDED.order_id, status = EXCLUDED.status, shipment_status = EXCLUDED.shipment_status,
      tracking_company = EXCLUDED.tracking_company, tracking_number = EXCLUDED.tracking_number,
      tracking_url = EXCLUDED.tracking_url, shipped_at = EXCLUDED.shipped_at, source_updated_at = EXCLUDED.source_updated_at
    WHERE (EXCLUDED.source_updated_at, concat_ws('|', EXCLUDED.status, EXCLUDED.shipment_status, EXCLUDED.tracking_url) COLLATE "C")
      > (f.source_updated_at, concat_ws('|', f.status, f.shipment_status, f.tracking_url) COLLATE "C")`;
}

/** The earliest of several tellings counts: the first promise, and the first word of the delivery. */
async function writeTracking(tx: ShopTx, trackings: readonly TrackingFacts[]): Promise<void> {
  const merged = [...trackings.reduce(earliest, new Map<bigint, TrackingFacts>()).values()];
  if (merged.length === 0) return;
  // A parcel heard of before its fulfillment gets a row that any version of the fulfillment replaces.
  await tx.$executeRaw`
    INSERT INTO fulfillment AS f (shop_id, id, order_id, status, shipped_at, promised_at, delivered_at, source_updated_at)
    SELECT ${tx.shopId}::uuid, r."fulfillmentId", r."orderId", 'success', r."happenedAt", r."promisedAt", r."deliveredAt", 'epoch'
    FROM jsonb_to_recordset(${toJson(merged)}::jsonb) AS r(
      "fulfillmentId" bigint, "orderId" bigint, "happenedAt" timestamptz, "promisedAt" timestamptz, "deliveredAt" timestamptz)
    ON CONFLICT (shop_id, id) DO UPDATE SET
      promised_at = LEAST(f.promised_at, EXCLUDED.promised_at),
      delivered_at = LEAST(f.delivered_at, EXCLUDED.delivered_at),
      shipped_at = CASE WHEN f.source_updated_at = 'epoch' THEN LEAST(f.shipped_at, EXCLUDED.shipped_at) ELSE f.shipped_at END
    WHERE (f.promised_at, f.delivered_at) IS DISTINCT FROM
        (LEAST(f.promised_at, EXCLUDED.promised_at), LEAST(f.delivered_at, EXCLUDED.delivered_at))
      OR (f.source_updated_at = 'epoch' AND EXCLUDED.shipped_at < f.shipped_at)`;
}

function deliveryOf({ id, orderId, updatedAt, deliveredAt }: FulfillmentFacts): TrackingFacts[] {
  return deliveredAt
    ? [{ fulfillmentId: id, orderId, happenedAt: updatedAt, promisedAt: null, deliveredAt }]
    : [];
}

function later(
  known: Map<bigint, FulfillmentFacts>,
  one: FulfillmentFacts,
): Map<bigint, FulfillmentFacts> {
  const other = known.get(one.id);
  return !other || versionOf(one) > versionOf(other) ? known.set(one.id, one) : known;
}

function versionOf({ updatedAt, status, shipmentStatus, trackingUrl }: FulfillmentFacts): string {
  const content = [status, shipmentStatus, trackingUrl].filter((value) => value !== null).join("|");
  return `${updatedAt.toISOString()}${content}`;
}

function earliest(
  known: Map<bigint, TrackingFacts>,
  one: TrackingFacts,
): Map<bigint, TrackingFacts> {
  const other = known.get(one.fulfillmentId) ?? one;
  return known.set(one.fulfillmentId, {
    ...one,
    happenedAt: one.happenedAt < other.happenedAt ? one.happenedAt : other.happenedAt,
    promisedAt: earlier(one.promisedAt, other.promisedAt),
    deliveredAt: earlier(one.deliveredAt, other.deliveredAt),
  });
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (!one || !other) return one ?? other;
  return one < other ? one : other;
}
