import { normaliseEmail } from "#app/customers/identity/email.ts";

import { customerFromWebhook } from "./customer-from-webhook.ts";
import { comparableAddress, comparableIp } from "../comparable-place.ts";
import { paidByWebhook } from "../counting/paid-at.ts";
import { discountsFromWebhook } from "./discounts-from-webhook.ts";
import { facts, type Facts, type LineFacts, type OrderFacts } from "../facts.ts";
import { fulfillmentFromWebhook } from "./fulfillment-from-webhook.ts";
import type { AllocationPayload, LinePayload, OrderPayload, TaxPayload } from "./order.schema.ts";
import { ownAttributes } from "./own-attributes.ts";
import { isPaidWithCredit } from "../credit-payments.ts";
import { exactId, type MoneySet } from "./payload.schema.ts";
import { refundFromWebhook, shopMinor, sum } from "./refund-from-webhook.ts";
import { withTip } from "../tips.ts";

/**
 * Everything an order's payload tells: the order, its customer, refunds and fulfillments. `sent` is when it was sent, and the shop's
 * currency, for what it leaves out, and whether it was sent because the order was paid. Throws where it does not say what the order or
 * a line costs.
 */
export function orderFromWebhook(
  payload: OrderPayload,
  sent: { at: Date; currency: string; isPaidNow?: boolean },
): Facts {
  const updatedAt = payload.updated_at ?? sent.at;
  const createdAt = payload.created_at ?? payload.processed_at ?? updatedAt;
  const claim =
    payload.customer && customerFromWebhook(payload.customer, { at: updatedAt, since: createdAt });
  const order = orderFacts(
    {
      ...payload,
      updated_at: updatedAt,
      created_at: createdAt,
      currency: payload.currency ?? sent.currency,
    },
    claim?.shopifyId ?? null,
    sent.isPaidNow ?? false,
  );
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

type DatedOrder = OrderPayload & { updated_at: Date; created_at: Date; currency: string };

function orderFacts(
  payload: DatedOrder,
  shopifyCustomerId: bigint | null,
  isPaidNow: boolean,
): OrderFacts {
  const { currency } = payload;
  const id = exactId(payload);
  const { updated_at: updatedAt, created_at: createdAt } = payload;
  const processedAt = payload.processed_at ?? createdAt;
  const financialState = payload.financial_status ?? "pending";
  const { total_tip_received_set: tipSet, total_tip_received: tip } = payload;
  const tipMinor = shopMinor(tipSet, tip, currency);
  return {
    id,
    name: payload.name ?? `#${id}`,
    updatedAt,
    createdAt,
    processedAt,
    cancelledAt: payload.cancelled_at ?? null,
    paid: paidByWebhook({ updatedAt, createdAt, processedAt, financialState }, isPaidNow),
    test: payload.test,
    financialState,
    fulfillmentState: payload.fulfillment_status,
    sourceName: payload.source_name,
    currency,
    presentmentCurrency: payload.presentment_currency ?? currency,
    taxesIncluded: payload.taxes_included,
    totalMinor: costMinor(payload.total_price_set, payload.total_price, currency),
    currentTotalMinor: moneyOrNull(
      payload.current_total_price_set,
      payload.current_total_price,
      currency,
    ),
    tipMinor,
    subtotalMinor: shopMinor(payload.subtotal_price_set, payload.subtotal_price, currency),
    taxMinor: shopMinor(payload.total_tax_set, payload.total_tax, currency),
    shippingMinor: shopMinor(payload.total_shipping_price_set, null, currency),
    shippingDiscountMinor: sum(
      payload.shipping_lines.map((line) => discountsMinor(line.discount_allocations, currency)),
    ),
    shippingTaxMinor: sum(
      payload.shipping_lines.map((line) => taxesMinor(line.tax_lines, currency)),
    ),
    discountMinor: shopMinor(payload.total_discounts_set, payload.total_discounts, currency),
    shopifyCustomerId,
    guestEmail:
      shopifyCustomerId === null ? normaliseEmail(payload.email ?? payload.contact_email) : null,
    lines: withTip(
      payload.line_items.map((line) => lineFacts(line, currency)),
      tipMinor,
    ),
    discounts: discountsFromWebhook(payload, currency),
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
    priceMinor: costMinor(line.price_set, line.price, currency),
    discountMinor: discountsMinor(line.discount_allocations, currency),
    taxMinor: taxesMinor(line.tax_lines, currency),
    taxable: line.taxable,
    giftCard: line.gift_card,
    tip: line.tip,
  };
}

/** As `shopMinor`, of what nothing can be said without. */
function costMinor(
  set: MoneySet | null | undefined,
  plain: string | null | undefined,
  currency: string,
): bigint {
  const minor = moneyOrNull(set, plain, currency);
  if (minor === null) throw new Error("the order does not say what it costs");
  return minor;
}

/** As `shopMinor`; null where neither says anything. */
function moneyOrNull(
  set: MoneySet | null | undefined,
  plain: string | null | undefined,
  currency: string,
): bigint | null {
  return set || plain ? shopMinor(set, plain, currency) : null;
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
