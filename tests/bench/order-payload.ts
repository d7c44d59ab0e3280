type Order = {
  id: bigint;
  customer: bigint;
  bytes?: number;
  paid?: boolean;
  email?: string;
  createdAt?: Date;
  updatedAt?: Date;
  lines?: number;
};

/**
 * The body of an order webhook as Shopify writes it, with what Encore reads of it; padded to a size when one is asked for.
 * Without a customer (0n) it is a guest's.
 */
export function orderPayload(order: Order): string {
  const { id, customer, bytes = 0, paid = true, lines = 2 } = order;
  const createdAt = order.createdAt ?? new Date("2026-01-15T10:00:00Z");
  const email = order.email ?? `customer-${customer}@example.com`;
  const unitPrice = 25;
  const total = (unitPrice * lines).toFixed(2);
  const text = JSON.stringify({
    id: Number(id),
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    name: `#${id}`,
    email,
    contact_email: email,
    phone: null,
    test: false,
    source_name: "web",
    created_at: createdAt.toISOString(),
    processed_at: createdAt.toISOString(),
    updated_at: (order.updatedAt ?? createdAt).toISOString(),
    cancelled_at: null,
    closed_at: null,
    financial_status: paid ? "paid" : "pending",
    fulfillment_status: null,
    currency: "GBP",
    presentment_currency: "GBP",
    taxes_included: true,
    ...money("total_price", total),
    ...money("current_total_price", total),
    ...money("subtotal_price", total),
    ...money("current_subtotal_price", total),
    ...money("total_tax", "0.00"),
    ...money("total_discounts", "0.00"),
    total_shipping_price_set: both("0.00"),
    customer:
      customer === 0n
        ? null
        : {
            id: Number(customer),
            admin_graphql_api_id: `gid://shopify/Customer/${customer}`,
            email,
            phone: null,
            first_name: "Test",
            last_name: "Customer",
            created_at: createdAt.toISOString(),
            updated_at: createdAt.toISOString(),
          },
    line_items: Array.from({ length: lines }, (_, index) => line(id, index, unitPrice)),
    refunds: [],
    fulfillments: [],
    discount_codes: [],
    discount_applications: [],
    shipping_lines: [],
    tax_lines: [],
    note_attributes: [],
  });
  return bytes > text.length
    ? `${text.slice(0, -1)},"note":"${padding(bytes - text.length - 10, id)}"}`
    : text;
}

function line(orderId: bigint, index: number, price: number) {
  const id = orderId * 100n + BigInt(index);
  return {
    id: Number(id),
    admin_graphql_api_id: `gid://shopify/LineItem/${id}`,
    product_id: 1_000 + index,
    variant_id: 2_000 + index,
    sku: `SKU-${index}`,
    title: `Product ${index}`,
    name: `Product ${index}`,
    quantity: 1,
    current_quantity: 1,
    fulfillable_quantity: 1,
    price: price.toFixed(2),
    price_set: both(price.toFixed(2)),
    total_discount: "0.00",
    total_discount_set: both("0.00"),
    discount_allocations: [],
    tax_lines: [],
    taxable: true,
    gift_card: false,
    requires_shipping: true,
  };
}

function money(name: string, amount: string) {
  return { [name]: amount, [`${name}_set`]: both(amount) };
}

function both(amount: string) {
  const money = { amount, currency_code: "GBP" };
  return { shop_money: money, presentment_money: money };
}

/** Text that no compression makes vanish: about half of it is chance, as in the tokens and addresses of a real order. */
function padding(length: number, seed: bigint): string {
  let state = Number(seed % 2_147_483_646n) + 1;
  let text = "";
  while (text.length < length) {
    state = (state * 48_271) % 2_147_483_647; // Park and Miller's minimal standard generator.
    text += `${state.toString(36)} street_address `;
  }
  return text.slice(0, length);
}
