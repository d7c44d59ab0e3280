import type { z } from "zod";

import { normaliseEmail } from "#app/customers/identity/email.ts";
import type { EventType } from "#app/events/event.ts";

import {
  consentFromWebhook,
  customerFromWebhook,
} from "../orders/from-webhook/customer-from-webhook.ts";
import {
  ConsentPayload,
  CustomerDeletedPayload,
  CustomerPayload,
  CustomersMergedPayload,
} from "../orders/from-webhook/customer.schema.ts";
import { facts, type Facts } from "../orders/facts.ts";
import { fulfillmentFromWebhook } from "../orders/from-webhook/fulfillment-from-webhook.ts";
import {
  FulfillmentEventPayload,
  FulfillmentPayload,
  ReturnPayload,
} from "../orders/from-webhook/fulfillment.schema.ts";
import { orderFromWebhook } from "../orders/from-webhook/order-from-webhook.ts";
import {
  OrderDeletedPayload,
  OrderEditedPayload,
  OrderPayload,
} from "../orders/from-webhook/order.schema.ts";
import { exactId } from "../orders/from-webhook/payload.schema.ts";
import {
  CollectionPayload,
  ProductDeletedPayload,
  ProductPayload,
} from "../orders/from-webhook/product.schema.ts";
import { refundFromWebhook } from "../orders/from-webhook/refund-from-webhook.ts";
import { RefundPayload } from "../orders/from-webhook/refund.schema.ts";
import { ofOrder } from "../orders/order-events.ts";
import type { ShopCommand } from "./shop-command.ts";
import {
  BulkOperationPayload,
  CustomerRedactPayload,
  DataRequestPayload,
  ScopesPayload,
  ShopPayload,
  ShopUpdatedPayload,
} from "./install/shop.schema.ts";

/** What a delivery turned out to say. */
export type Reading = { facts: Facts } | { act: ShopCommand };

/** What is known of a delivery beside its body: when Shopify sent it, and the shop's currency. */
export type Context = { at: Date; currency: string };

type Topic = ((body: unknown, context: Context) => Reading) & {
  /** The events that its facts may become. What follows from each of them is in app/reactions.server.ts. */
  leadsTo: readonly EventType[];
};

/** A record may turn out to be somebody's who is known already; then its orders are theirs. */
const aboutPeople = ["customer.created", "customer.merged", "order.changed"] as const;
const aboutParcels = ["order.shipped", "order.delivered"] as const;
const aboutOrders = [
  "order.placed",
  "order.paid",
  "order.paid_before",
  "order.versions_tied",
  "order.credit_used",
  "order.cancelled",
  "order.refunded",
  ...aboutParcels,
  ...aboutPeople,
] as const;

/**
 * Every topic that Encore listens to, what its payload becomes, and the events that this leads to. Reading one throws when its body
 * is not of that form.
 */
export const topics: Readonly<Record<string, Topic>> = {
  "orders/create": topic(OrderPayload, order, aboutOrders),
  "orders/paid": topic(OrderPayload, orderPaid, aboutOrders),
  "orders/updated": topic(OrderPayload, order, aboutOrders),
  "orders/cancelled": topic(OrderPayload, order, aboutOrders),
  "orders/delete": topic(OrderDeletedPayload, orderDeleted, ["order.deleted"]),
  "orders/edited": topic(OrderEditedPayload, orderEdited, ["order.edited"]),
  // One that is known already and has grown changes its order.
  "refunds/create": topic(RefundPayload, refund, ["order.refunded", "order.changed"]),
  "fulfillments/create": topic(FulfillmentPayload, fulfillment, aboutParcels),
  "fulfillments/update": topic(FulfillmentPayload, fulfillment, aboutParcels),
  "fulfillment_events/create": topic(FulfillmentEventPayload, tracking, ["order.delivered"]),
  "returns/request": returned("return.requested"),
  "returns/approve": returned("return.approved"),
  "returns/decline": returned("return.declined"),
  "returns/cancel": returned("return.cancelled"),
  "returns/close": returned("return.closed"),
  "customers/create": topic(CustomerPayload, customerCreated, [
    "customer.registered",
    ...aboutPeople,
  ]),
  "customers/update": topic(CustomerPayload, customer, aboutPeople),
  // Whoever has an account now has opened one, whenever that was heard first.
  "customers/enable": topic(CustomerPayload, account("enabled"), [
    "customer.registered",
    ...aboutPeople,
  ]),
  "customers/disable": topic(CustomerPayload, account("disabled"), aboutPeople),
  "customers/delete": topic(CustomerDeletedPayload, (payload) =>
    said({ deletions: [{ shopifyId: exactId(payload) }] }),
  ),
  "customers/merge": topic(CustomersMergedPayload, customersMerged, aboutPeople),
  "customers_email_marketing_consent/update": consented("email"),
  "customers_marketing_consent/update": consented("sms"),
  "products/create": topic(ProductPayload, product),
  "products/update": topic(ProductPayload, product),
  "products/delete": topic(
    ProductDeletedPayload,
    (payload) => asks({ kind: "product-deleted", productId: exactId(payload) }),
    ["product.deleted"],
  ),
  "collections/update": topic(CollectionPayload, (payload) =>
    asks({ kind: "collection-changed", collectionId: exactId(payload) }),
  ),
  "collections/delete": topic(CollectionPayload, (payload) =>
    asks({ kind: "collection-deleted", collectionId: exactId(payload) }),
  ),
  "bulk_operations/finish": topic(BulkOperationPayload, (payload) =>
    asks({
      kind: "bulk-operation-finished",
      operationId: payload.admin_graphql_api_id,
      status: payload.status.toLowerCase(),
      errorCode: payload.error_code,
    }),
  ),
  "shop/update": topic(ShopUpdatedPayload, (payload, { at }) =>
    asks({
      kind: "shop-updated",
      version: {
        name: payload.name,
        currency: payload.currency,
        timezone: payload.iana_timezone,
        country: payload.country_code,
        asOf: payload.updated_at ?? at,
      },
    }),
  ),
  "app/uninstalled": topic(ShopPayload, () => asks({ kind: "uninstalled" })),
  "app/scopes_update": topic(ScopesPayload, ({ current }) =>
    asks({ kind: "scopes-changed", scopes: current }),
  ),
  "customers/data_request": topic(DataRequestPayload, (payload) =>
    asks({
      kind: "data-requested",
      requestId: payload.data_request?.id ?? null,
      ...person(payload.customer, payload.orders_requested),
    }),
  ),
  "customers/redact": topic(CustomerRedactPayload, (payload) =>
    asks({ kind: "customer-redacted", ...person(payload.customer, payload.orders_to_redact) }),
  ),
  "shop/redact": topic(ShopPayload, () => asks({ kind: "shop-redacted" })),
};

/** The topics that are acted on even for a shop that has uninstalled the app. */
export const topicsAfterUninstall: ReadonlySet<string> = new Set([
  "app/uninstalled",
  "customers/data_request",
  "customers/redact",
  "shop/redact",
]);

function order(payload: OrderPayload, context: Context): Reading {
  return { facts: orderFromWebhook(payload, context) };
}

function orderPaid(payload: OrderPayload, context: Context): Reading {
  return { facts: orderFromWebhook(payload, { ...context, isPaidNow: true }) };
}

/** Its payload is the id alone. */
function orderDeleted(payload: z.infer<typeof OrderDeletedPayload>, { at }: Context): Reading {
  return said({ orderDeletions: [{ id: exactId(payload), at }] });
}

/** Only that it was edited, and when: the reaction to the event fetches the order itself. */
function orderEdited(
  { order_edit: edit }: z.infer<typeof OrderEditedPayload>,
  { at }: Context,
): Reading {
  if (edit.order_id === null) throw new Error("the edit does not say which order it belongs to");
  const orderId = edit.order_id;
  const occurredAt = edit.created_at ?? at;
  const key = edit.id ?? `${orderId}.${occurredAt.getTime()}`;
  return said({ orderEvents: [ofOrder("order.edited", { orderId, at: occurredAt, key }, {})] });
}

function refund(payload: RefundPayload, { at, currency }: Context): Reading {
  const about = { orderId: null, currency, at, orderSets: [] };
  return said({ refunds: [refundFromWebhook(payload, about)] });
}

function fulfillment(payload: FulfillmentPayload, { at }: Context): Reading {
  return said({ fulfillments: [fulfillmentFromWebhook(payload, { orderId: null, at })] });
}

function tracking(payload: z.infer<typeof FulfillmentEventPayload>, { at }: Context): Reading {
  const happenedAt = payload.happened_at ?? payload.created_at ?? at;
  return said({
    trackings: [
      {
        fulfillmentId: payload.fulfillment_id,
        orderId: payload.order_id,
        happenedAt,
        promisedAt: payload.estimated_delivery_at ?? null,
        deliveredAt: payload.status === "delivered" ? happenedAt : null,
      },
    ],
  });
}

function returned(type: Extract<EventType, `return.${string}`>): Topic {
  const read = (payload: z.infer<typeof ReturnPayload>, { at }: Context): Reading => {
    const [orderId, key] = [exactId(payload.order), exactId(payload)];
    const occurredAt = type === "return.requested" ? (payload.created_at ?? at) : at;
    const about = { orderId, at: occurredAt, key };
    return said({ orderEvents: [ofOrder(type, about, { returnId: String(key) })] });
  };
  return topic(ReturnPayload, read, [type]);
}

function consented(channel: "email" | "sms"): Topic {
  return topic(
    ConsentPayload,
    (payload, { at }) => said({ consents: consentFromWebhook(payload, channel, at) }),
    ["consent.changed", ...aboutPeople],
  );
}

function customer(payload: CustomerPayload, { at }: Context): Reading {
  return said({ customers: [customerFromWebhook(payload, { at, since: at })] });
}

function customerCreated(payload: CustomerPayload, { at }: Context): Reading {
  const created = customerFromWebhook(payload, { at, since: at });
  // Whoever only checked out is a customer, too, but has no account.
  const hasAccount = payload.state?.toLowerCase() === "enabled";
  return said({
    customers: [created],
    registrations: hasAccount ? [{ shopifyId: created.shopifyId, at: created.createdAt }] : [],
  });
}

function account(told: "enabled" | "disabled") {
  return (payload: CustomerPayload, { at }: Context): Reading => {
    // The topic says it, also where the payload does not.
    const state = payload.state ?? told;
    const claim = customerFromWebhook({ ...payload, state }, { at, since: at });
    const opened = { shopifyId: claim.shopifyId, at: claim.asOf };
    return said({ customers: [claim], registrations: told === "enabled" ? [opened] : [] });
  };
}

function customersMerged(
  payload: z.infer<typeof CustomersMergedPayload>,
  { at }: Context,
): Reading {
  // Shopify tells of a merge that it has begun as well, and it may come to nothing. Without a word it is done.
  if ((payload.status?.toLowerCase() ?? "completed") !== "completed") return said({});
  return said({
    merges: [
      {
        keptShopifyId: payload.admin_graphql_api_customer_kept_id,
        mergedShopifyId: payload.admin_graphql_api_customer_deleted_id,
        at,
      },
    ],
  });
}

function product(payload: z.infer<typeof ProductPayload>, { at }: Context): Reading {
  const tags = typeof payload.tags === "string" ? payload.tags.split(",") : (payload.tags ?? []);
  return said({
    products: [
      {
        id: exactId(payload),
        title: payload.title,
        handle: payload.handle,
        type: payload.product_type,
        status: payload.status,
        tags: tags.map((tag) => tag.trim()).filter(Boolean),
        updatedAt: payload.updated_at ?? at,
      },
    ],
  });
}

function person({ id, email }: { id: bigint | null; email: string | null }, orderIds: bigint[]) {
  return { shopifyCustomerId: id, email: normaliseEmail(email), orderIds };
}

function said(some: Partial<Facts>): Reading {
  return { facts: facts(some) };
}

function asks(act: ShopCommand): Reading {
  return { act };
}

function topic<Schema extends z.ZodType>(
  schema: Schema,
  read: (payload: z.output<Schema>, context: Context) => Reading,
  leadsTo: readonly EventType[] = [],
): Topic {
  const parsed = (body: unknown, context: Context) => read(schema.parse(body), context);
  return Object.assign(parsed, { leadsTo });
}
