import { z } from "zod";

import { OrderCustomer } from "./customer.schema.ts";
import { FulfillmentPayload } from "./fulfillment.schema.ts";
import {
  amount,
  flag,
  identified,
  list,
  moneySet,
  optionalId,
  text,
  time,
  units,
} from "./payload.schema.ts";
import { RefundPayload } from "./refund.schema.ts";

const Place = z
  .object({
    country_code: text,
    address1: text,
    address2: text,
    zip: text,
    city: text,
  })
  .nullish();

/** A share of the discount at that place among the order's applications. */
const Allocation = z.object({
  amount: amount.nullish(),
  amount_set: moneySet.nullish(),
  discount_application_index: z.int().nullish(),
});

const Taxes = list(z.object({ price: amount.nullish(), price_set: moneySet.nullish() }));

const Application = z.object({ type: text, code: text, title: text });

const Line = z.object({
  ...identified,
  product_id: optionalId,
  variant_id: optionalId,
  sku: text,
  title: text,
  quantity: units,
  current_quantity: units.nullish(),
  price: amount.nullish(),
  price_set: moneySet.nullish(),
  taxable: flag(true),
  gift_card: flag(false),
  /** Says how it was paid; there on tips only. */
  tip: z
    .unknown()
    .optional()
    .transform((tip) => tip !== undefined && tip !== null),
  discount_allocations: list(Allocation),
  tax_lines: Taxes,
});

/** The body of every `orders/*` topic but orders/edited. Each plain amount may be missing where its set says it. */
export const OrderPayload = z.object({
  ...identified,
  name: text,
  email: text,
  contact_email: text,
  created_at: time.nullish(),
  updated_at: time.nullish(),
  processed_at: time.nullish(),
  cancelled_at: time.nullish(),
  test: flag(false),
  financial_status: text,
  fulfillment_status: text,
  payment_gateway_names: list(z.string()),
  source_name: text,
  browser_ip: text,
  client_details: z.object({ browser_ip: text }).nullish(),
  note_attributes: list(z.object({ name: text, value: z.unknown() })),
  currency: text,
  presentment_currency: text,
  taxes_included: flag(false),
  total_price: amount.nullish(),
  total_price_set: moneySet.nullish(),
  current_total_price: amount.nullish(),
  current_total_price_set: moneySet.nullish(),
  total_tip_received: amount.nullish(),
  total_tip_received_set: moneySet.nullish(),
  subtotal_price: amount.nullish(),
  subtotal_price_set: moneySet.nullish(),
  total_tax: amount.nullish(),
  total_tax_set: moneySet.nullish(),
  total_discounts: amount.nullish(),
  total_discounts_set: moneySet.nullish(),
  total_shipping_price_set: moneySet.nullish(),
  customer: OrderCustomer.nullish(),
  shipping_address: Place,
  billing_address: Place,
  line_items: list(Line),
  shipping_lines: list(z.object({ discount_allocations: list(Allocation), tax_lines: Taxes })),
  discount_applications: list(Application),
  discount_codes: list(z.object({ code: text })),
  refunds: list(RefundPayload),
  fulfillments: list(FulfillmentPayload),
});

/** The body of orders/edited: it says only that the order was edited, and by how much. */
export const OrderEditedPayload = z.object({
  order_edit: z.object({ id: optionalId, order_id: optionalId, created_at: time.nullish() }),
});

/** The body of orders/delete. */
export const OrderDeletedPayload = z.object(identified);

export type OrderPayload = z.infer<typeof OrderPayload>;
export type LinePayload = z.infer<typeof Line>;
export type TaxPayload = z.infer<typeof Taxes>[number];
export type AllocationPayload = z.infer<typeof Allocation>;
