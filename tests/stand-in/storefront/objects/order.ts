import { currentQuantity, refundedQuantity } from "../../acts/make-refund.ts";
import {
  lineDiscountMinor,
  orderRefundedMinor,
  placedAmounts,
  shippingNetMinor,
  sum,
} from "../../order-money.ts";
import type { LineItem, OrderDoc } from "../../store/documents.ts";
import { liquidPrice } from "./price.ts";

/** Shopify's `order`. Amounts are in the shop's currency; `status` turns a status into the visitor's language. */
export function orderObject(order: OrderDoc, root: string, status: (name: string) => string) {
  const amounts = placedAmounts(order);
  const price = (minor: number) => liquidPrice(minor, order.currency);
  const refundedMinor = orderRefundedMinor(order);
  const fulfillment = fulfillmentStatus(order);
  return {
    id: order.id,
    name: `#${order.number}`,
    order_number: order.number,
    email: order.email,
    created_at: order.processedAt,
    cancelled: order.cancelledAt !== null,
    customer_url: `${root}account/orders/${order.id}`,
    financial_status: order.financialStatus,
    financial_status_label: status(order.financialStatus),
    fulfillment_status: fulfillment,
    fulfillment_status_label: status(fulfillment),
    line_items: order.lines.map((line) => lineObject(line, order)),
    line_items_subtotal_price: price(amounts.subtotalMinor),
    shipping_price: price(sum(order.shippingLines.map(shippingNetMinor))),
    total_discounts: price(amounts.discountsMinor),
    discount_codes: order.discountCodes.map(({ code }) => code),
    tax_price: price(amounts.taxMinor),
    total_price: price(amounts.totalMinor),
    total_refunded_amount: price(refundedMinor),
    total_net_amount: price(amounts.totalMinor - refundedMinor),
    fulfillments: order.fulfillments.map((shipped) => ({
      tracking_company: shipped.trackingCompany,
      tracking_number: shipped.trackingNumber,
      shipment_status: shipped.shipmentStatus,
      shipment_status_label:
        shipped.shipmentStatus === "delivered" ? status("delivered") : status("fulfilled"),
    })),
  };
}

function lineObject(line: LineItem, order: OrderDoc) {
  return {
    id: line.id,
    title: line.title,
    variant_title: line.variantTitle,
    sku: line.sku,
    quantity: line.quantity,
    refunded_quantity: refundedQuantity(order, line.id),
    final_line_price: liquidPrice(
      line.priceMinor * line.quantity - lineDiscountMinor(line),
      order.currency,
    ),
  };
}

function fulfillmentStatus(order: OrderDoc): string {
  const shipped = order.lines.reduce((sum, line) => sum + line.fulfilledQuantity, 0);
  if (shipped === 0) return "unfulfilled";
  const wanted = order.lines.reduce((sum, line) => sum + currentQuantity(order, line), 0);
  if (shipped < wanted) return "partial";
  return order.fulfillments.every((parcel) => parcel.shipmentStatus === "delivered")
    ? "delivered"
    : "fulfilled";
}
