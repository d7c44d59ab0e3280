import { currentQuantity } from "../acts/make-refund.ts";
import {
  currentAmounts,
  orderReceivedMinor,
  orderRefundedMinor,
  originalAmounts,
  placedAmounts,
  sum,
  tipMinor,
  type Amounts,
} from "../order-money.ts";
import {
  fulfillmentStatus,
  gatewayNames,
  orderTaxLines,
  outstandingMinor,
} from "../payloads/order-payload.ts";
import { gid } from "../payloads/common.ts";
import type { OrderDoc, TransactionDoc } from "../store/documents.ts";
import { connectionOf } from "./connection.ts";
import type { Args, Resolve, Resolvers } from "./context.ts";
import { applicationView, shippingLines, visitView } from "./order-views.ts";
import { listMetafields, oneMetafield } from "./resolvers-metafield.ts";
import { enumOf, mailingAddress, moneyBag, time } from "./values.ts";

const placed =
  (pick: keyof Amounts): Resolve<OrderDoc> =>
  (order) =>
    moneyBag(placedAmounts(order)[pick], order);
const current =
  (pick: keyof Amounts): Resolve<OrderDoc> =>
  (order) =>
    moneyBag(currentAmounts(order)[pick], order);
const none: Resolve<OrderDoc> = (order) => moneyBag(0, order);

export const Order: Resolvers<OrderDoc> = {
  id: (order) => gid("Order", order.id),
  legacyResourceId: (order) => order.id,
  name: (order) => `#${order.number}`,
  number: (order) => order.number,
  email: (order) => order.email,
  phone: (order) => order.phone,
  note: (order) => order.note,
  tags: (order) => order.tags,
  test: (order) => order.test,
  sourceName: (order) => order.sourceName,
  sourceIdentifier: () => null,
  customerLocale: (order) => order.locale,
  confirmed: () => true,
  createdAt: (order) => time(order.createdAt),
  updatedAt: (order) => time(order.updatedAt),
  processedAt: (order) => time(order.processedAt),
  cancelledAt: (order) => time(order.cancelledAt),
  cancelReason: (order) => enumOf(order.cancelReason),
  closed: (order) => order.closedAt !== null,
  closedAt: (order) => time(order.closedAt),
  edited: (order) => order.lines.some((line) => line.removedQuantity > 0),
  currencyCode: (order) => order.currency,
  presentmentCurrencyCode: (order) => order.presentmentCurrency,
  taxesIncluded: (order) => order.taxesIncluded,
  taxExempt: () => false,
  displayFinancialStatus: (order) => enumOf(order.financialStatus),
  displayFulfillmentStatus: (order) =>
    ({ fulfilled: "FULFILLED", partial: "PARTIALLY_FULFILLED", none: "UNFULFILLED" })[
      fulfillmentStatus(order) ?? "none"
    ],
  fullyPaid: (order) => outstandingMinor(order) === 0,
  unpaid: (order) => order.financialStatus === "pending",
  refundable: (order) => orderReceivedMinor(order) > orderRefundedMinor(order),
  requiresShipping: (order) => order.lines.some((line) => line.requiresShipping),
  paymentGatewayNames: (order) => gatewayNames(order),
  customAttributes: (order) =>
    (order.visit?.attributes ?? []).map(({ name, value }) => ({ key: name, value })),
  clientIp: (order) => order.visit?.browserIp ?? null,
  customerJourneySummary: (order) => ({
    ready: true,
    firstVisit: visitView(order),
    lastVisit: visitView(order),
    customerOrderIndex: null,
    daysToConversion: null,
    momentsCount: null,
  }),
  returnStatus: (order) => (order.returns.length === 0 ? "NO_RETURN" : returnStatus(order)),
  discountCode: (order) => order.discountCodes[0]?.code ?? null,
  discountCodes: (order) => order.discountCodes.map(({ code }) => code),

  subtotalPriceSet: placed("subtotalMinor"),
  totalDiscountsSet: placed("discountsMinor"),
  totalPriceSet: placed("totalMinor"),
  originalTotalPriceSet: (order) => moneyBag(originalAmounts(order).totalMinor, order),
  totalShippingPriceSet: placed("shippingMinor"),
  totalTaxSet: placed("taxMinor"),
  currentSubtotalPriceSet: current("subtotalMinor"),
  currentTotalDiscountsSet: current("discountsMinor"),
  currentTotalPriceSet: current("totalMinor"),
  currentShippingPriceSet: current("shippingMinor"),
  currentTotalTaxSet: current("taxMinor"),
  cartDiscountAmountSet: placed("discountsMinor"),
  currentCartDiscountAmountSet: current("discountsMinor"),
  totalTipReceivedSet: (order) => moneyBag(tipMinor(order), order),
  refundDiscrepancySet: none,
  totalCapturableSet: none,
  currentTotalDutiesSet: () => null,
  originalTotalDutiesSet: () => null,
  currentTotalAdditionalFeesSet: () => null,
  originalTotalAdditionalFeesSet: () => null,
  totalReceivedSet: (order) => moneyBag(orderReceivedMinor(order), order),
  totalRefundedSet: (order) => moneyBag(orderRefundedMinor(order), order),
  totalRefundedShippingSet: (order) =>
    moneyBag(sum(order.refunds.map(({ shippingMinor }) => shippingMinor)), order),
  netPaymentSet: (order) => moneyBag(orderReceivedMinor(order) - orderRefundedMinor(order), order),
  totalOutstandingSet: (order) => moneyBag(outstandingMinor(order), order),
  subtotalLineItemsQuantity: (order) => sum(order.lines.map(({ quantity }) => quantity)),
  currentSubtotalLineItemsQuantity: (order) =>
    sum(order.lines.map((line) => currentQuantity(order, line))),
  totalWeight: (order) => String(sum(order.lines.map((line) => line.grams * line.quantity))),

  customer: (order, _args, { store, shop }) =>
    order.customerId ? store.customers.find(shop.id, order.customerId) : null,
  shippingAddress: (order) => mailingAddress(order.shippingAddress, order.id),
  billingAddress: (order) => mailingAddress(order.billingAddress, order.id),
  displayAddress: (order) => mailingAddress(order.shippingAddress, order.id),
  lineItems: (order, args, context) =>
    connectionOf(order.lines, args, context, (line) => ({ order, line })),
  shippingLine: (order) => shippingLines(order)[0] ?? null,
  shippingLines: (order, args, context) => connectionOf(shippingLines(order), args, context),
  taxLines: (order) => orderTaxLines(order).map((tax) => ({ order, tax })),
  discountApplications: (order, args, context) =>
    connectionOf(order.discountApplications, args, context, (application, index) =>
      applicationView(order, application, index),
    ),
  refunds: (order, args) =>
    firstOf(order.refunds, args).map((refund) => ({ __typename: "Refund", order, refund })),
  fulfillments: (order, args) =>
    firstOf(order.fulfillments, args).map((fulfillment) => ({
      __typename: "Fulfillment",
      order,
      fulfillment,
    })),
  fulfillmentsCount: (order) => ({ count: order.fulfillments.length, precision: "EXACT" }),
  transactions: (order, args) =>
    firstOf(allTransactions(order), args).map((transaction) => ({ order, transaction })),
  transactionsCount: (order) => ({ count: allTransactions(order).length, precision: "EXACT" }),
  returns: (order, args, context) =>
    connectionOf(order.returns, args, context, (returned) => ({
      __typename: "Return",
      order,
      returned,
    })),
  metafield: (order, args, context) => oneMetafield(gid("Order", order.id), args, context),
  metafields: (order, args, context) => listMetafields(gid("Order", order.id), args, context),
};

/** Sales, and the refunds' own. */
function allTransactions(order: OrderDoc): TransactionDoc[] {
  return [...order.transactions, ...order.refunds.flatMap(({ transactions }) => transactions)];
}

function firstOf<T>(items: T[], args: Args): T[] {
  return typeof args["first"] === "number" ? items.slice(0, args["first"]) : items;
}

function returnStatus(order: OrderDoc): string {
  const statuses = order.returns.map(({ status }) => status);
  if (statuses.includes("requested")) return "RETURN_REQUESTED";
  if (statuses.includes("open")) return "IN_PROGRESS";
  return statuses.includes("closed") ? "RETURNED" : "NO_RETURN";
}
