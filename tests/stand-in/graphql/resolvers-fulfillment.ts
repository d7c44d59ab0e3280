import { sum } from "../order-money.ts";
import { gid } from "../payloads/common.ts";
import type { FulfillmentDoc, FulfillmentEventDoc, OrderDoc } from "../store/documents.ts";
import { connectionOf } from "./connection.ts";
import type { Resolvers } from "./context.ts";
import { lineOf } from "./resolvers-line-item.ts";
import { enumOf, time } from "./values.ts";

type FulfillmentSource = { order: OrderDoc; fulfillment: FulfillmentDoc };
type FulfillmentLineSource = FulfillmentSource & { part: FulfillmentDoc["lines"][number] };

const LATEST_STATUS = {
  label_printed: "LABEL_PRINTED",
  confirmed: "CONFIRMED",
  in_transit: "IN_TRANSIT",
  out_for_delivery: "OUT_FOR_DELIVERY",
  delivered: "DELIVERED",
  failure: "FAILURE",
} as const;

export const Fulfillment: Resolvers<FulfillmentSource> = {
  id: ({ fulfillment }) => gid("Fulfillment", fulfillment.id),
  legacyResourceId: ({ fulfillment }) => fulfillment.id,
  name: ({ order, fulfillment }) =>
    `#${order.number}-F${order.fulfillments.indexOf(fulfillment) + 1}`,
  status: ({ fulfillment }) => enumOf(fulfillment.status),
  displayStatus: ({ fulfillment }) =>
    fulfillment.shipmentStatus ? LATEST_STATUS[fulfillment.shipmentStatus] : "FULFILLED",
  createdAt: ({ fulfillment }) => time(fulfillment.createdAt),
  updatedAt: ({ fulfillment }) => time(fulfillment.updatedAt),
  deliveredAt: ({ fulfillment }) => time(fulfillment.deliveredAt),
  inTransitAt: ({ fulfillment }) =>
    time(fulfillment.events.find(({ status }) => status === "in_transit")?.happenedAt ?? null),
  estimatedDeliveryAt: ({ fulfillment }) => time(fulfillment.estimatedDeliveryAt),
  requiresShipping: () => true,
  totalQuantity: ({ fulfillment }) => sum(fulfillment.lines.map(({ quantity }) => quantity)),
  trackingInfo: ({ fulfillment }) => [
    {
      company: fulfillment.trackingCompany,
      number: fulfillment.trackingNumber,
      url: fulfillment.trackingUrl,
    },
  ],
  order: ({ order }) => order,
  events: ({ fulfillment }, args, context) => connectionOf(fulfillment.events, args, context),
  fulfillmentLineItems: ({ order, fulfillment }, args, context) =>
    connectionOf(fulfillment.lines, args, context, (part) => ({ order, fulfillment, part })),
};

export const FulfillmentEvent: Resolvers<FulfillmentEventDoc> = {
  id: (event) => gid("FulfillmentEvent", event.id),
  status: (event) => enumOf(event.status),
  message: (event) => event.message,
  happenedAt: (event) => time(event.happenedAt),
  createdAt: (event) => time(event.happenedAt),
  estimatedDeliveryAt: () => null,
};

export const FulfillmentLineItem: Resolvers<FulfillmentLineSource> = {
  id: ({ part }) => gid("FulfillmentLineItem", part.id),
  quantity: ({ part }) => part.quantity,
  lineItem: ({ order, part }) => lineOf(order, part.lineItemId),
};
