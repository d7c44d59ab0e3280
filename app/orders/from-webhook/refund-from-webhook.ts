import { parseMinor } from "#app/ground/money.ts";

import type { RefundFacts, RefundLineFacts } from "../facts.ts";
import { exactId, type MoneySet } from "./payload.schema.ts";
import type { RefundPayload } from "./refund.schema.ts";

/** What is known of a refund from around it, for what its own payload leaves out. */
export type RefundSurroundings = {
  orderId: bigint | null;
  currency: string;
  at: Date;
  /** What the order says in both currencies; nothing when the refund comes alone. */
  orderSets: (MoneySet | null | undefined)[];
};

/** The refund that refunds/create, or an order that holds it, tells of. Throws when it says nothing of its order. */
export function refundFromWebhook(payload: RefundPayload, around: RefundSurroundings): RefundFacts {
  const orderId = around.orderId ?? payload.order_id;
  if (orderId === null) throw new Error("the refund does not say which order it belongs to");

  const id = exactId(payload);
  const lines = payload.refund_line_items.map((line, place): RefundLineFacts => ({
    id: line.id ?? idOfNameless(id, place),
    lineId: line.line_item
      ? exactId({ id: line.line_item_id, ...line.line_item })
      : line.line_item_id,
    quantity: line.quantity,
    subtotalMinor: shopMinor(line.subtotal_set, line.subtotal, around.currency),
    taxMinor: shopMinor(line.total_tax_set, line.total_tax, around.currency),
  }));
  const { currency } = around;
  // Shopify writes what goes back to the customer beyond the lines as a negative adjustment.
  const back = (adjustments: RefundPayload["order_adjustments"]) =>
    -sum(
      adjustments.map(
        ({ amount_set, amount, tax_amount_set, tax_amount }) =>
          shopMinor(amount_set, amount, currency) + shopMinor(tax_amount_set, tax_amount, currency),
      ),
    );
  const shipping = payload.order_adjustments.filter(isOfShipping);
  const shippingLines = payload.refund_shipping_lines.map(
    ({ subtotal_amount_set, tax_amount_set }) =>
      shopMinor(subtotal_amount_set, null, currency) + shopMinor(tax_amount_set, null, currency),
  );
  const fees = [...payload.duties, ...payload.additional_fees];
  return {
    id,
    orderId,
    createdAt: payload.processed_at ?? payload.created_at ?? around.at,
    amountMinor: paidBackMinor(payload, around),
    shippingMinor: shipping.length > 0 ? back(shipping) : sum(shippingLines),
    dutiesMinor: sum(fees.map(({ amount_set }) => shopMinor(amount_set, null, currency))),
    adjustmentMinor: back(payload.order_adjustments.filter(isOfAmount)),
    lines,
  };
}

/**
 * What a line of a refund is known by of which no id was sent: less than zero, so that it gives way to the ids that another telling has.
 * Refunds have fewer than 10,000 lines, and ids below 10^14 for as long as Shopify counts them one by one.
 */
function idOfNameless(refundId: bigint, place: number): bigint {
  return -((refundId % 100_000_000_000_000n) * 10_000n + BigInt(place % 10_000) + 1n);
}

type Adjustment = RefundPayload["order_adjustments"][number];

/** Of the two kinds of adjustments; where the kind is missing, the reason says it: "Shipping refund". */
function isOfShipping({ kind, reason }: Adjustment): boolean {
  return kind === null ? /^shipping/i.test(reason ?? "") : kind === "shipping_refund";
}

function isOfAmount(adjustment: Adjustment): boolean {
  const { kind } = adjustment;
  return kind === null ? !isOfShipping(adjustment) : kind === "refund_discrepancy";
}

/** An amount in the shop's currency: plain fields are in it already, sets say it beside the shopper's. */
export function shopMinor(
  set: MoneySet | null | undefined,
  plain: string | null | undefined,
  currency: string,
): bigint {
  return parseMinor(set?.shop_money.amount ?? plain ?? "0", currency);
}

/** What its successful transactions moved back, in the shop's currency. */
function paidBackMinor(payload: RefundPayload, around: RefundSurroundings): bigint {
  const { currency } = around;
  return sum(
    payload.transactions
      .filter(({ kind, status }) => kind === "refund" && status === "success")
      .map((transaction) => {
        if (transaction.amount_set) return shopMinor(transaction.amount_set, null, currency);
        if (!transaction.amount) throw new Error("the refund does not say how much went back");
        const paidIn = transaction.currency ?? currency;
        const minor = parseMinor(transaction.amount, paidIn);
        return paidIn === currency ? minor : atOrderRate(minor, paidIn, payload, around);
      }),
  );
}

/**
 * A transaction in the shopper's currency says no shop money: the rate is read off the sets that say both, which are
 * the refund's own where it has any, and otherwise those of its order.
 */
function atOrderRate(
  minor: bigint,
  paidIn: string,
  payload: RefundPayload,
  { currency, orderSets }: RefundSurroundings,
): bigint {
  const ownSets = [
    ...payload.refund_line_items.map((line) => line.subtotal_set),
    ...payload.order_adjustments.map((adjustment) => adjustment.amount_set),
  ];
  const rate = rateOf(ownSets, paidIn, currency) ?? rateOf(orderSets, paidIn, currency);
  if (!rate)
    throw new Error(
      `the refund was paid in ${paidIn} and does not say what that is in ${currency}`,
    );
  return (minor * rate.shop + rate.presentment / 2n) / rate.presentment;
}

/** What the sets come to in the shop's currency and in the shopper's; null when they say nothing in the latter. */
function rateOf(
  all: RefundSurroundings["orderSets"],
  paidIn: string,
  currency: string,
): { shop: bigint; presentment: bigint } | null {
  const sets = all.filter((set) => set?.presentment_money?.currency_code === paidIn);
  const size = (amount: string | undefined, of: string) => absolute(parseMinor(amount ?? "0", of));
  const shop = sum(sets.map((set) => size(set?.shop_money.amount, currency)));
  const presentment = sum(sets.map((set) => size(set?.presentment_money?.amount, paidIn)));
  return presentment === 0n ? null : { shop, presentment };
}

export function sum(amounts: bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function absolute(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
