import type { EventProperties, EventSource, EventType } from "#app/events/event.ts";

import type {
  Facts,
  FulfillmentFacts,
  OrderEventDraft,
  OrderFacts,
  RefundFacts,
  TrackingFacts,
} from "./facts.ts";

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
  at: Date,
  source: EventSource,
): OrderEventDraft {
  const changed = ofOrder("order.changed", { orderId, at, key: `${orderId}.${version}` }, {});
  return { ...changed, source };
}

/** It had been paid by then, and no webhook tells when. */
export function paidBefore(orderId: bigint, at: Date, source: EventSource): OrderEventDraft {
  return { ...ofOrder("order.paid_before", { orderId, at }, {}), source };
}

/** Two versions of one second differ, and only Shopify can say which it is. `contents` name them. */
export function versionsTied(
  { orderId, updatedAt: at, contents }: { orderId: bigint; updatedAt: Date; contents: string[] },
  source: EventSource,
): OrderEventDraft {
  const key = `${orderId}.${at.getTime()}.${contents.join(".")}`;
  return { ...ofOrder("order.versions_tied", { orderId, at, key }, {}), source };
}

/** Shopify has it no more. */
export function orderDeleted(orderId: bigint, at: Date, source: EventSource): OrderEventDraft {
  return { ...ofOrder("order.deleted", { orderId, at }, {}), source };
}

/** An event of an order, as a webhook tells it: known by its type and `key`, the order's id where there is no other. */
export function ofOrder<Type extends Extract<EventType, `${"order" | "return"}.${string}`>>(
  type: Type,
  { orderId, at, key = orderId }: { orderId: bigint; at: Date; key?: bigint | string },
  more: Omit<EventProperties[Type], "orderId">,
): OrderEventDraft {
  const about = { orderId, occurredAt: at, customerId: null, source: "webhook" } as const;
  const properties = { orderId: String(orderId), ...more };
  return { ...about, type, dedupeKey: `${type}.${key}`, properties } as OrderEventDraft;
}

function eventsOfOrder(order: OrderFacts): OrderEventDraft[] {
  const { id: orderId, createdAt, paid, cancelledAt, totalMinor } = order;
  const events = [ofOrder("order.placed", { orderId, at: createdAt }, {})];
  if (paid) {
    const about = { orderId, at: paid.at };
    events.push(ofOrder("order.paid", about, {}));
    // More than once where an edit made it cost something else.
    const key = `${orderId}.${totalMinor}`;
    if (order.paidWithCredit) events.push(ofOrder("order.credit_used", { ...about, key }, {}));
  }
  if (cancelledAt) events.push(ofOrder("order.cancelled", { orderId, at: cancelledAt }, {}));
  return events;
}

function refunded({ id, orderId, createdAt, amountMinor }: RefundFacts): OrderEventDraft {
  const said = { refundId: String(id), amountMinor: String(amountMinor) };
  return ofOrder("order.refunded", { orderId, at: createdAt, key: id }, said);
}

function eventsOfFulfillment(fulfillment: FulfillmentFacts): OrderEventDraft[] {
  const { id, orderId, status, shippedAt, deliveredAt, trackingUrl } = fulfillment;
  if (NEVER_LEFT.has(status)) return [];

  const said = { fulfillmentId: String(id), trackingUrl };
  const shipped = ofOrder("order.shipped", { orderId, at: shippedAt, key: id }, said);
  return [shipped, ...eventsOfTracking({ orderId, fulfillmentId: id, deliveredAt })];
}

function eventsOfTracking({
  orderId,
  fulfillmentId: key,
  deliveredAt: at,
}: Pick<TrackingFacts, "orderId" | "fulfillmentId" | "deliveredAt">): OrderEventDraft[] {
  if (!at) return [];
  return [ofOrder("order.delivered", { orderId, at, key }, { fulfillmentId: String(key) })];
}
