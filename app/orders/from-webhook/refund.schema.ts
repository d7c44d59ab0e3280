import { z } from "zod";

import {
  amount,
  identified,
  list,
  moneySet,
  numericId,
  optionalId,
  text,
  time,
  units,
} from "./payload.schema.ts";

const RefundLine = z.object({
  id: optionalId,
  line_item_id: numericId,
  line_item: z.object(identified).nullish(),
  quantity: units,
  subtotal: amount.nullish(),
  subtotal_set: moneySet.nullish(),
  total_tax: amount.nullish(),
  total_tax_set: moneySet.nullish(),
});

const Adjustment = z.object({
  kind: text,
  reason: text,
  amount: amount.nullish(),
  amount_set: moneySet.nullish(),
  tax_amount: amount.nullish(),
  tax_amount_set: moneySet.nullish(),
});

const ShippingLine = z.object({
  subtotal_amount_set: moneySet.nullish(),
  tax_amount_set: moneySet.nullish(),
});

/** A duty or a fee that went back. */
const Fee = z.object({ amount_set: moneySet.nullish() });

const Transaction = z.object({
  kind: text,
  status: text,
  amount: amount.nullish(),
  amount_set: moneySet.nullish(),
  currency: text,
});

/**
 * The body of refunds/create, and a refund inside an order. Plain amounts are deprecated beside their sets, and shipping may stand
 * among the adjustments, in lines of its own, or in both.
 */
export const RefundPayload = z.object({
  ...identified,
  order_id: optionalId,
  created_at: time.nullish(),
  processed_at: time.nullish(),
  refund_line_items: list(RefundLine),
  refund_shipping_lines: list(ShippingLine),
  duties: list(Fee),
  additional_fees: list(Fee),
  order_adjustments: list(Adjustment),
  transactions: list(Transaction),
});

export type RefundPayload = z.infer<typeof RefundPayload>;
