import type { Line } from "../order.ts";
import { remainingQuantity } from "../order.ts";
import type { OrderAward, OwnedOrder } from "../order-award.ts";
import { earningLines } from "../points.ts";
import { campaignsFor } from "../rates.ts";
import { ONCE, ruleOf, type RuleSnapshot } from "../rule.ts";

/** Why a line of an order earns nothing. */
export type NoPoints = "returned" | "gift_card" | "left_out" | "discounted" | "not_counted";

/** What one line of an order earns, and by what. */
export type LineShare = {
  lineId: string;
  quantity: number;
  /** Money that counts, minor units. */
  minor: number;
  multiplierBps: number;
  /** Hundredths of points: an order is rounded once, its lines are not. */
  hundredths: number;
  none: NoPoints | null;
};

/** What an order earns by, and line by line. */
export type OrderShare = {
  rule: Pick<RuleSnapshot, "pointsPerUnit" | "rounding"> & { unitMinor: number };
  tierMultiplierBps: number;
  campaignIds: string[];
  lines: LineShare[];
  /** In all, as the order is now. */
  target: number;
  /** Whether an amount was given back, or a reward paid for a part: the lines together earn less than each by itself. */
  lessened: boolean;
};

const HUNDREDTHS = 100n;

/** Takes apart what an order earned, by the rule and rates that it was first awarded by. */
export function orderShare(order: OwnedOrder, award: OrderAward): OrderShare {
  const rule = ruleOf(award.ruleSnapshot);
  const earning = new Map(
    earningLines(order, rule, award.lineRates).map((line) => [line.lineId, line]),
  );
  const lines = order.lines.map((line): LineShare => {
    const { minor = 0n, multiplierBps = ONCE } = earning.get(line.id) ?? {};
    const weighted = minor * BigInt(multiplierBps) * BigInt(rule.pointsPerUnit) * HUNDREDTHS;
    const left = remainingQuantity(line, order.refunds);
    return {
      lineId: String(line.id),
      quantity: left === 0 ? line.quantity : left,
      minor: Number(minor),
      multiplierBps,
      hundredths: Number(weighted / (rule.unitMinor * BigInt(ONCE))),
      none: minor > 0n ? null : whyNothing(line, left, order, award),
    };
  });
  const target = Number(award.posted);
  const sum = lines.reduce((total, { hundredths }) => total + hundredths, 0);
  return {
    rule: {
      pointsPerUnit: rule.pointsPerUnit,
      rounding: rule.rounding,
      unitMinor: Number(rule.unitMinor),
    },
    tierMultiplierBps: rule.tierMultiplierBps ?? ONCE,
    campaignIds: campaignsFor(rule).map(({ id }) => id),
    lines,
    target,
    lessened: sum >= (target + 1) * Number(HUNDREDTHS),
  };
}

function whyNothing(line: Line, left: number, order: OwnedOrder, award: OrderAward): NoPoints {
  if (left === 0 || order.financialState === "refunded") return "returned";
  if (line.giftCard) return "gift_card";
  if (award.lineRates.get(line.id)?.eligible === false) return "left_out";
  if (!award.ruleSnapshot.includeDiscounted && line.discountMinor > 0n) return "discounted";
  return "not_counted";
}
