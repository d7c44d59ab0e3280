import { shareOf } from "#app/ground/division.ts";

import {
  chargedMinor,
  customAmountMinor,
  type Goods,
  type Line,
  remainingQuantity,
} from "./goods.ts";

/** What decides what remains of an order. Money is minor units of the shop's currency. */
export type Ordered = Goods & {
  financialState: string;
  taxesIncluded: boolean;
  /** As it was placed and edited, before anything went back; tax, shipping, duties and tips included. */
  totalMinor: bigint;
  /** What Shopify says that it comes to after edits and returns; null where it did not. */
  currentTotalMinor: bigint | null;
  /** Tips in it, which have no line of their own in some payloads. */
  tipMinor: bigint;
};

/** What remains of an order after edits, returns and refunds. */
export type Remains = {
  /** What was spent on it, minor units. */
  spentMinor: bigint;
  /** Whether its customer keeps anything of it that is neither a tip nor a gift card. */
  goodsRemain: boolean;
};

/**
 * What was spent on an order, and whether any goods of it remain: the one definition of both, for tiers, segments, milestones and
 * figures alike. Spent is its current total less what was given back, tips, and gift cards bought (they are spent when they pay);
 * tax, shipping and duties stay. Examples: 120 of which an edit took 60 out before it was paid: 60. 100 exchanged for 250: 250.
 * 50 with a tip of 10: 40. An amount of 15 given back of 100: 85.
 *
 * Two bounds, of which the lower one holds, so that it does not matter whether a refund or the order's own next payload came first:
 * Shopify's current total, and the total less what went back, be it told as goods, amounts or money.
 */
export function remainsOf(order: Ordered): Remains {
  const { currentTotalMinor } = order;
  const tips = order.lines.filter(({ tip }) => tip);
  const cards = order.lines.filter(({ giftCard }) => giftCard);
  const tipMinor = tips.length > 0 ? keptMinor(tips, order) : order.tipMinor;
  const known = ofAllLines(order) - backMinor(order);
  const current =
    currentTotalMinor !== null && currentTotalMinor < known ? currentTotalMinor : known;
  const spent = current - tipMinor - keptMinor(cards, order);
  return { spentMinor: spent > 0n ? spent : 0n, goodsRemain: doGoodsRemain(order) };
}

/**
 * The total with everything in it that was ever ordered. Some payloads leave out what was exchanged or edited away: 100 of which an
 * exchange made 150 has lines of 100 and 150, and a total of 250, or of 150. It is the one that it is nearer to.
 */
function ofAllLines(order: Ordered): bigint {
  const { lines, totalMinor } = order;
  const all = lines.reduce((total, line) => total + chargedMinor(line, order), 0n);
  const kept = keptMinor(lines, order);
  const isOfKept = totalMinor < all && distance(totalMinor, kept) < distance(totalMinor, all);
  return isOfKept ? totalMinor + all - kept : totalMinor;
}

function distance(a: bigint, b: bigint): bigint {
  return a < b ? b - a : a - b;
}

/** What went back: the value of what is gone with all that is told of amounts, or the money that moved, whichever is more. */
function backMinor(order: Ordered): bigint {
  const { refunds, currentTotalMinor } = order;
  // Money that says not what for is an amount, unless Shopify's own total tells: it may settle an exchange for something cheaper.
  const amountOf = currentTotalMinor === null ? customAmountMinor : statedAmountMinor;
  const amounts = refunds
    .filter(({ amountMinor }) => amountMinor > 0n)
    .reduce((total, refund) => total + amountOf(refund), 0n);
  const told = returnedMinor(order) + amounts;
  const money = refunds.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  return told > money ? told : money;
}

/** What was paid for the goods that are gone, by returns and by edits, with the shipping, duties and fees that went back. */
export function returnedMinor(order: Goods & { taxesIncluded: boolean }): bigint {
  const charged = order.lines.reduce((total, line) => total + chargedMinor(line, order), 0n);
  return order.refunds.reduce(
    (total, { shippingMinor, dutiesMinor }) => total + shippingMinor + dutiesMinor,
    charged - keptMinor(order.lines, order),
  );
}

function statedAmountMinor({ adjustmentMinor }: Goods["refunds"][number]): bigint {
  return adjustmentMinor;
}

/** What was paid for what is kept of these lines. */
function keptMinor(lines: readonly Line[], order: Goods & { taxesIncluded: boolean }): bigint {
  return lines.reduce((total, line) => {
    const kept = remainingQuantity(line, order.refunds);
    return total + shareOf(chargedMinor(line, order), kept, line.quantity);
  }, 0n);
}

function doGoodsRemain(order: Ordered): boolean {
  const { lines, refunds, financialState } = order;
  const totalMinor = ofAllLines(order);
  const money = refunds.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  if (financialState === "refunded" || (totalMinor > 0n && money >= totalMinor)) return false;
  const goods = lines.filter(({ tip, giftCard }) => !tip && !giftCard);
  return lines.length === 0 || goods.some((line) => remainingQuantity(line, refunds) > 0);
}
