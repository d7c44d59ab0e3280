import type { CreditsPaid } from "#app/orders/credit-payments.ts";

import { type LimitPeriod, startOfPeriod } from "../program/period.ts";

/** An order, as far as what it was paid with and what came before it go. */
export type PlacedOrder = { id: bigint; customerId: string; countsAt: Date };
export type PaidOrder = PlacedOrder & {
  /** A gift card or store credit paid for it, all or a part. */
  paidWithCredit: boolean;
  /** How much they paid; null while that is not known yet. */
  creditsPaid: CreditsPaid | null;
};

/** What of a shop decides about some of its orders beyond the orders themselves. */
export type OrderSurroundings = {
  /** Whether anybody ever got a gift card or store credit as a reward. */
  hasCreditRewards: boolean;
  /** The gift cards among those that paid which were rewards, by their Shopify ids. */
  rewardCards: ReadonlySet<string>;
  /** Store credit that was a reward. */
  creditRewards: readonly { customerId: string; issuedAt: Date; minor: bigint }[];
  /** Store credit that orders were paid with. */
  creditUses: readonly (PlacedOrder & { minor: bigint })[];
  /** What orders give. */
  awards: readonly (PlacedOrder & { posted: bigint })[];
};

/**
 * A gift card or store credit paid for it, how much they paid is not known yet, and it matters: somebody got one as a reward, or
 * gift cards earn when they are bought.
 */
export function paymentsUnread(
  { paidWithCredit, creditsPaid }: PaidOrder,
  cardsEarnWhenBought: boolean,
  { hasCreditRewards }: Pick<OrderSurroundings, "hasCreditRewards">,
): boolean {
  return paidWithCredit && creditsPaid === null && (cardsEarnWhenBought || hasCreditRewards);
}

/** How much of it was paid by gift cards that were no rewards. */
export function giftCardPaid(
  { creditsPaid }: PaidOrder,
  { rewardCards }: Pick<OrderSurroundings, "rewardCards">,
): bigint {
  const bought = creditsPaid?.giftCards.filter(({ id }) => id === null || !rewardCards.has(id));
  return sumOf(bought ?? []);
}

/**
 * How much of it was paid by gift cards that were rewards, whoever used them, and by store credit that was one. Store credit is
 * one purse: what came from rewards is taken to be spent first, by the customer's orders one after the other. 5 as a reward, then
 * orders that use 3 and 4 of the purse: 3 of the first was a reward, 2 of the second.
 */
export function loyaltyPaid(
  order: PaidOrder,
  { rewardCards, creditRewards, creditUses }: OrderSurroundings,
): bigint {
  const { creditsPaid, customerId, countsAt } = order;
  if (creditsPaid === null) return 0n;
  const cards = creditsPaid.giftCards.filter(({ id }) => id !== null && rewardCards.has(id));
  const got = creditRewards.filter(
    (reward) => reward.customerId === customerId && reward.issuedAt <= countsAt,
  );
  const used = creditUses.filter((use) => use.customerId === customerId && isBefore(use, order));
  const left = sumOf(got) - sumOf(used);
  const credit = BigInt(creditsPaid.storeCredit);
  return sumOf(cards) + (left <= 0n ? 0n : left < credit ? left : credit);
}

/** What the customer's orders before it, in the period of its cap by the shop's clock, give; nothing without a cap. */
export function earnedBefore(
  order: PlacedOrder,
  cap: { period: LimitPeriod } | null,
  timezone: string,
  { awards }: Pick<OrderSurroundings, "awards">,
): bigint {
  const since = cap && startOfPeriod(cap.period, order.countsAt, timezone);
  if (since === null) return 0n;
  return awards
    .filter(({ customerId }) => customerId === order.customerId)
    .filter((earlier) => earlier.countsAt >= since && isBefore(earlier, order))
    .reduce((sum, { posted }) => sum + posted, 0n);
}

function isBefore(a: PlacedOrder, b: PlacedOrder): boolean {
  const apart = a.countsAt.getTime() - b.countsAt.getTime();
  return apart < 0 || (apart === 0 && a.id < b.id);
}

function sumOf(amounts: readonly { minor: bigint | string }[]): bigint {
  return amounts.reduce((sum, { minor }) => sum + BigInt(minor), 0n);
}
