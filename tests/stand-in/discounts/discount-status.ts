import { decimal } from "../money.ts";
import type { DiscountDoc } from "./discount-documents.ts";

export function statusOf(
  discount: Pick<DiscountDoc, "startsAt" | "endsAt">,
  now: Date,
): "ACTIVE" | "EXPIRED" | "SCHEDULED" {
  const at = now.toISOString();
  if (discount.endsAt !== null && discount.endsAt <= at) return "EXPIRED";
  return discount.startsAt > at ? "SCHEDULED" : "ACTIVE";
}

/** One line of what the discount gives, as the admin shows it. */
export function summaryOf(discount: DiscountDoc, currency: string): string {
  if (!discount.gets) return "Free shipping";
  const { items, value } = discount.gets;
  const of = items.kind === "all" ? "entire order" : `some ${items.kind}`;
  const effect = value.kind === "on_quantity" ? value.effect : value;
  const worth =
    effect.kind === "percentage"
      ? `${Math.round(effect.percentage * 100)}%`
      : `${decimal(effect.amountMinor, currency)} ${currency}`;
  return `${worth} off ${of}`;
}
