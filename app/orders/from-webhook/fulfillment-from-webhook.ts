import type { FulfillmentFacts } from "../facts.ts";
import type { FulfillmentPayload } from "./fulfillment.schema.ts";
import { exactId } from "./payload.schema.ts";

const DELIVERED = "delivered";

/** The fulfillment that its own topic, or an order that holds it, tells of. Throws when it says nothing of its order. */
export function fulfillmentFromWebhook(
  payload: FulfillmentPayload,
  around: { orderId: bigint | null; at: Date },
): FulfillmentFacts {
  const orderId = around.orderId ?? payload.order_id;
  if (orderId === null) throw new Error("the fulfillment does not say which order it belongs to");

  const updatedAt = payload.updated_at ?? around.at;
  return {
    id: exactId(payload),
    orderId,
    status: payload.status ?? "success",
    shipmentStatus: payload.shipment_status,
    trackingCompany: payload.tracking_company,
    trackingNumber: payload.tracking_number,
    trackingUrl: payload.tracking_url,
    shippedAt: payload.created_at ?? updatedAt,
    deliveredAt: payload.shipment_status === DELIVERED ? updatedAt : null,
    updatedAt,
  };
}
