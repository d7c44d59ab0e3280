import { exponentOf, minorOf } from "#tests/stand-in/money.ts";
import type { StandIn } from "#tests/stand-in/stand-in.ts";
import type {
  CustomerDoc,
  FinancialStatus,
  LineItem,
  OrderDoc,
  RefundDoc,
  ShopDoc,
  TaxLine,
} from "#tests/stand-in/store/documents.ts";

import type { CustomerPayload, Payload, RefundPayload } from "./payload.schema.ts";
import type { Webhook } from "./read-webhooks.ts";

type Money = { shop_money: { amount: string } } | null | undefined;

const statuses: Record<string, FinancialStatus> = {
  paid: "paid",
  partially_refunded: "partially_refunded",
  refunded: "refunded",
  voided: "voided",
};
const PAID = new Set(["paid", "partially_refunded", "refunded"]);
const CUSTOMER_TOPICS = /^customers\/(create|update|enable|disable)$/;
const ORDER_TOPICS = /^orders\/(?!edited$|delete$)/;

/** Has the stand-in hold what Shopify would once all of these webhooks were sent: what is asked for is answered by that. */
export function holdNewestState(
  { context: { store } }: StandIn,
  shop: ShopDoc,
  webhooks: readonly Webhook[],
): void {
  const inTime = webhooks.toSorted((one, other) => one.at.getTime() - other.at.getTime());
  for (const customer of customersOf(inTime)) store.customers.put(shop.id, customer);
  for (const order of ordersOf(inTime, shop.currency)) store.putOrder(shop.id, order);
}

/** Everybody who is named, as last told of; without those who were deleted, or merged into another. */
function customersOf(inTime: readonly Webhook[]): CustomerDoc[] {
  const known = new Map<string, CustomerDoc>();
  const learn = (payload: CustomerPayload, at: Date) => {
    if (payload.id) known.set(payload.id, customerDoc(payload, payload.id, at));
  };
  for (const { topic, payload, at } of inTime) {
    if (CUSTOMER_TOPICS.test(topic)) learn(payload, at);
    if (payload.customer) learn(payload.customer, at);
    if (topic === "customers/delete" && payload.id) known.delete(payload.id);
    const mergedId = payload.admin_graphql_api_customer_deleted_id?.split("/").at(-1);
    if (mergedId && payload.status === "completed") known.delete(mergedId);
  }
  return [...known.values()];
}

/** Every order as last told of, with the refunds that were told of by themselves; without those that were deleted. */
function ordersOf(inTime: readonly Webhook[], currency: string): OrderDoc[] {
  const told = Map.groupBy(
    inTime.filter(({ topic, payload }) => ORDER_TOPICS.test(topic) && payload.id),
    ({ payload }) => payload.id as string,
  );
  for (const { topic, payload } of inTime)
    if (topic === "orders/delete" && payload.id) told.delete(payload.id);
  const refunds = Map.groupBy(
    inTime.flatMap(({ topic, payload }) => (topic === "refunds/create" ? [payload] : [])),
    ({ order_id }) => order_id ?? "",
  );
  return [...told].map(([id, versions], index) => {
    const newest = versions.at(-1) as Webhook;
    const paidAt = versions.find(({ payload }) => PAID.has(payload.financial_status ?? ""))?.at;
    const all = [...newest.payload.refunds, ...(refunds.get(id) ?? [])];
    const once = [...new Map(all.map((refund) => [refund.id, refund])).values()];
    return orderDoc(
      { ...newest.payload, id },
      { number: 1001 + index, at: newest.at, paidAt, refunds: once, currency },
    );
  });
}

function customerDoc(payload: CustomerPayload, id: string, at: Date): CustomerDoc {
  const time = at.toISOString();
  return {
    id,
    email: payload.email || null,
    phone: payload.phone || null,
    firstName: payload.first_name ?? null,
    lastName: payload.last_name ?? null,
    createdAt: payload.created_at ?? time,
    updatedAt: payload.updated_at ?? time,
    state: payload.state === "enabled" ? "enabled" : "disabled",
    verifiedEmail: true,
    locale: "en",
    note: null,
    tags: payload.tags ? payload.tags.split(", ") : [],
    emailMarketing: { state: "not_subscribed", optInLevel: null, updatedAt: null },
    smsMarketing: null,
    address: null,
  };
}

type Told = {
  number: number;
  at: Date;
  paidAt: Date | undefined;
  refunds: RefundPayload[];
  currency: string;
};

function orderDoc(payload: Payload & { id: string }, told: Told): OrderDoc {
  const { currency, paidAt } = told;
  const time = told.at.toISOString();
  const createdAt = payload.created_at ?? time;
  const refunds = told.refunds.map((refund) => refundDoc(refund, told));
  return {
    id: payload.id,
    number: told.number,
    customerId: payload.customer?.id ?? null,
    email: payload.email || null,
    phone: payload.phone || null,
    createdAt,
    updatedAt: payload.updated_at ?? time,
    processedAt: payload.processed_at ?? createdAt,
    cancelledAt: payload.cancelled_at ?? null,
    cancelReason: payload.cancelled_at ? "other" : null,
    closedAt: payload.closed_at ?? null,
    test: payload.test ?? false,
    sourceName: payload.source_name ?? "web",
    taxesIncluded: payload.taxes_included ?? false,
    currency,
    presentmentCurrency: currency,
    exchangeRate: 1,
    financialStatus: statuses[payload.financial_status ?? ""] ?? "pending",
    lines: payload.line_items.map((line) => lineDoc(line, refunds, currency)),
    discountCodes: payload.discount_codes.map(({ code, amount }) => ({
      code: code ?? "",
      amountMinor: minor(null, amount, currency),
      type: "fixed_amount" as const,
    })),
    discountApplications: payload.discount_applications.map(({ type, code, title, value }) => ({
      type: type === "discount_code" ? ("discount_code" as const) : ("manual" as const),
      title: code ?? title ?? "",
      valueType: "fixed_amount" as const,
      value: value ?? "0",
      targetSelection: "all" as const,
      allocationMethod: "across" as const,
    })),
    shippingLines: payload.shipping_lines.map((line) => ({
      id: line.id ?? payload.id,
      title: line.title ?? "Shipping",
      code: line.title ?? "Shipping",
      priceMinor: minor(line.price_set, line.price, currency),
      taxLines: line.tax_lines.map((tax) => taxDoc(tax, currency)),
    })),
    transactions: paidAt
      ? [
          {
            id: `${payload.id}1`,
            kind: "sale",
            status: "success",
            amountMinor: minor(payload.total_price_set, payload.total_price, currency),
            createdAt: paidAt.toISOString(),
            parentId: null,
          },
        ]
      : [],
    refunds,
    fulfillments: [],
    returns: [],
    shippingAddress: null,
    billingAddress: null,
    locale: null,
    note: null,
    tags: [],
  };
}

function lineDoc(
  line: Payload["line_items"][number],
  refunds: readonly RefundDoc[],
  currency: string,
): LineItem {
  const id = line.id ?? "0";
  const quantity = line.quantity ?? 1;
  const refunded = refunds
    .flatMap(({ lines }) => lines)
    .filter(({ lineItemId }) => lineItemId === id)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    id,
    productId: line.product_id ?? null,
    variantId: line.variant_id ?? null,
    title: line.title ?? "",
    variantTitle: null,
    sku: line.sku ?? null,
    vendor: null,
    productType: null,
    quantity,
    removedQuantity: Math.max(0, quantity - (line.current_quantity ?? quantity) - refunded),
    priceMinor: minor(line.price_set, line.price, currency),
    taxable: line.taxable ?? true,
    giftCard: line.gift_card ?? false,
    tip: line.tip !== null && line.tip !== undefined,
    requiresShipping: line.requires_shipping ?? true,
    grams: 0,
    taxLines: line.tax_lines.map((tax) => taxDoc(tax, currency)),
    discounts: line.discount_allocations.map((share) => ({
      application: share.discount_application_index ?? 0,
      amountMinor: minor(share.amount_set, share.amount, currency),
    })),
    fulfilledQuantity: 0,
  };
}

function refundDoc(refund: RefundPayload, { at, currency }: Told): RefundDoc {
  const createdAt = refund.created_at ?? at.toISOString();
  return {
    id: refund.id ?? "0",
    createdAt,
    note: null,
    lines: refund.refund_line_items.map((line) => ({
      id: line.id ?? "0",
      lineItemId: line.line_item_id ?? "0",
      quantity: line.quantity ?? 1,
      subtotalMinor: minor(line.subtotal_set, line.subtotal, currency),
      taxMinor: minor(line.total_tax_set, line.total_tax, currency),
      restockType: "no_restock",
    })),
    adjustments: refund.order_adjustments.map((adjustment) => ({
      id: adjustment.id ?? "0",
      kind: adjustment.kind === "shipping_refund" ? "shipping_refund" : "refund_discrepancy",
      reason: adjustment.reason ?? "",
      amountMinor: minor(adjustment.amount_set, adjustment.amount, currency),
      taxMinor: minor(adjustment.tax_amount_set, adjustment.tax_amount, currency),
    })),
    shippingMinor: refund.refund_shipping_lines.reduce(
      (sum, line) => sum + minor(line.subtotal_amount_set, null, currency),
      0,
    ),
    dutiesMinor: refund.duties.reduce(
      (sum, duty) => sum + minor(duty.amount_set, null, currency),
      0,
    ),
    transactions: refund.transactions.map(({ id, status, amount }) => ({
      id: id ?? "0",
      kind: "refund",
      status: status === "success" ? "success" : "pending",
      amountMinor: minor(null, amount, currency),
      createdAt,
      parentId: null,
    })),
    returnId: null,
  };
}

function taxDoc(
  tax: Payload["line_items"][number]["tax_lines"][number],
  currency: string,
): TaxLine {
  return {
    title: tax.title ?? "Tax",
    rate: tax.rate ?? 0,
    priceMinor: minor(tax.price_set, tax.price, currency),
  };
}

/** Of the shop's money where that is told; nothing where neither can be read. */
function minor(set: Money, text: string | null | undefined, currency: string): number {
  const amount = set?.shop_money.amount ?? text ?? "0";
  const [whole = "0", fraction = ""] = amount.split(".");
  try {
    return minorOf(`${whole}.${fraction.slice(0, exponentOf(currency)).padEnd(1, "0")}`, currency);
  } catch {
    return 0;
  }
}
