import type { FulfillmentDoc, FulfillmentEventDoc, OrderDoc, ShopDoc } from "../store/documents.ts";
import { addressPayload, ids, shopTime, type JsonObject } from "./common.ts";
import { linePayload } from "./line-payload.ts";

/** The body of fulfillments/create and /update, and of a fulfilment inside an order. */
export function fulfillmentPayload(
  shop: ShopDoc,
  order: OrderDoc,
  fulfillment: FulfillmentDoc,
): JsonObject {
  const byId = new Map(order.lines.map((line) => [line.id, line]));
  const place = order.fulfillments.findIndex(({ id }) => id === fulfillment.id) + 1;
  return {
    ...ids("Fulfillment", fulfillment.id),
    order_id: BigInt(order.id),
    status: fulfillment.status,
    created_at: shopTime(fulfillment.createdAt, shop),
    service: "manual",
    updated_at: shopTime(fulfillment.updatedAt, shop),
    tracking_company: fulfillment.trackingCompany,
    shipment_status: fulfillment.shipmentStatus,
    location_id: null,
    origin_address: null,
    email: order.email,
    destination: addressPayload(order.shippingAddress),
    line_items: fulfillment.lines.flatMap(({ lineItemId, quantity }) => {
      const line = byId.get(lineItemId);
      return line ? [linePayload(order, line, quantity)] : [];
    }),
    tracking_number: fulfillment.trackingNumber,
    tracking_numbers: fulfillment.trackingNumber ? [fulfillment.trackingNumber] : [],
    tracking_url: fulfillment.trackingUrl,
    tracking_urls: fulfillment.trackingUrl ? [fulfillment.trackingUrl] : [],
    receipt: {},
    name: `#${order.number}.${place}`,
  };
}

/** The body of fulfillment_events/create. */
export function fulfillmentEventPayload(
  shop: ShopDoc,
  order: OrderDoc,
  fulfillment: FulfillmentDoc,
  event: FulfillmentEventDoc,
): JsonObject {
  return {
    ...ids("FulfillmentEvent", event.id),
    fulfillment_id: BigInt(fulfillment.id),
    status: event.status,
    message: event.message,
    happened_at: shopTime(event.happenedAt, shop),
    city: null,
    province: null,
    country: order.shippingAddress?.countryCode ?? null,
    zip: null,
    address1: null,
    latitude: null,
    longitude: null,
    shop_id: BigInt(shop.id),
    created_at: shopTime(event.happenedAt, shop),
    updated_at: shopTime(event.happenedAt, shop),
    estimated_delivery_at: shopTime(fulfillment.estimatedDeliveryAt, shop),
    order_id: BigInt(order.id),
  };
}
