import { share } from "../money.ts";
import { bxgyShares } from "./buy-x-get-y.ts";
import { isAmong, type Candidate, type PricedCart } from "./cart.ts";
import { classOf, type DiscountDoc, type DiscountValue } from "./discount-documents.ts";
import { refusalOf, type Refusal } from "./eligibility.ts";

export type Applied = {
  discount: DiscountDoc;
  code: { id: string; code: string } | null;
  /** For each item of the cart, in minor units. */
  shares: number[];
  shippingMinor: number;
};

export type Refused = { code: string; reason: Refusal };

/** At most so many codes work together. */
const MOST_CODES = 5;

/**
 * What codes and automatic discounts take off a cart, to the minor unit, and why the others do not. Codes count in the
 * order given: one that does not combine with those before it is refused. Goods are discounted first, each by the best
 * discount for it, then the order, then the shipping.
 */
export function applyDiscounts(
  cart: PricedCart,
  candidates: Candidate[],
): { applied: Applied[]; refused: Refused[] } {
  const refused: Refused[] = [];
  const accepted: Candidate[] = [];
  for (const candidate of candidates) {
    const reason =
      refusalOf(candidate, cart) ??
      (candidate.code && accepted.filter(({ code }) => code).length >= MOST_CODES
        ? "too_many"
        : accepted.every((other) => combines(candidate.discount, other.discount))
          ? null
          : "not_combinable");
    if (reason === null) accepted.push(candidate);
    else if (candidate.code) refused.push({ code: candidate.code.code, reason });
  }

  const gross = cart.items.map((item) => item.priceMinor * item.quantity);
  const product = bestOnEachItem(
    accepted
      .filter(({ discount }) => classOf(discount) === "product")
      .map((candidate) => applied(candidate, productShares(candidate.discount, cart))),
  );
  const left = gross.map(
    (amount, i) => amount - total(product.map(({ shares }) => shares[i] ?? 0)),
  );
  const order = orderDiscounts(
    accepted.filter(({ discount }) => classOf(discount) === "order"),
    cart,
    left,
  );
  const shipping = accepted
    .filter(({ discount }) => classOf(discount) === "shipping")
    .slice(0, 1)
    .map((candidate) => ({ ...applied(candidate, []), shippingMinor: cart.shippingMinor }));

  const all = [...product, ...order, ...shipping];
  for (const { code, shares, shippingMinor } of all) {
    if (code && total(shares) + shippingMinor === 0)
      refused.push({ code: code.code, reason: "nothing_left" });
  }
  return { applied: all.filter((one) => total(one.shares) + one.shippingMinor > 0), refused };
}

function applied({ discount, code }: Candidate, shares: number[]): Applied {
  return { discount, code: code && { id: code.id, code: code.code }, shares, shippingMinor: 0 };
}

/** Two discounts work together only when each allows the other's class. */
function combines(one: DiscountDoc, other: DiscountDoc): boolean {
  return one.combinesWith[classOf(other)] && other.combinesWith[classOf(one)];
}

function productShares(discount: DiscountDoc, cart: PricedCart): number[] {
  const { gets } = discount;
  if (!gets) return cart.items.map(() => 0);
  if (discount.kind === "bxgy") return bxgyShares(discount, cart.items);
  const grossMinor = cart.items.map((item) =>
    isAmong(item, gets.items) ? item.priceMinor * item.quantity : 0,
  );
  const { value } = gets;
  if (value.kind === "amount" && value.onEachItem) {
    return cart.items.map((item, i) =>
      Math.min(grossMinor[i] ?? 0, value.amountMinor * item.quantity),
    );
  }
  if (value.kind === "percentage")
    return grossMinor.map((amount) => Math.round(amount * value.percentage));
  return share(Math.min(worthMinor(value, total(grossMinor)), total(grossMinor)), grossMinor);
}

/** On each item only the discount that takes most off; of equal ones the first. */
function bestOnEachItem(all: Applied[]): Applied[] {
  return all.map((one, place) => ({
    ...one,
    shares: one.shares.map((part, i) =>
      all.every((other, at) => {
        const rival = other.shares[i] ?? 0;
        return at === place || rival < part || (rival === part && at > place);
      })
        ? part
        : 0,
    ),
  }));
}

/** Order discounts are all reckoned from what goods cost after their own discounts, and never take off more than that. */
function orderDiscounts(candidates: Candidate[], cart: PricedCart, left: number[]): Applied[] {
  const base = left.map((amount, i) => (cart.items[i]?.giftCard ? 0 : amount));
  const remaining = [...base];
  return candidates.map((candidate) => {
    const value = candidate.discount.gets?.value;
    const wanted = value ? worthMinor(value, total(base)) : 0;
    const shares = share(Math.min(wanted, total(remaining)), remaining);
    shares.forEach((part, i) => (remaining[i] = (remaining[i] ?? 0) - part));
    return applied(candidate, shares);
  });
}

function worthMinor(value: DiscountValue, ofMinor: number): number {
  if (value.kind === "percentage") return Math.round(ofMinor * value.percentage);
  return value.kind === "amount" ? value.amountMinor : 0;
}

function total(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
