/** Webhook bodies, in the form that Shopify sends, with what a test cares about. */

export type Money = string;

export type OrderTraits = {
  id: bigint;
  customer?: CustomerTraits | null;
  email?: string | null;
  createdAt?: string;
  updatedAt?: string;
  cancelledAt?: string | null;
  financialStatus?: string;
  fulfillmentStatus?: string | null;
  test?: boolean;
  currency?: string;
  lines?: {
    id: bigint;
    price: Money;
    quantity: number;
    currentQuantity?: number;
    productId?: bigint;
  }[];
  refunds?: object[];
  fulfillments?: object[];
};

export type CustomerTraits = {
  id: bigint;
  email?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  createdAt?: string;
  updatedAt?: string;
};

const CREATED = "2026-03-01T10:00:00Z";

export function orderPayload(traits: OrderTraits) {
  const currency = traits.currency ?? "GBP";
  const lines = traits.lines ?? [{ id: traits.id * 10n, price: "50.00", quantity: 1 }];
  const total = lines.reduce((sum, line) => sum + Number(line.price) * line.quantity, 0).toFixed(2);
  const createdAt = traits.createdAt ?? CREATED;
  return {
    id: traits.id,
    admin_graphql_api_id: `gid://shopify/Order/${traits.id}`,
    name: `#${traits.id}`,
    email: traits.customer ? (traits.customer.email ?? null) : (traits.email ?? null),
    created_at: createdAt,
    processed_at: createdAt,
    updated_at: traits.updatedAt ?? createdAt,
    cancelled_at: traits.cancelledAt ?? null,
    test: traits.test ?? false,
    financial_status: traits.financialStatus ?? "paid",
    fulfillment_status: traits.fulfillmentStatus ?? null,
    source_name: "web",
    currency,
    presentment_currency: currency,
    taxes_included: true,
    total_price: total,
    subtotal_price: total,
    total_tax: "0.00",
    total_discounts: "0.00",
    total_shipping_price_set: moneySet("0.00", currency),
    customer: traits.customer ? customerPayload(traits.customer) : null,
    line_items: lines.map((line) => ({
      id: line.id,
      admin_graphql_api_id: `gid://shopify/LineItem/${line.id}`,
      product_id: line.productId ?? 7n,
      variant_id: 70n,
      sku: "TEA-1",
      title: "Earl Grey",
      quantity: line.quantity,
      current_quantity: line.currentQuantity ?? line.quantity,
      price: line.price,
      price_set: moneySet(line.price, currency),
      taxable: true,
      gift_card: false,
      discount_allocations: [],
      tax_lines: [],
    })),
    refunds: traits.refunds ?? [],
    fulfillments: traits.fulfillments ?? [],
  };
}

export function customerPayload(traits: CustomerTraits) {
  return {
    id: traits.id,
    admin_graphql_api_id: `gid://shopify/Customer/${traits.id}`,
    email: traits.email ?? null,
    phone: null,
    first_name: traits.firstName ?? null,
    last_name: traits.lastName ?? null,
    created_at: traits.createdAt ?? CREATED,
    updated_at: traits.updatedAt ?? traits.createdAt ?? CREATED,
  };
}

export function refundPayload(traits: {
  id: bigint;
  orderId: bigint;
  lines?: { id: bigint; lineId: bigint; quantity: number; subtotal: Money }[];
  amount: Money;
  createdAt?: string;
  currency?: string;
  status?: string;
}) {
  const currency = traits.currency ?? "GBP";
  return {
    id: traits.id,
    admin_graphql_api_id: `gid://shopify/Refund/${traits.id}`,
    order_id: traits.orderId,
    created_at: traits.createdAt ?? CREATED,
    processed_at: traits.createdAt ?? CREATED,
    order_adjustments: [],
    refund_line_items: (traits.lines ?? []).map((line) => ({
      id: line.id,
      line_item_id: line.lineId,
      quantity: line.quantity,
      subtotal: Number(line.subtotal),
      total_tax: 0,
      subtotal_set: moneySet(line.subtotal, currency),
      total_tax_set: moneySet("0.00", currency),
    })),
    transactions: [
      {
        id: traits.id,
        kind: "refund",
        status: traits.status ?? "success",
        amount: traits.amount,
        currency,
      },
    ],
  };
}

export function fulfillmentPayload(traits: {
  id: bigint;
  orderId: bigint;
  createdAt?: string;
  updatedAt?: string;
  status?: string;
  shipmentStatus?: string | null;
}) {
  const createdAt = traits.createdAt ?? CREATED;
  return {
    id: traits.id,
    admin_graphql_api_id: `gid://shopify/Fulfillment/${traits.id}`,
    order_id: traits.orderId,
    status: traits.status ?? "success",
    shipment_status: traits.shipmentStatus ?? null,
    tracking_company: "UPS",
    tracking_number: "1Z",
    tracking_url: "https://ups.example/1Z",
    created_at: createdAt,
    updated_at: traits.updatedAt ?? createdAt,
  };
}

export function moneySet(amount: Money, currency: string) {
  const money = { amount, currency_code: currency };
  return { shop_money: money, presentment_money: money };
}
