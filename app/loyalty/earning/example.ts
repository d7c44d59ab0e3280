import type { Order } from "../order-points/order.ts";
import { targetPoints } from "../order-points/points.ts";
import { type LineRate, productRate } from "../order-points/rates.ts";
import type { EarnRule, OrderRule } from "../program/earning-rule.ts";

/** Who buys what, and when: for a merchant who tries a rule. */
export type Example = {
  /** Which of the rule's multipliers the product has; null for a product without one. */
  multiplier: number | null;
  campaignBps: number;
  tierBps: number;
};

/** What is paid for it, in minor units: for the product, for shipping, and how much of that with a gift card. */
export type ExamplePrice = { minor: bigint; shippingMinor: bigint; giftCardMinor: bigint };

type TriedRule = Omit<EarnRule, "version">;

const PLACED = new Date(0);
const LINE = 1n;

/** What one product earns at, in basis points, by the function that orders go by; 0 when it earns nothing. */
export function exampleRate(rule: TriedRule, example: Example): number {
  const { eligible, multiplierBps } = rateOf(rule, example);
  return eligible ? multiplierBps : 0;
}

/** What an order of one product earns, by the function that orders go by. */
export function examplePoints(rule: TriedRule, example: Example, price: ExamplePrice): bigint {
  const rates = new Map([[LINE, rateOf(rule, example)]]);
  return targetPoints(exampleOrder(price), orderRule(rule, example), rates);
}

function rateOf(rule: TriedRule, example: Example): LineRate {
  const chosen = example.multiplier === null ? undefined : rule.multipliers[example.multiplier];
  const productId = chosen ? (chosen.productIds[0] ?? 0n) : null;
  return productRate(
    productId,
    orderRule(rule, example),
    new Map(productId === null ? [] : [[productId, chosen?.collectionIds ?? []]]),
  );
}

function orderRule(rule: TriedRule, { campaignBps, tierBps }: Example): OrderRule {
  const everything = { id: "example", productIds: [], collectionIds: [] };
  return {
    ...rule,
    version: 0,
    earnsFrom: null,
    campaigns: [{ ...everything, multiplierBps: campaignBps }],
    tierMultiplierBps: tierBps,
  };
}

function exampleOrder({ minor, shippingMinor, giftCardMinor }: ExamplePrice): Order {
  return {
    isOwned: true,
    inShopCurrency: true,
    createdAt: PLACED,
    cancelledAt: null,
    test: false,
    financialState: "paid",
    paidAt: PLACED,
    taxesIncluded: false,
    totalMinor: minor + shippingMinor,
    currentTotalMinor: null,
    isGuest: false,
    shippingMinor,
    shippingTaxMinor: 0n,
    loyaltyPaidMinor: 0n,
    giftCardPaidMinor: giftCardMinor,
    earnedBefore: 0n,
    refunds: [],
    lines: [
      {
        id: LINE,
        productId: LINE,
        quantity: 1,
        currentQuantity: 1,
        priceMinor: minor,
        discountMinor: 0n,
        taxMinor: 0n,
        giftCard: false,
        tip: false,
      },
    ],
  };
}
