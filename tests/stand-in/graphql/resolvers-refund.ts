import { refundMinor, shippingNetMinor, sum } from "../order-money.ts";
import { gid } from "../payloads/common.ts";
import type { OrderDoc, RefundDoc, ReturnDoc, TransactionDoc } from "../store/documents.ts";
import { connectionOf } from "./connection.ts";
import type { Resolvers } from "./context.ts";
import { lineOf } from "./resolvers-line-item.ts";
import { enumOf, money, moneyBag, time } from "./values.ts";

type RefundSource = { order: OrderDoc; refund: RefundDoc };
type RefundLineSource = RefundSource & { part: RefundDoc["lines"][number] };

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
  duties: ({ order, refund }) =>
    refund.dutiesMinor ? [{ amountSet: moneyBag(refund.dutiesMinor, order) }] : [],
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
          discountedPriceSet: moneyBag(shippingNetMinor(line), order),
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

export const Return: Resolvers<{ order: OrderDoc; returned: ReturnDoc }> = {
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

const FORMATTED_GATEWAYS = {
  bogus: "Bogus",
  gift_card: "Gift card",
  shopify_store_credit: "Store credit",
};

export const OrderTransaction: Resolvers<{ order: OrderDoc; transaction: TransactionDoc }> = {
  id: ({ transaction }) => gid("OrderTransaction", transaction.id),
  kind: ({ transaction }) => enumOf(transaction.kind),
  status: ({ transaction }) => enumOf(transaction.status),
  test: ({ order }) => order.test,
  gateway: ({ transaction }) => transaction.gateway ?? "bogus",
  formattedGateway: ({ transaction }) => FORMATTED_GATEWAYS[transaction.gateway ?? "bogus"],
  createdAt: ({ transaction }) => time(transaction.createdAt),
  processedAt: ({ transaction }) => time(transaction.createdAt),
  amountSet: ({ order, transaction }) => moneyBag(transaction.amountMinor, order),
  order: ({ order }) => order,
  receiptJson: ({ transaction: { giftCardId } }) =>
    JSON.stringify(giftCardId ? { gift_card_id: Number(giftCardId) } : {}),
  parentTransaction({ order, transaction }) {
    const parent = order.transactions.find(({ id }) => id === transaction.parentId);
    return parent ? { order, transaction: parent } : null;
  },
};
