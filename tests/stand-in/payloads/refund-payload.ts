import { decimal } from "../money.ts";
import type { OrderDoc, RefundDoc, ShopDoc, TransactionDoc } from "../store/documents.ts";
import { gid, ids, moneySet, shopTime, withSet, type JsonObject } from "./common.ts";
import { linePayload, shippingLinePayload } from "./line-payload.ts";

/** The body of refunds/create, and of a refund inside an order. */
export function refundPayload(shop: ShopDoc, order: OrderDoc, refund: RefundDoc): JsonObject {
  const byId = new Map(order.lines.map((line) => [line.id, line]));
  const shippingLine = order.shippingLines[0];
  return {
    ...ids("Refund", refund.id),
    order_id: BigInt(order.id),
    created_at: shopTime(refund.createdAt, shop),
    note: refund.note,
    user_id: null,
    processed_at: shopTime(refund.createdAt, shop),
    duties: refund.dutiesMinor
      ? [{ duty_id: BigInt(refund.id), amount_set: moneySet(refund.dutiesMinor, order) }]
      : [],
    total_duties_set: moneySet(refund.dutiesMinor ?? 0, order),
    return: refund.returnId
      ? { id: BigInt(refund.returnId), admin_graphql_api_id: gid("Return", refund.returnId) }
      : null,
    restock: refund.lines.some((line) => line.restockType !== "no_restock"),
    additional_fees: [],
    total_additional_fees_set: moneySet(0, order),
    refund_shipping_lines:
      refund.shippingMinor > 0 && shippingLine
        ? [
            {
              id: BigInt(refund.id),
              shipping_line_id: BigInt(shippingLine.id),
              subtotal_amount_set: moneySet(refund.shippingMinor, order),
              shipping_line: shippingLinePayload(order, shippingLine),
            },
          ]
        : [],
    order_adjustments: refund.adjustments.map((adjustment) => ({
      id: BigInt(adjustment.id),
      order_id: BigInt(order.id),
      refund_id: BigInt(refund.id),
      ...withSet("amount", adjustment.amountMinor, order),
      ...withSet("tax_amount", adjustment.taxMinor, order),
      kind: adjustment.kind,
      reason: adjustment.reason,
    })),
    refund_line_items: refund.lines.map((line) => {
      const item = byId.get(line.lineItemId);
      return {
        id: BigInt(line.id),
        line_item_id: BigInt(line.lineItemId),
        location_id: null,
        quantity: line.quantity,
        restock_type: line.restockType,
        // Numbers, not strings, unlike all other money.
        subtotal: Number(decimal(line.subtotalMinor, order.currency)),
        total_tax: Number(decimal(line.taxMinor, order.currency)),
        subtotal_set: moneySet(line.subtotalMinor, order),
        total_tax_set: moneySet(line.taxMinor, order),
        line_item: item ? linePayload(order, item) : null,
      };
    }),
    transactions: refund.transactions.map((transaction) =>
      transactionPayload(shop, order, transaction),
    ),
  };
}

function transactionPayload(
  shop: ShopDoc,
  order: OrderDoc,
  transaction: TransactionDoc,
): JsonObject {
  return {
    ...ids("OrderTransaction", transaction.id),
    order_id: BigInt(order.id),
    kind: transaction.kind,
    gateway: transaction.gateway ?? "bogus",
    status: transaction.status,
    message: "Bogus Gateway: Forced success",
    created_at: shopTime(transaction.createdAt, shop),
    test: order.test,
    authorization: null,
    location_id: null,
    user_id: null,
    parent_id: transaction.parentId === null ? null : BigInt(transaction.parentId),
    processed_at: shopTime(transaction.createdAt, shop),
    device_id: null,
    error_code: null,
    source_name: order.sourceName,
    receipt: transaction.giftCardId ? { gift_card_id: BigInt(transaction.giftCardId) } : {},
    amount: decimal(transaction.amountMinor, order.currency),
    currency: order.currency,
    payment_id: `c${order.number}.1`,
    manual_payment_gateway: false,
    amount_rounding: null,
  };
}
