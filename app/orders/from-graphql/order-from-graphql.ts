import type { CustomerClaim } from "#app/customers/identity/claims.ts";
import { normaliseEmail } from "#app/customers/identity/email.ts";

import { comparableAddress, comparableIp } from "../comparable-place.ts";
import { type Paid, paidByPayments } from "../counting/paid-at.ts";
import { discountsFromGraphql } from "./discounts-from-graphql.ts";
import { isPaidWithCredit } from "../credit-payments.ts";
import {
  facts,
  type Facts,
  type FulfillmentFacts,
  type LineFacts,
  type OrderFacts,
  type ProductFacts,
  type RefundFacts,
  type TrackingFacts,
} from "../facts.ts";
import type {
  GraphqlAllocation,
  GraphqlCustomer,
  GraphqlFulfillment,
  GraphqlLine,
  GraphqlOrder,
  GraphqlRefund,
  MoneyBag,
} from "./graphql-order.ts";
import { idOf, minorOf } from "./graphql-values.ts";
import { ownAttributes } from "../from-webhook/own-attributes.ts";
import { sum } from "../from-webhook/refund-from-webhook.ts";
import { withTip } from "../tips.ts";

/** Shopify's GraphQL states in the words of its webhooks. */
const fulfillmentStates = new Map([
  ["FULFILLED", "fulfilled"],
  ["PARTIALLY_FULFILLED", "partial"],
]);
/** What a parcel's display status is called when no carrier has said anything yet. */
const NO_CARRIER = new Set(["FULFILLED", "MARKED_AS_FULFILLED", "SUBMITTED"]);

/** The same facts that a webhook with this order would tell. */
export function orderFromGraphql(
  order: GraphqlOrder,
  lines: readonly GraphqlLine[],
  refunds: readonly GraphqlRefund[],
): Facts {
  const id = idOf(order.id);
  const claim = order.customer && customerClaim(order.customer, order);
  return facts({
    orders: [orderFacts(order, lines, claim?.shopifyId ?? null)],
    customers: claim ? [claim] : [],
    refunds: refunds.map((refund) => refundFacts(refund, id)),
    fulfillments: order.fulfillments.map((fulfillment) => fulfillmentFacts(fulfillment, id)),
    trackings: order.fulfillments.flatMap((fulfillment) => trackingFacts(fulfillment, id)),
    products: lines.flatMap(productFacts),
  });
}

function orderFacts(
  order: GraphqlOrder,
  lines: readonly GraphqlLine[],
  shopifyCustomerId: bigint | null,
): OrderFacts {
  const tipMinor = minorOf(order.totalTipReceivedSet);
  return {
    id: idOf(order.id),
    name: order.name,
    updatedAt: new Date(order.updatedAt),
    createdAt: new Date(order.createdAt),
    processedAt: new Date(order.processedAt),
    cancelledAt: order.cancelledAt === null ? null : new Date(order.cancelledAt),
    paid: paidOf(order),
    test: order.test,
    financialState: stateOf(order),
    fulfillmentState: fulfillmentStates.get(order.displayFulfillmentStatus) ?? null,
    sourceName: order.sourceName,
    currency: order.currencyCode,
    presentmentCurrency: order.presentmentCurrencyCode,
    taxesIncluded: order.taxesIncluded,
    totalMinor: minorOf(order.totalPriceSet),
    currentTotalMinor: minorOf(order.currentTotalPriceSet),
    tipMinor,
    subtotalMinor: minorOf(order.subtotalPriceSet),
    taxMinor: minorOf(order.totalTaxSet),
    shippingMinor: minorOf(order.totalShippingPriceSet),
    shippingDiscountMinor: discountsMinor(order.shippingLine?.discountAllocations ?? []),
    shippingTaxMinor: taxesMinor(order.shippingLine?.taxLines ?? []),
    discountMinor: minorOf(order.totalDiscountsSet),
    shopifyCustomerId,
    guestEmail: shopifyCustomerId === null ? normaliseEmail(order.email) : null,
    lines: withTip(lines.map(lineFacts), tipMinor),
    discounts: discountsFromGraphql(order, lines),
    attributes: ownAttributes(order.customAttributes.map(({ key, value }) => [key, value])),
    ip: comparableIp(order.clientIp),
    address: comparableAddress(
      order.shippingAddress && {
        ...order.shippingAddress,
        country: order.shippingAddress.countryCodeV2,
      },
    ),
    paidWithCredit: isPaidWithCredit(order.paymentGatewayNames),
  };
}

/** An order's state in the words of webhooks. */
function stateOf(order: Pick<GraphqlOrder, "displayFinancialStatus">): string {
  return order.displayFinancialStatus?.toLowerCase() ?? "pending";
}

/** When an order was paid, by its payments. */
export function paidOf(
  order: Pick<
    GraphqlOrder,
    | "displayFinancialStatus"
    | "createdAt"
    | "processedAt"
    | "originalTotalPriceSet"
    | "transactions"
  >,
): Paid | null {
  const about = {
    financialState: stateOf(order),
    createdAt: new Date(order.createdAt),
    processedAt: new Date(order.processedAt),
    originalTotalMinor: minorOf(order.originalTotalPriceSet),
  };
  const payments = order.transactions.map(
    ({ kind, status, createdAt, processedAt, amountSet }) => ({
      kind,
      status,
      at: new Date(processedAt ?? createdAt),
      amountMinor: minorOf(amountSet),
    }),
  );
  return paidByPayments(about, payments);
}

function lineFacts(line: GraphqlLine): LineFacts {
  return {
    id: idOf(line.id),
    productId: line.product && idOf(line.product.id),
    variantId: line.variant && idOf(line.variant.id),
    sku: line.sku?.trim() || null,
    title: line.title,
    productType: line.product?.productType || null,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity,
    priceMinor: minorOf(line.originalUnitPriceSet),
    discountMinor: discountsMinor(line.discountAllocations),
    taxMinor: taxesMinor(line.taxLines),
    taxable: line.taxable,
    giftCard: line.isGiftCard,
    tip: false,
  };
}

function discountsMinor(allocations: readonly GraphqlAllocation[]): bigint {
  return sum(allocations.map(({ allocatedAmountSet }) => minorOf(allocatedAmountSet)));
}

function taxesMinor(taxes: readonly { priceSet: MoneyBag }[]): bigint {
  return sum(taxes.map(({ priceSet }) => minorOf(priceSet)));
}

function productFacts({ product }: GraphqlLine): ProductFacts[] {
  if (!product) return [];
  return [
    {
      id: idOf(product.id),
      title: product.title,
      handle: product.handle || null,
      type: product.productType || null,
      status: product.status.toLowerCase(),
      tags: product.tags,
      updatedAt: new Date(product.updatedAt),
    },
  ];
}

function customerClaim(customer: GraphqlCustomer, order: GraphqlOrder): CustomerClaim {
  const place = customer.defaultAddress ?? order.shippingAddress ?? order.billingAddress;
  return {
    shopifyId: idOf(customer.id),
    asOf: new Date(customer.updatedAt),
    createdAt: new Date(customer.createdAt),
    email: normaliseEmail(customer.defaultEmailAddress?.emailAddress),
    phone: customer.defaultPhoneNumber?.phoneNumber || null,
    firstName: customer.firstName?.trim() || null,
    lastName: customer.lastName?.trim() || null,
    country: place?.countryCodeV2 ?? null,
  };
}

function refundFacts(refund: GraphqlRefund, orderId: bigint): RefundFacts {
  const paidBack = refund.transactions.nodes.filter(
    ({ kind, status }) => kind === "REFUND" && status === "SUCCESS",
  );
  const adjusted = refund.orderAdjustments.nodes.map(
    (one) => minorOf(one.amountSet) + minorOf(one.taxAmountSet),
  );
  const shipping = refund.refundShippingLines.nodes.map(
    (one) => minorOf(one.subtotalAmountSet) + minorOf(one.taxAmountSet),
  );
  return {
    id: idOf(refund.id),
    orderId,
    createdAt: new Date(refund.processedAt ?? refund.createdAt),
    amountMinor: sum(paidBack.map(({ amountSet }) => minorOf(amountSet))),
    shippingMinor: sum(shipping),
    dutiesMinor: sum((refund.duties ?? []).map(({ amountSet }) => minorOf(amountSet))),
    // Shopify writes what goes back beyond lines and shipping as a negative adjustment.
    adjustmentMinor: -sum(adjusted),
    lines: refund.refundLineItems.nodes.flatMap((line) =>
      line.id === null
        ? []
        : [
            {
              id: idOf(line.id),
              lineId: idOf(line.lineItem.id),
              quantity: line.quantity,
              subtotalMinor: minorOf(line.subtotalSet),
              taxMinor: minorOf(line.totalTaxSet),
            },
          ],
    ),
  };
}

function fulfillmentFacts(fulfillment: GraphqlFulfillment, orderId: bigint): FulfillmentFacts {
  const [tracking] = fulfillment.trackingInfo;
  const shown = fulfillment.displayStatus;
  return {
    id: idOf(fulfillment.id),
    orderId,
    status: fulfillment.status.toLowerCase(),
    shipmentStatus: shown === null || NO_CARRIER.has(shown) ? null : shown.toLowerCase(),
    trackingCompany: tracking?.company || null,
    trackingNumber: tracking?.number || null,
    trackingUrl: tracking?.url || null,
    shippedAt: new Date(fulfillment.createdAt),
    deliveredAt: fulfillment.deliveredAt === null ? null : new Date(fulfillment.deliveredAt),
    updatedAt: new Date(fulfillment.updatedAt),
  };
}

function trackingFacts(fulfillment: GraphqlFulfillment, orderId: bigint): TrackingFacts[] {
  if (fulfillment.estimatedDeliveryAt === null) return [];
  return [
    {
      fulfillmentId: idOf(fulfillment.id),
      orderId,
      happenedAt: new Date(fulfillment.createdAt),
      promisedAt: new Date(fulfillment.estimatedDeliveryAt),
      deliveredAt: null,
    },
  ];
}
