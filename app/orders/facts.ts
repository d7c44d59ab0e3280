import type { ConsentFacts, CustomerClaim, CustomerMerge } from "#app/customers/identity/claims.ts";
import type { EventDraft } from "#app/events/event.ts";

import type { DiscountFacts } from "./discounts.ts";

/** What a payload says, in our words. Money is minor units of the shop's currency; ids are Shopify's numbers. */

export type LineFacts = {
  id: bigint;
  productId: bigint | null;
  variantId: bigint | null;
  sku: string | null;
  title: string;
  productType: string | null;
  quantity: number;
  currentQuantity: number;
  priceMinor: bigint;
  discountMinor: bigint;
  taxMinor: bigint;
  taxable: boolean;
  giftCard: boolean;
  tip: boolean;
};

export type OrderFacts = {
  id: bigint;
  name: string;
  updatedAt: Date;
  createdAt: Date;
  processedAt: Date;
  cancelledAt: Date | null;
  /** When it was paid in full; null where it never was. `sure` is whether that is the moment itself, not when something told of it. */
  paid: { at: Date; sure: boolean } | null;
  test: boolean;
  financialState: string;
  fulfillmentState: string | null;
  sourceName: string | null;
  currency: string;
  presentmentCurrency: string;
  taxesIncluded: boolean;
  /** As it was placed and edited: what was given back is still in it. */
  totalMinor: bigint;
  /** After edits and returns; null where it is not said. */
  currentTotalMinor: bigint | null;
  tipMinor: bigint;
  subtotalMinor: bigint;
  taxMinor: bigint;
  /** Before discounts. */
  shippingMinor: bigint;
  shippingDiscountMinor: bigint;
  shippingTaxMinor: bigint;
  discountMinor: bigint;
  shopifyCustomerId: bigint | null;
  /** Normalised; only of an order without a customer. */
  guestEmail: string | null;
  lines: LineFacts[];
  discounts: DiscountFacts[];
  /** The note attributes that Encore's own pieces of the storefront put onto the order. */
  attributes: Record<string, string>;
  /** Where it was ordered from and sent to, in the form in which two of them are compared. Kept as hashes only. */
  ip: string | null;
  address: string | null;
  /** Whether a gift card or store credit was among what it was paid with. */
  paidWithCredit: boolean;
};

export type RefundLineFacts = {
  id: bigint;
  lineId: bigint;
  quantity: number;
  subtotalMinor: bigint;
  taxMinor: bigint;
};

export type RefundFacts = {
  id: bigint;
  orderId: bigint;
  createdAt: Date;
  amountMinor: bigint;
  shippingMinor: bigint;
  /** Duties and other fees. */
  dutiesMinor: bigint;
  adjustmentMinor: bigint;
  lines: RefundLineFacts[];
};

export type FulfillmentFacts = {
  id: bigint;
  orderId: bigint;
  status: string;
  shipmentStatus: string | null;
  trackingCompany: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
  shippedAt: Date;
  deliveredAt: Date | null;
  updatedAt: Date;
};

/** What a carrier said about a parcel on its way. */
export type TrackingFacts = {
  fulfillmentId: bigint;
  orderId: bigint;
  happenedAt: Date;
  promisedAt: Date | null;
  deliveredAt: Date | null;
};

export type ProductFacts = {
  id: bigint;
  title: string;
  handle: string | null;
  type: string | null;
  status: string | null;
  tags: string[];
  updatedAt: Date;
};

/** An event of an order, whose customer is found when it is written. */
export type OrderEventDraft = EventDraft & { orderId: bigint; customerId: null };

export type Facts = {
  orders: OrderFacts[];
  refunds: RefundFacts[];
  fulfillments: FulfillmentFacts[];
  trackings: TrackingFacts[];
  products: ProductFacts[];
  customers: CustomerClaim[];
  merges: CustomerMerge[];
  deletions: { shopifyId: bigint }[];
  /** Orders that are no more. */
  orderDeletions: { id: bigint; at: Date }[];
  consents: ConsentFacts[];
  /** Accounts that were opened. */
  registrations: { shopifyId: bigint; at: Date }[];
  /** What happened to orders beyond what their own facts tell. */
  orderEvents: OrderEventDraft[];
};

const NOTHING: Facts = {
  orders: [],
  refunds: [],
  fulfillments: [],
  trackings: [],
  products: [],
  customers: [],
  merges: [],
  deletions: [],
  orderDeletions: [],
  consents: [],
  registrations: [],
  orderEvents: [],
};

/** Facts of one payload, with the kinds that it does not speak of empty. */
export function facts(some: Partial<Facts>): Facts {
  return { ...NOTHING, ...some };
}

/** The facts of several payloads together. Later versions of the same thing stand beside earlier ones. */
export function allFacts(many: readonly Facts[]): Facts {
  const kinds = Object.keys(NOTHING) as (keyof Facts)[];
  return Object.fromEntries(
    kinds.map((kind) => [kind, many.flatMap((one) => one[kind] as unknown[])]),
  ) as Facts;
}

/** The orders and the customers of Shopify's that some facts are about. */
export function subjectsOf(some: Facts): { orderIds: bigint[]; shopifyIds: bigint[] } {
  const { orders, refunds, fulfillments, trackings, orderEvents } = some;
  const { customers, consents, deletions, registrations } = some;
  return {
    orderIds: [
      ...orders.map(({ id }) => id),
      ...[...refunds, ...fulfillments, ...trackings, ...orderEvents].map(({ orderId }) => orderId),
    ],
    shopifyIds: [...customers, ...consents, ...deletions, ...registrations].map(
      ({ shopifyId }) => shopifyId,
    ),
  };
}
