import { currentQuantity } from "../acts/make-refund.ts";
import { decimal } from "../money.ts";
import { lineNetMinor, refundMinor, sum } from "../order-money.ts";
import { gid } from "../payloads/common.ts";
import type {
  FulfillmentDoc,
  FulfillmentEventDoc,
  LineItem as Line,
  OrderDoc,
  RefundDoc,
  ReturnDoc,
  TaxLine as Tax,
  TransactionDoc,
} from "../store/documents.ts";
import { connectionOf } from "./connection.ts";
import type { Resolvers } from "./context.ts";
import { applicationView } from "./resolvers-order.ts";
import { enumOf, money, moneyBag, time } from "./values.ts";

type LineSource = { order: OrderDoc; line: Line };
type RefundSource = { order: OrderDoc; refund: RefundDoc };
type RefundLineSource = RefundSource & { part: RefundDoc["lines"][number] };
type FulfillmentSource = { order: OrderDoc; fulfillment: FulfillmentDoc };
type FulfillmentLineSource = FulfillmentSource & { part: FulfillmentDoc["lines"][number] };
type ReturnSource = { order: OrderDoc; returned: ReturnDoc };

/** A line of the order that a part points at. */
function lineOf(order: OrderDoc, lineItemId: string): LineSource | null {
  const line = order.lines.find(({ id }) => id === lineItemId);
  return line ? { order, line } : null;
}

/** What the line's explicit discounts (not the code's) leave. */
function withoutCodes({ order, line }: LineSource): number {
  const codes = line.discounts.filter(
    ({ application }) => order.discountApplications[application]?.type === "discount_code",
  );
  return lineNetMinor(line) + sum(codes.map(({ amountMinor }) => amountMinor));
}

export const LineItem: Resolvers<LineSource> = {
  id: ({ line }) => gid("LineItem", line.id),
  title: ({ line }) => line.title,
  name: ({ line }) => [line.title, line.variantTitle].filter(Boolean).join(" - "),
  variantTitle: ({ line }) => line.variantTitle,
  sku: ({ line }) => line.sku,
  vendor: ({ line }) => line.vendor,
  quantity: ({ line }) => line.quantity,
  currentQuantity: ({ order, line }) => currentQuantity(order, line),
  refundableQuantity: ({ order, line }) => currentQuantity(order, line),
  unfulfilledQuantity: ({ order, line }) =>
    Math.max(0, currentQuantity(order, line) - line.fulfilledQuantity),
  nonFulfillableQuantity: () => 0,
  taxable: ({ line }) => line.taxable,
  isGiftCard: ({ line }) => line.giftCard,
  requiresShipping: ({ line }) => line.requiresShipping,
  restockable: () => true,
  merchantEditable: () => true,
  customAttributes: () => [],
  duties: () => [],
  originalUnitPriceSet: ({ order, line }) => moneyBag(line.priceMinor, order),
  originalTotalSet: ({ order, line }) => moneyBag(line.priceMinor * line.quantity, order),
  totalDiscountSet: (source) =>
    moneyBag(source.line.priceMinor * source.line.quantity - withoutCodes(source), source.order),
  discountedTotalSet: (source, args) =>
    moneyBag(
      args["withCodeDiscounts"] === true ? lineNetMinor(source.line) : withoutCodes(source),
      source.order,
    ),
  discountedUnitPriceSet: (source) =>
    moneyBag(Math.round(withoutCodes(source) / source.line.quantity), source.order),
  discountedUnitPriceAfterAllDiscountsSet: ({ order, line }) =>
    moneyBag(Math.round(lineNetMinor(line) / line.quantity), order),
  discountAllocations: ({ order, line }) =>
    line.discounts.map(({ application, amountMinor }) => {
      const found = order.discountApplications[application];
      return {
        allocatedAmountSet: moneyBag(amountMinor, order),
        allocatedAmount: money(amountMinor, order.currency),
        discountApplication: found ? applicationView(order, found, application) : null,
      };
    }),
  taxLines: ({ order, line }) => line.taxLines.map((tax) => ({ order, tax })),
  product: ({ line }, _args, { store, shop }) =>
    line.productId ? store.products.find(shop.id, line.productId) : null,
  variant({ line }, _args, { store, shop }) {
    const product = line.variantId ? store.findProductOfVariant(shop.id, line.variantId) : null;
    const variant = product?.variants.find(({ id }) => id === line.variantId);
    return product && variant ? { product, variant } : null;
  },
};

export const TaxLine: Resolvers<{ order: OrderDoc; tax: Tax }> = {
  title: ({ tax }) => tax.title,
  rate: ({ tax }) => tax.rate,
  ratePercentage: ({ tax }) => tax.rate * 100,
  channelLiable: () => null,
  source: () => "Shopify",
  price: ({ order, tax }) => decimal(tax.priceMinor, order.currency),
  priceSet: ({ order, tax }) => moneyBag(tax.priceMinor, order),
};

export const OrderTransaction: Resolvers<{ order: OrderDoc; transaction: TransactionDoc }> = {
  id: ({ transaction }) => gid("OrderTransaction", transaction.id),
  kind: ({ transaction }) => enumOf(transaction.kind),
  status: ({ transaction }) => enumOf(transaction.status),
  test: ({ order }) => order.test,
  gateway: () => "bogus",
  formattedGateway: () => "Bogus",
  createdAt: ({ transaction }) => time(transaction.createdAt),
  processedAt: ({ transaction }) => time(transaction.createdAt),
  amountSet: ({ order, transaction }) => moneyBag(transaction.amountMinor, order),
  order: ({ order }) => order,
  parentTransaction({ order, transaction }) {
    const parent = order.transactions.find(({ id }) => id === transaction.parentId);
    return parent ? { order, transaction: parent } : null;
  },
};

export const Refund: Resolvers<RefundSource> = {
  id: ({ refund }) => gid("Refund", refund.id),
  legacyResourceId: ({ refund }) => refund.id,
  note: ({ refund }) => refund.note,
  createdAt: ({ refund }) => time(refund.createdAt),
  processedAt: ({ refund }) => time(refund.createdAt),
  updatedAt: ({ refund }) => time(refund.createdAt),
  order: ({ order }) => order,
  totalRefundedSet: ({ order, refund }) => moneyBag(refundMinor(refund), order),
  totalRefunded: ({ order, refund }) => money(refundMinor(refund), order.currency),
  duties: () => [],
  return({ order, refund }) {
    const returned = order.returns.find(({ id }) => id === refund.returnId);
    return returned ? { __typename: "Return", order, returned } : null;
  },
  refundLineItems: ({ order, refund }, args, context) =>
    connectionOf(refund.lines, args, context, (part) => ({ order, refund, part })),
  refundShippingLines: ({ order, refund }, args, context) =>
    connectionOf(
      refund.shippingMinor > 0 ? order.shippingLines.slice(0, 1) : [],
      args,
      context,
      (line) => ({
        id: gid("RefundShippingLine", refund.id),
        subtotalAmountSet: moneyBag(refund.shippingMinor, order),
        taxAmountSet: moneyBag(-sum(refund.adjustments.map(({ taxMinor }) => taxMinor)), order),
        shippingLine: {
          id: gid("ShippingLine", line.id),
          title: line.title,
          code: line.code,
          originalPriceSet: moneyBag(line.priceMinor, order),
          discountedPriceSet: moneyBag(line.priceMinor, order),
        },
      }),
    ),
  // The shipping that went back has a connection of its own here, unlike in the REST shape.
  orderAdjustments: ({ order, refund }, args, context) =>
    connectionOf(
      refund.adjustments.filter(({ kind }) => kind === "refund_discrepancy"),
      args,
      context,
      (adjustment) => ({
        id: gid("OrderAdjustment", adjustment.id),
        amountSet: moneyBag(adjustment.amountMinor, order),
        taxAmountSet: moneyBag(adjustment.taxMinor, order),
        reason: "REFUND_DISCREPANCY",
      }),
    ),
  transactions: ({ order, refund }, args, context) =>
    connectionOf(refund.transactions, args, context, (transaction) => ({ order, transaction })),
};

export const RefundLineItem: Resolvers<RefundLineSource> = {
  id: ({ part }) => gid("RefundLineItem", part.id),
  quantity: ({ part }) => part.quantity,
  restockType: ({ part }) => enumOf(part.restockType),
  restocked: ({ part }) => part.restockType !== "no_restock",
  lineItem: ({ order, part }) => lineOf(order, part.lineItemId),
  location: () => null,
  subtotalSet: ({ order, part }) => moneyBag(part.subtotalMinor, order),
  totalTaxSet: ({ order, part }) => moneyBag(part.taxMinor, order),
  priceSet: ({ order, part }) => moneyBag(Math.round(part.subtotalMinor / part.quantity), order),
};

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

export const Return: Resolvers<ReturnSource> = {
  id: ({ returned }) => gid("Return", returned.id),
  name: ({ returned }) => returned.name,
  status: ({ returned }) => enumOf(returned.status),
  createdAt: ({ returned }) => time(returned.createdAt),
  order: ({ order }) => order,
  totalQuantity: ({ returned }) => sum(returned.lines.map(({ quantity }) => quantity)),
  returnLineItems: ({ order, returned }, args, context) =>
    connectionOf(returned.lines, args, context, (part) => ({
      __typename: "ReturnLineItem",
      id: gid("ReturnLineItem", part.id),
      quantity: part.quantity,
      returnReason: enumOf(part.reason),
      returnReasonNote: part.note,
      customerNote: null,
      refundableQuantity: part.quantity,
      refundedQuantity: 0,
      fulfillmentLineItem: order.fulfillments
        .flatMap((fulfillment) =>
          fulfillment.lines.map((line) => ({ order, fulfillment, part: line })),
        )
        .find((line) => line.part.lineItemId === part.lineItemId),
    })),
};
