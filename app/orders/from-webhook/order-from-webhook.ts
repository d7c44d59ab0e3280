import { normaliseEmail } from "#app/customers/identity/email.ts";

import { customerFromWebhook } from "./customer-from-webhook.ts";
import { comparableAddress, comparableIp } from "../comparable-place.ts";
import { discountsFromWebhook } from "./discounts-from-webhook.ts";
import { facts, type Facts, type LineFacts, type OrderFacts } from "../facts.ts";
import { fulfillmentFromWebhook } from "./fulfillment-from-webhook.ts";
import type { AllocationPayload, LinePayload, OrderPayload, TaxPayload } from "./order.schema.ts";
import { ownAttributes } from "./own-attributes.ts";
import { isPaidWithCredit } from "../credit-payments.ts";
import { exactId, type MoneySet } from "./payload.schema.ts";
import { refundFromWebhook, shopMinor, sum } from "./refund-from-webhook.ts";

/** Everything an order's payload tells: the order, its customer, refunds and fulfillments. `at` is when it was sent. */
export function orderFromWebhook(payload: OrderPayload, at: Date): Facts {
  const updatedAt = payload.updated_at ?? at;
  const claim =
    payload.customer &&
    customerFromWebhook(payload.customer, { at: updatedAt, since: payload.created_at });
  const order = orderFacts(payload, updatedAt, claim?.shopifyId ?? null);
  const around = {
    orderId: order.id,
    currency: order.currency,
    at: updatedAt,
    orderSets: setsOf(payload),
  };
  return facts({
    orders: [order],
    customers: claim ? [{ ...claim, country: claim.country ?? countryOf(payload) }] : [],
    refunds: payload.refunds.map((refund) => refundFromWebhook(refund, around)),
    fulfillments: payload.fulfillments.map((fulfillment) =>
      fulfillmentFromWebhook(fulfillment, around),
    ),
  });
}

function orderFacts(
  payload: OrderPayload,
  updatedAt: Date,
  shopifyCustomerId: bigint | null,
): OrderFacts {
  const { currency } = payload;
  const id = exactId(payload);
  return {
    id,
    name: payload.name ?? `#${id}`,
    updatedAt,
    createdAt: payload.created_at,
    processedAt: payload.processed_at ?? payload.created_at,
    cancelledAt: payload.cancelled_at ?? null,
    test: payload.test,
    financialState: payload.financial_status ?? "pending",
    fulfillmentState: payload.fulfillment_status,
    sourceName: payload.source_name,
    currency,
    presentmentCurrency: payload.presentment_currency ?? currency,
    taxesIncluded: payload.taxes_included,
    totalMinor: shopMinor(null, payload.total_price, currency),
    subtotalMinor: shopMinor(null, payload.subtotal_price, currency),
    taxMinor: shopMinor(null, payload.total_tax, currency),
    shippingMinor: shopMinor(payload.total_shipping_price_set, null, currency),
    shippingDiscountMinor: sum(
      payload.shipping_lines.map((line) => discountsMinor(line.discount_allocations, currency)),
    ),
    shippingTaxMinor: sum(
      payload.shipping_lines.map((line) => taxesMinor(line.tax_lines, currency)),
    ),
    discountMinor: shopMinor(null, payload.total_discounts, currency),
    shopifyCustomerId,
    guestEmail:
      shopifyCustomerId === null ? normaliseEmail(payload.email ?? payload.contact_email) : null,
    lines: payload.line_items.map((line) => lineFacts(line, currency)),
    discounts: discountsFromWebhook(payload),
    attributes: ownAttributes(payload.note_attributes.map(({ name, value }) => [name, value])),
    ip: comparableIp(payload.browser_ip ?? payload.client_details?.browser_ip),
    address: comparableAddress(
      payload.shipping_address && {
        ...payload.shipping_address,
        country: payload.shipping_address.country_code,
      },
    ),
    paidWithCredit: isPaidWithCredit(payload.payment_gateway_names),
  };
}

function lineFacts(line: LinePayload, currency: string): LineFacts {
  return {
    id: exactId(line),
    productId: line.product_id,
    variantId: line.variant_id,
    sku: line.sku,
    title: line.title ?? "",
    productType: null,
    quantity: line.quantity,
    currentQuantity: line.current_quantity ?? line.quantity,
    priceMinor: shopMinor(line.price_set, line.price, currency),
    discountMinor: discountsMinor(line.discount_allocations, currency),
    taxMinor: taxesMinor(line.tax_lines, currency),
    taxable: line.taxable,
    giftCard: line.gift_card,
  };
}

function discountsMinor(allocations: AllocationPayload[], currency: string): bigint {
  return sum(allocations.map(({ amount_set, amount }) => shopMinor(amount_set, amount, currency)));
}

function taxesMinor(taxes: TaxPayload[], currency: string): bigint {
  return sum(taxes.map(({ price_set, price }) => shopMinor(price_set, price, currency)));
}

function setsOf(payload: OrderPayload): (MoneySet | null | undefined)[] {
  return [
    payload.total_price_set,
    payload.total_shipping_price_set,
    ...payload.line_items.map((line) => line.price_set),
  ];
}

function countryOf(payload: OrderPayload): string | null {
  return payload.shipping_address?.country_code ?? payload.billing_address?.country_code ?? null;
}
