import type { EventSource } from "#app/events/event.ts";

import type {
  Facts,
  FulfillmentFacts,
  OrderEventDraft,
  OrderFacts,
  RefundFacts,
  TrackingFacts,
} from "./facts.ts";

/** Financial states that an order reaches only by having been paid in full. */
const PAID = new Set(["paid", "partially_refunded", "refunded"]);
const NEVER_LEFT = new Set(["cancelled", "error", "failure"]);

/**
 * What happened to orders, by these facts. Each version of an order tells what it knows, also one that arrives after
 * a later version: the natural keys make one event of what several tell.
 */
export function orderEvents(facts: Facts, source: EventSource): OrderEventDraft[] {
  const drafts = [
    ...facts.orders.flatMap(eventsOfOrder),
    ...facts.refunds.map(refunded),
    ...facts.fulfillments.flatMap(eventsOfFulfillment),
    ...facts.trackings.flatMap(eventsOfTracking),
    ...facts.orderEvents,
  ];
  return drafts.map((draft) => ({ ...draft, source }));
}

/** Something in an order that matters to points and scores is not as it was. `version` names the new content. */
export function orderChanged(
  orderId: bigint,
  version: string,
  occurredAt: Date,
  source: EventSource,
): OrderEventDraft {
  return {
    ...about(orderId, occurredAt),
    type: "order.changed",
    dedupeKey: `order.changed.${orderId}.${version}`,
    properties: { orderId: String(orderId) },
    source,
  };
}

function eventsOfOrder(order: OrderFacts): OrderEventDraft[] {
  const properties = { orderId: String(order.id) };
  const events: OrderEventDraft[] = [
    {
      ...about(order.id, order.createdAt),
      type: "order.placed",
      dedupeKey: `order.placed.${order.id}`,
      properties,
    },
  ];
  if (PAID.has(order.financialState)) {
    // No payload says when it was paid. When it was processed is that moment for all but orders paid later by hand,
    // and is the same in every version of the order.
    const paid = {
      ...about(order.id, order.processedAt),
      dedupeKey: `order.paid.${order.id}`,
      properties,
    };
    events.push({ ...paid, type: "order.paid" });
    if (order.paidWithCredit) {
      // More than once where an edit made it cost something else.
      const dedupeKey = `order.credit_used.${order.id}.${order.totalMinor}`;
      events.push({ ...paid, type: "order.credit_used", dedupeKey });
    }
  }
  if (order.cancelledAt) {
    const cancelled = {
      ...about(order.id, order.cancelledAt),
      dedupeKey: `order.cancelled.${order.id}`,
      properties,
    };
    events.push({ ...cancelled, type: "order.cancelled" });
  }
  return events;
}

function refunded(refund: RefundFacts): OrderEventDraft {
  return {
    ...about(refund.orderId, refund.createdAt),
    type: "order.refunded",
    dedupeKey: `order.refunded.${refund.id}`,
    properties: {
      orderId: String(refund.orderId),
      refundId: String(refund.id),
      amountMinor: String(refund.amountMinor),
    },
  };
}

function eventsOfFulfillment(fulfillment: FulfillmentFacts): OrderEventDraft[] {
  if (NEVER_LEFT.has(fulfillment.status)) return [];

  const shipped: OrderEventDraft = {
    ...about(fulfillment.orderId, fulfillment.shippedAt),
    type: "order.shipped",
    dedupeKey: `order.shipped.${fulfillment.id}`,
    properties: {
      orderId: String(fulfillment.orderId),
      fulfillmentId: String(fulfillment.id),
      trackingUrl: fulfillment.trackingUrl,
    },
  };
  if (!fulfillment.deliveredAt) return [shipped];
  return [shipped, delivered(fulfillment.orderId, fulfillment.id, fulfillment.deliveredAt)];
}

function eventsOfTracking({
  orderId,
  fulfillmentId,
  deliveredAt,
}: TrackingFacts): OrderEventDraft[] {
  return deliveredAt ? [delivered(orderId, fulfillmentId, deliveredAt)] : [];
}

function delivered(orderId: bigint, fulfillmentId: bigint, at: Date): OrderEventDraft {
  return {
    ...about(orderId, at),
    type: "order.delivered",
    dedupeKey: `order.delivered.${fulfillmentId}`,
    properties: { orderId: String(orderId), fulfillmentId: String(fulfillmentId) },
  };
}

function about(orderId: bigint, occurredAt: Date) {
  return { orderId, occurredAt, customerId: null, source: "webhook" } as const;
}
