import { type Line, remainingQuantity } from "#app/orders/counting/goods.ts";

import { isCounted } from "../order-points/order.ts";
import type { OrderAward, OwnedOrder } from "../order-points/owned-order.ts";
import {
  type Earning,
  earningLines,
  earningShipping,
  type Lessening,
  lesseningsOf,
} from "../order-points/points.ts";
import { campaignsFor } from "../order-points/rates.ts";
import { ONCE, ruleOf, type RuleSnapshot } from "../program/earning-rule.ts";

/** Why a line of an order earns nothing. */
export type NoPoints =
  "other_currency" | "returned" | "gift_card" | "left_out" | "discounted" | "not_counted";

/** What one part of an order earns, and by what. */
type Share = {
  /** Money that counts, minor units. */
  minor: number;
  multiplierBps: number;
  /** Hundredths of points: an order is rounded once, its parts are not. */
  hundredths: number;
  none: NoPoints | null;
};
export type LineShare = Share & { lineId: string; quantity: number };

/** What an order earns by, and line by line. */
export type OrderShare = {
  rule: Pick<RuleSnapshot, "pointsPerUnit" | "rounding"> & { unitMinor: number };
  tierMultiplierBps: number;
  campaignIds: string[];
  lines: LineShare[];
  /** Where it earns. */
  shipping: Share | null;
  /** In all, as the order is now. */
  target: number;
  /**
   * Why all of it together earns less than each part by itself: an amount was given back, a part was paid with what earns nothing,
   * or the customer's orders of that time had reached the cap. Empty where it does not.
   */
  lessenedBy: Lessening[];
};

const HUNDREDTHS = 100n;

/** Takes apart what an order earned, by the rule and rates that it was first awarded by. */
export function orderShare(order: OwnedOrder, award: OrderAward): OrderShare {
  const rule = ruleOf(award.ruleSnapshot);
  const earned = order.inShopCurrency ? earningLines(order, rule, award.lineRates) : [];
  const earning = new Map(earned.map((line) => [line.lineId, line]));
  const shareOf = ({ minor, multiplierBps }: Earning, none: NoPoints): Share => {
    const weighted = minor * BigInt(multiplierBps) * BigInt(rule.pointsPerUnit) * HUNDREDTHS;
    return {
      minor: Number(minor),
      multiplierBps,
      hundredths: Number(weighted / (rule.unitMinor * BigInt(ONCE))),
      none: minor > 0n ? null : none,
    };
  };
  const lines = order.lines.map((line): LineShare => {
    const left = remainingQuantity(line, order.refunds);
    const earned = earning.get(line.id) ?? { minor: 0n, multiplierBps: ONCE };
    return {
      ...shareOf(earned, whyNothing(line, left, order, award)),
      lineId: String(line.id),
      quantity: left === 0 ? line.quantity : left,
    };
  });
  const shipped = order.inShopCurrency ? earningShipping(order, rule) : null;
  const shipping = shipped && shareOf(shipped, "returned");
  const target = Number(award.posted);
  const sum = [...lines, ...(shipping ? [shipping] : [])].reduce(
    (total, { hundredths }) => total + hundredths,
    0,
  );
  const isLess = isCounted(order) && sum >= (target + 1) * Number(HUNDREDTHS);
  return {
    rule: {
      pointsPerUnit: rule.pointsPerUnit,
      rounding: rule.rounding,
      unitMinor: Number(rule.unitMinor),
    },
    tierMultiplierBps: rule.tierMultiplierBps ?? ONCE,
    campaignIds: campaignsFor(rule).map(({ id }) => id),
    lines,
    shipping,
    target,
    lessenedBy: isLess ? lesseningsOf(order, rule, award.lineRates) : [],
  };
}

function whyNothing(line: Line, left: number, order: OwnedOrder, award: OrderAward): NoPoints {
  if (!order.inShopCurrency) return "other_currency";
  if (left === 0 || order.financialState === "refunded") return "returned";
  if (line.giftCard && award.ruleSnapshot.giftCards !== "when_bought") return "gift_card";
  if (award.lineRates.get(line.id)?.eligible === false) return "left_out";
  if (!award.ruleSnapshot.includeDiscounted && line.discountMinor > 0n) return "discounted";
  return "not_counted";
}
