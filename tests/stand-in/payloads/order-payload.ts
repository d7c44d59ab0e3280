import { createHash } from "node:crypto";

import { currentQuantity } from "../acts/make-refund.ts";
import { decimal } from "../money.ts";
import {
  currentAmounts,
  orderReceivedMinor,
  orderRefundedMinor,
  placedAmounts,
  sum,
  tipMinor,
} from "../order-money.ts";
import type { LineItem, OrderDoc, ShopDoc, TaxLine } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import {
  addressPayload,
  gid,
  ids,
  moneySet,
  shopTime,
  taxLinePayload,
  withSet,
  type JsonObject,
} from "./common.ts";
import { orderCustomerPayload } from "./customer-payload.ts";
import type { Json } from "./exact-json.ts";
import { fulfillmentPayload } from "./fulfillment-payload.ts";
import { linePayload, shippingLinePayload } from "./line-payload.ts";
import { refundPayload } from "./refund-payload.ts";
import { clientDetails, landingRef } from "./visit-payload.ts";

/** The body of every `orders/*` webhook but orders/edited. */
export function orderPayload(store: Store, shop: ShopDoc, order: OrderDoc): JsonObject {
  const customer = order.customerId ? store.customers.find(shop.id, order.customerId) : null;
  const token = orderToken(order);
  return {
    ...ids("Order", order.id),
    app_id: 580111,
    browser_ip: order.visit?.browserIp ?? null,
    buyer_accepts_marketing: customer?.emailMarketing.state === "subscribed",
    cancel_reason: order.cancelReason,
    cancelled_at: shopTime(order.cancelledAt, shop),
    cart_token: null,
    checkout_id: null,
    checkout_token: null,
    client_details: clientDetails(order),
    closed_at: shopTime(order.closedAt, shop),
    confirmation_number: token.slice(0, 9).toUpperCase(),
    confirmed: true,
    contact_email: order.email,
    created_at: shopTime(order.createdAt, shop),
    currency: order.currency,
    ...amounts(order),
    customer_locale: order.locale,
    device_id: null,
    discount_codes: order.discountCodes.map((code) => ({
      code: code.code,
      amount: decimal(code.amountMinor, order.currency),
      type: code.type,
    })),
    duties_included: false,
    email: order.email,
    estimated_taxes: false,
    financial_status: order.financialStatus,
    fulfillment_status: fulfillmentStatus(order),
    landing_site: order.visit?.landingSite ?? null,
    landing_site_ref: landingRef(order),
    location_id: null,
    merchant_business_entity_id: "MTU0ODM4MDAwOQ",
    merchant_of_record_app_id: null,
    name: `#${order.number}`,
    note: order.note,
    note_attributes: order.visit?.attributes ?? [],
    number: order.number - 1000,
    order_number: order.number,
    order_status_url: `https://${shop.domain}/${shop.id}/orders/${token}/authenticate?key=${token}`,
    payment_gateway_names: gatewayNames(order),
    phone: order.phone,
    po_number: null,
    presentment_currency: order.presentmentCurrency,
    processed_at: shopTime(order.processedAt, shop),
    reference: null,
    referring_site: order.visit?.referringSite ?? null,
    source_identifier: null,
    source_name: order.sourceName,
    source_url: null,
    tags: order.tags.join(", "),
    tax_exempt: false,
    tax_lines: orderTaxLines(order).map((tax) => taxLinePayload(tax, order)),
    taxes_included: order.taxesIncluded,
    test: order.test,
    token,
    total_outstanding: decimal(outstandingMinor(order), order.currency),
    total_tip_received: decimal(tipMinor(order), order.currency),
    total_weight: sum(order.lines.map((line) => line.grams * line.quantity)),
    updated_at: shopTime(order.updatedAt, shop),
    user_id: null,
    billing_address: addressPayload(order.billingAddress),
    customer: customer ? orderCustomerPayload(shop, customer) : null,
    discount_applications: order.discountApplications.map((application) => ({
      target_type: application.targetType ?? "line_item",
      type: application.type,
      value: application.value,
      value_type: application.valueType,
      allocation_method: application.allocationMethod,
      target_selection: application.targetSelection,
      ...(application.type === "discount_code"
        ? { code: application.title }
        : { title: application.title, description: null }),
    })),
    fulfillments: order.fulfillments.map((fulfillment) =>
      fulfillmentPayload(shop, order, fulfillment),
    ),
    line_items: order.lines.map((line) => linePayload(order, line)),
    payment_terms: null,
    refunds: order.refunds.map((refund) => refundPayload(shop, order, refund)),
    shipping_address: addressPayload(order.shippingAddress),
    shipping_lines: order.shippingLines.map((line) => shippingLinePayload(order, line)),
    returns: order.returns.map((returned) => ({
      id: BigInt(returned.id),
      admin_graphql_api_id: gid("Return", returned.id),
    })),
  };
}

function amounts(order: OrderDoc): JsonObject {
  const placed = placedAmounts(order);
  const current = currentAmounts(order);
  const none = moneySet(0, order);
  return {
    ...withSet("current_subtotal_price", current.subtotalMinor, order),
    current_shipping_price_set: moneySet(current.shippingMinor, order),
    current_total_additional_fees_set: null,
    ...withSet("current_total_discounts", current.discountsMinor, order),
    current_total_duties_set: null,
    ...withSet("current_total_price", current.totalMinor, order),
    ...withSet("current_total_tax", current.taxMinor, order),
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    ...withSet("subtotal_price", placed.subtotalMinor, order),
    total_cash_rounding_payment_adjustment_set: none,
    total_cash_rounding_refund_adjustment_set: none,
    ...withSet("total_discounts", placed.discountsMinor, order),
    ...withSet("total_line_items_price", placed.lineItemsMinor, order),
    ...withSet("total_price", placed.totalMinor, order),
    total_shipping_price_set: moneySet(placed.shippingMinor, order),
    ...withSet("total_tax", placed.taxMinor, order),
  };
}

/** What the order was paid with, each once; a card, when it still waits for payment. */
export function gatewayNames(order: OrderDoc): string[] {
  const sales = order.transactions.filter(({ kind }) => kind === "sale");
  if (sales.length === 0 && order.financialStatus !== "paid") return ["bogus"];
  return [...new Set(sales.map(({ gateway }) => gateway ?? "bogus"))];
}

/** `fulfilled`, `partial`, or null while nothing has left. */
export function fulfillmentStatus(order: OrderDoc): "fulfilled" | "partial" | null {
  const shipped = sum(order.lines.map((line) => line.fulfilledQuantity));
  if (shipped === 0) return null;
  const open = order.lines.some((line) => currentQuantity(order, line) > line.fulfilledQuantity);
  return open ? "partial" : "fulfilled";
}

/** What is still to be paid, in minor units; nothing once the order is cancelled. */
export function outstandingMinor(order: OrderDoc): number {
  if (order.cancelledAt) return 0;
  const kept = orderReceivedMinor(order) - orderRefundedMinor(order);
  return Math.max(0, currentAmounts(order).totalMinor - kept);
}

/** Taxes of lines and shipping, added up by title and rate. */
export function orderTaxLines(order: OrderDoc): TaxLine[] {
  const totals = new Map<string, TaxLine>();
  for (const tax of [...order.lines, ...order.shippingLines].flatMap((line) => line.taxLines)) {
    const key = `${tax.title} ${tax.rate}`;
    totals.set(key, { ...tax, priceMinor: tax.priceMinor + (totals.get(key)?.priceMinor ?? 0) });
  }
  return [...totals.values()];
}

function orderToken(order: OrderDoc): string {
  return createHash("md5").update(order.id).digest("hex");
}

/** The body of orders/edited: only what changed. The order itself has to be fetched. */
export function orderEditPayload(
  shop: ShopDoc,
  order: OrderDoc,
  additions: LineItem[],
  removals: { line: LineItem; quantity: number }[],
  now: Date,
): Json {
  return {
    order_edit: {
      id: BigInt(now.getTime()),
      app_id: null,
      created_at: shopTime(now.toISOString(), shop),
      notify_customer: false,
      order_id: BigInt(order.id),
      staff_note: "",
      user_id: null,
      line_items: {
        additions: additions.map((line) => ({ id: BigInt(line.id), delta: line.quantity })),
        removals: removals.map(({ line, quantity }) => ({ id: BigInt(line.id), delta: quantity })),
      },
      discounts: { line_item: { additions: [], removals: [] } },
      shipping_lines: { additions: [], removals: [] },
    },
  };
}
