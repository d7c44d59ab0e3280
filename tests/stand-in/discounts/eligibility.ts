import { bxgyShares } from "./buy-x-get-y.ts";
import { isAmong, type Candidate, type PricedCart } from "./cart.ts";
import type { DiscountDoc } from "./discount-documents.ts";
import { statusOf } from "./discount-status.ts";

/** Why a discount does not work, in the order in which it is looked for. */
export type Refusal =
  | "unknown"
  | "not_started"
  | "expired"
  | "used_up"
  | "already_used"
  | "sign_in"
  | "not_yours"
  | "no_items"
  | "minimum_subtotal"
  | "minimum_quantity"
  | "no_shipping"
  | "too_many"
  | "not_combinable"
  | "nothing_left";

/** Why this discount cannot be used for this cart, or null when it can. */
export function refusalOf(
  { discount, code, usedByBuyer }: Candidate,
  cart: PricedCart,
): Refusal | null {
  const status = statusOf(discount, cart.now);
  if (status !== "ACTIVE") return status === "EXPIRED" ? "expired" : "not_started";
  if (code && discount.usageLimit !== null && code.uses >= discount.usageLimit) return "used_up";
  if (discount.oncePerCustomer && usedByBuyer) return "already_used";
  return audienceRefusal(discount, cart) ?? cartRefusal(discount, cart);
}

function audienceRefusal({ audience }: DiscountDoc, cart: PricedCart): Refusal | null {
  if (audience.kind === "all") return null;
  if (cart.customerId === null) return "sign_in";
  const meant =
    audience.kind === "customers"
      ? audience.customerIds.includes(cart.customerId)
      : audience.segmentIds.some((id) => cart.segmentIds.includes(id));
  return meant ? null : "not_yours";
}

function cartRefusal(discount: DiscountDoc, cart: PricedCart): Refusal | null {
  const items = discount.gets?.items ?? { kind: "all" };
  const meant = cart.items.filter((item) => isAmong(item, items));
  if (meant.length === 0) return "no_items";
  const { minimum, maximumShippingMinor } = discount;
  if (minimum?.kind === "subtotal") {
    const subtotal = meant.reduce((sum, item) => sum + item.priceMinor * item.quantity, 0);
    if (subtotal < minimum.subtotalMinor) return "minimum_subtotal";
  }
  if (minimum?.kind === "quantity") {
    const quantity = meant.reduce((sum, item) => sum + item.quantity, 0);
    if (quantity < minimum.quantity) return "minimum_quantity";
  }
  if (discount.kind === "bxgy" && bxgyShares(discount, cart.items).every((part) => part === 0))
    return "no_items";
  if (discount.kind !== "free_shipping") return null;
  const tooDear = maximumShippingMinor !== null && cart.shippingMinor > maximumShippingMinor;
  return cart.shippingMinor === 0 || tooDear ? "no_shipping" : null;
}
