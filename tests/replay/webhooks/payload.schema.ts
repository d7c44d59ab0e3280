import { z } from "zod";

/** What the stand-in is told from a payload. Everything may be missing or odd: a file tries what Shopify may send. */
const odd = <Type extends z.ZodType>(type: Type) => type.nullish().catch(null);
const text = odd(z.coerce.string());
const flag = odd(z.boolean());
const count = odd(z.int());
const money = odd(
  z.object({ shop_money: z.object({ amount: z.coerce.string(), currency_code: z.string() }) }),
);
const list = <Type extends z.ZodType>(type: Type) =>
  z
    .array(type)
    .nullish()
    .catch([])
    .transform((items) => items ?? []);

const TaxLine = z.looseObject({
  title: text,
  rate: odd(z.number()),
  price: text,
  price_set: money,
});
const Allocation = z.looseObject({
  amount: text,
  amount_set: money,
  discount_application_index: count,
});

const Customer = z.looseObject({
  id: text,
  email: text,
  phone: text,
  first_name: text,
  last_name: text,
  state: text,
  created_at: text,
  updated_at: text,
  tags: text,
});

const Refund = z.looseObject({
  id: text,
  order_id: text,
  created_at: text,
  processed_at: text,
  refund_line_items: list(
    z.looseObject({
      id: text,
      line_item_id: text,
      quantity: count,
      subtotal: text,
      subtotal_set: money,
      total_tax: text,
      total_tax_set: money,
    }),
  ),
  refund_shipping_lines: list(z.looseObject({ subtotal_amount_set: money })),
  duties: list(z.looseObject({ amount_set: money })),
  order_adjustments: list(
    z.looseObject({
      id: text,
      kind: text,
      reason: text,
      amount: text,
      amount_set: money,
      tax_amount: text,
      tax_amount_set: money,
    }),
  ),
  transactions: list(z.looseObject({ id: text, kind: text, status: text, amount: text })),
});

const Payload = z.looseObject({
  ...Customer.shape,
  ...Refund.shape,
  name: text,
  cancelled_at: text,
  closed_at: text,
  test: flag,
  source_name: text,
  currency: text,
  taxes_included: flag,
  financial_status: text,
  total_price: text,
  total_price_set: money,
  payment_gateway_names: list(z.string()),
  customer: odd(Customer),
  line_items: list(
    z.looseObject({
      id: text,
      product_id: text,
      variant_id: text,
      sku: text,
      title: text,
      quantity: count,
      current_quantity: count,
      price: text,
      price_set: money,
      taxable: flag,
      gift_card: flag,
      tip: z.unknown(),
      requires_shipping: flag,
      tax_lines: list(TaxLine),
      discount_allocations: list(Allocation),
    }),
  ),
  shipping_lines: list(
    z.looseObject({
      id: text,
      title: text,
      price: text,
      price_set: money,
      tax_lines: list(TaxLine),
    }),
  ),
  discount_applications: list(z.looseObject({ type: text, code: text, title: text, value: text })),
  discount_codes: list(z.looseObject({ code: text, amount: text })),
  refunds: list(Refund),
  /** Of customers/merge. */
  admin_graphql_api_customer_deleted_id: text,
  status: text,
});

export type Payload = z.infer<typeof Payload>;
export type CustomerPayload = z.infer<typeof Customer>;
export type RefundPayload = z.infer<typeof Refund>;

export function payloadOf(json: Record<string, unknown>): Payload {
  return Payload.parse(json);
}
